from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone
from selaras.core.files import KINDS
from selaras.portfolio import queries
from selaras.portfolio.access import can_choose, can_judge, can_see_choice
from selaras.portfolio.exports import ranking_workbook
from selaras.portfolio.words import BAND_KINDS, BAND_LABELS
from selaras.strategy.models import Dimension, Round
from selaras.strategy.queries import current_round


@allow(can_see_choice)
def current(request: HttpRequest) -> HttpResponse:
    """The choice of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "portfolio/no_round.html", {"title": _("Choice")})
    return redirect("portfolio:board", round_.slug)


@allow(is_everyone)
def board(request: HttpRequest, round: str) -> HttpResponse:
    """All dimensions: what is chosen for a year; for the office also what stands on top."""
    internal = can_see_choice(request.user)
    rounds = Round.objects.all() if internal else Round.objects.filter(public=True)
    round_ = get_object_or_404(rounds, slug=round)
    year = year_of(request, round_)
    context = {
        "round": round_,
        "internal": internal,
        "year": year,
        "rankings": queries.ranking(round_, year=year),
        "criteria": queries.criteria_of(round_),
        "ready": queries.criteria_ready(round_),
        "quota": queries.quota_of(round_, year),
        "bound": queries.BOUND,
        "can_choose": can_choose(request.user),
        "can_judge": can_judge(request.user),
    }
    return render(request, "portfolio/board.html", context)


@allow(can_see_choice)
def dimension(request: HttpRequest, round: str, dimension: str) -> HttpResponse:
    """The ranking of one dimension, with spread and what each criterion brings."""
    round_ = get_object_or_404(Round, slug=round)
    found = get_object_or_404(Dimension, edition=round_.edition_id, code=dimension)
    year = year_of(request, round_)
    context = {
        "round": round_,
        "year": year,
        "dimension": found,
        "dimensions": Dimension.objects.filter(edition=round_.edition_id),
        "ranking": queries.ranking(round_, year=year, dimension=found)[0],
        "criteria": [each for each in queries.criteria_of(round_) if each.weight],
        "band_labels": BAND_LABELS,
        "band_kinds": BAND_KINDS,
        "can_choose": can_choose(request.user),
        "can_judge": can_judge(request.user),
    }
    return render(request, "portfolio/dimension.html", context)


def year_of(request: HttpRequest, round_: Round) -> int:
    """The year asked for, else the first of the masterplan."""
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else round_.start_year
    return year if year in round_.years else round_.start_year


@allow(can_see_choice)
def export(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    data = ranking_workbook(round_, year_of(request, round_))
    response = HttpResponse(data, content_type=KINDS["xlsx"].content_type)
    response["Content-Disposition"] = f'attachment; filename="peringkat-{round_.slug}.xlsx"'
    return response
