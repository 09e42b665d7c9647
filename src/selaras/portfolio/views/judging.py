from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.portfolio import queries
from selaras.portfolio.access import can_choose, can_judge
from selaras.portfolio.actions import default_criteria, save_criteria, save_scores
from selaras.portfolio.forms import Criteria, ScoreForm, criterion_initial, criterion_rows
from selaras.strategy.models import Round


@allow(can_choose)
def criteria(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    present = queries.criteria_of(round_)
    formset = Criteria(
        request.POST if request.method == "POST" else None,
        initial=criterion_initial(present),
        prefix="c",
    )
    if formset.is_valid():
        try:
            save_criteria(by=request.user, round=round_, rows=criterion_rows(formset))
        except Refused as refusal:
            formset.non_form_errors().append(str(refusal.text))
        else:
            messages.success(request, _("The criteria are saved."))
            return redirect("portfolio:board", round_.slug)
    context = {"formset": formset, "round": round_, "present": present}
    context["total"] = sum(each.weight for each in present)
    return render(
        request, "portfolio/criteria.html", context, status=422 if formset.is_bound else 200
    )


@allow(can_choose)
@require_POST
def adopt_defaults(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    default_criteria(by=request.user, round=round_)
    messages.success(request, _("The usual criteria are set. Change them as you need."))
    return redirect("portfolio:criteria", round_.slug)


@allow(can_judge)
def scoring(request: HttpRequest, round: str) -> HttpResponse:
    """What this judge has scored and what is left, by dimension."""
    round_ = get_object_or_404(Round, slug=round)
    found = queries.judging(round_, request.user)
    context = {
        "round": round_,
        "found": found,
        "done": sum(1 for each in found if each.complete),
        "next": next((each.initiative for each in found if not each.complete), None),
        "ready": queries.criteria_ready(round_),
        "can_choose": can_choose(request.user),
    }
    return render(request, "portfolio/scoring.html", context)


@allow(can_judge)
def score(request: HttpRequest, round: str, code: str) -> HttpResponse:
    """One programme at a time; after saving, the next one that is not scored."""
    round_ = get_object_or_404(Round, slug=round)
    initiative = get_object_or_404(queries.ranked_initiatives(round_), code=code)
    form = ScoreForm(
        request.POST if request.method == "POST" else None,
        criteria=queries.criteria_of(round_),
        given=queries.scores_by_judge(initiative, request.user),
    )
    if form.is_valid():
        try:
            save_scores(by=request.user, initiative=initiative, scores=form.scores())
        except Refused as refusal:
            form.add_error(None, str(refusal.text))
        else:
            messages.success(request, _("Your scores for %(code)s are saved.") % {"code": code})
            return _next(round_, request.user)
    context = {
        "form": form,
        "round": round_,
        "initiative": initiative,
        "open": initiative.state in queries.SCORED,
    }
    return render(request, "portfolio/score.html", context, status=422 if form.is_bound else 200)


def _next(round_: Round, judge: Any) -> HttpResponse:
    left = (each.initiative for each in queries.judging(round_, judge) if not each.complete)
    following = next(left, None)
    if following is None:
        return redirect("portfolio:scoring", round_.slug)
    return redirect("portfolio:score", round_.slug, following.code)
