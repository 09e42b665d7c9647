from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.portfolio import queries
from selaras.portfolio.access import can_choose
from selaras.portfolio.actions import choose_quick_win, set_quota, withdraw_choice
from selaras.portfolio.forms import ChooseForm, QuotaForm, WithdrawForm
from selaras.portfolio.models import Choice
from selaras.portfolio.words import BAND_KINDS, BAND_LABELS
from selaras.strategy.models import Round


def _board(round_: Round, year: int) -> str:
    return f"{reverse('portfolio:board', args=[round_.slug])}?year={year}"


@allow(can_choose)
def choose(request: HttpRequest, round: str, year: int, code: str) -> HttpResponse:
    """The programme with its rank beside it; the reason is written down."""
    round_ = get_object_or_404(Round, slug=round)
    initiative = get_object_or_404(queries.ranked_initiatives(round_), code=code)
    form = ChooseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            choose_quick_win(
                by=request.user, round=round_, year=year, initiative=initiative, reason=reason
            )
        except Refused as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, str(refusal.text)
            )
        else:
            text = _("%(code)s is a quick win of %(year)s. Its head is asked to commit.")
            messages.success(request, text % {"code": code, "year": year})
            return redirect(_board(round_, year))
    found = queries.ranking(round_, year=year, dimension=initiative.dimension)[0]
    context = {
        "form": form,
        "round": round_,
        "year": year,
        "initiative": initiative,
        "ranking": found,
        "row": next(row for row in found.rows if row.initiative.pk == initiative.pk),
        "reasons": queries.reasons(initiative),
        "band_labels": BAND_LABELS,
        "band_kinds": BAND_KINDS,
    }
    return render(request, "portfolio/choose.html", context, status=422 if form.is_bound else 200)


@allow(can_choose)
def withdraw(request: HttpRequest, round: str, pk: int) -> HttpResponse:
    choice = get_object_or_404(
        Choice.objects.select_related("round", "initiative__round", "dimension"),
        pk=pk,
        round__slug=round,
    )
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_choice(by=request.user, choice=choice, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.text))
        else:
            messages.success(request, _("The choice is taken back."))
            return redirect(_board(choice.round, choice.year))
    context = {"form": form, "choice": choice, "round": choice.round}
    return render(request, "portfolio/withdraw.html", context, status=422 if form.is_bound else 200)


@allow(can_choose)
@require_POST
def quota(request: HttpRequest, round: str) -> HttpResponse:
    round_, form = get_object_or_404(Round, slug=round), QuotaForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a whole number from 0 to 20."))
        return redirect("portfolio:board", round_.slug)
    try:
        set_quota(by=request.user, round=round_, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("portfolio:board", round_.slug)
    messages.success(request, _("The number of quick wins is saved."))
    return redirect(_board(round_, form.cleaned_data["year"]))
