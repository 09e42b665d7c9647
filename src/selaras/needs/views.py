from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone, is_office, require
from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.ledger import history
from selaras.needs.access import can_create, can_edit, can_list, can_see
from selaras.needs.actions import create_need, update_need
from selaras.needs.forms import NeedForm
from selaras.needs.models import Need
from selaras.needs.queries import needs_of_round
from selaras.needs.tables import NeedFilter, NeedTable
from selaras.strategy.models import Round
from selaras.strategy.queries import current_round
from selaras.web.listing import listing


@allow(can_list)
def current(request: HttpRequest) -> HttpResponse:
    """The needs of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "needs/no_round.html", {"title": _("Needs")})
    return redirect("needs:round", round_.slug)


@allow(can_list)
def needs(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    return listing(
        request,
        queryset=needs_of_round(round_),
        table=NeedTable,
        filterset=NeedFilter,
        title=_("Needs"),
        name="kebutuhan",
        template="needs/list.html",
        extra={"round": round_, "can_create": can_create(request.user)},
    )


@allow(is_everyone)
def need(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Need.objects.select_related("round", "dimension", "subdimension__dimension", "agency"),
        pk=pk,
    )
    require(can_see(request.user, found))
    context = {
        "need": found,
        "evidence": evidence_of(found),
        "outcomes": outcomes_of(found),
        "entries": history(found)[:50] if is_office(request.user) else [],
        "can_edit": can_edit(request.user, found),
    }
    return render(request, "needs/need.html", context)


@allow(can_create)
def create(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    form = NeedForm(request.POST or None, user=request.user, round=round_)
    if form.is_valid():
        try:
            made = create_need(by=request.user, round=round_, **form.values)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The need is saved."))
            return redirect(made)
    context = {"form": form, "title": _("New need"), "round": round_}
    return render(request, "needs/form.html", context, status=422 if form.is_bound else 200)


@allow(can_create)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Need.objects.select_related("round", "dimension", "agency"), pk=pk)
    require(can_edit(request.user, found))
    form = NeedForm(request.POST or None, instance=found, user=request.user, round=found.round)
    if form.is_valid():
        try:
            update_need(by=request.user, need=found, values=form.values)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The need is saved."))
            return redirect(found)
    context = {"form": form, "title": _("Change the need"), "need": found, "round": found.round}
    return render(request, "needs/form.html", context, status=422 if form.is_bound else 200)
