from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, require
from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.ledger import history
from selaras.strategy.models import Round
from selaras.strategy.queries import current_round
from selaras.systems.access import can_create, can_edit, can_list
from selaras.systems.actions import create_system, update_system
from selaras.systems.forms import SystemForm
from selaras.systems.models import System
from selaras.systems.queries import systems_of_round
from selaras.systems.tables import SystemFilter, SystemTable
from selaras.web.listing import listing


@allow(can_list)
def current(request: HttpRequest) -> HttpResponse:
    """The systems of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "needs/no_round.html", {"title": _("Information systems")})
    return redirect("systems:round", round_.slug)


@allow(can_list)
def systems(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    return listing(
        request,
        queryset=systems_of_round(round_),
        table=SystemTable,
        filterset=SystemFilter,
        title=_("Information systems"),
        name="sistem-informasi",
        template="systems/list.html",
        extra={"round": round_, "can_create": can_create(request.user)},
    )


@allow(can_list)
def system(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(System.objects.select_related("round", "agency"), pk=pk)
    context = {
        "system": found,
        "evidence": evidence_of(found),
        "outcomes": outcomes_of(found),
        "entries": history(found)[:50],
        "can_edit": can_edit(request.user, found),
    }
    return render(request, "systems/system.html", context)


@allow(can_create)
def create(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    form = SystemForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            made = create_system(by=request.user, round=round_, **form.values)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The system is saved."))
            return redirect(made)
    context = {"form": form, "title": _("New information system"), "round": round_}
    return render(request, "systems/form.html", context, status=422 if form.is_bound else 200)


@allow(can_create)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(System.objects.select_related("round", "agency"), pk=pk)
    require(can_edit(request.user, found))
    form = SystemForm(request.POST or None, instance=found, user=request.user)
    if form.is_valid():
        try:
            update_system(by=request.user, system=found, values=form.values)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The system is saved."))
            return redirect(found)
    context = {"form": form, "title": _("Change the system"), "system": found, "round": found.round}
    return render(request, "systems/form.html", context, status=422 if form.is_bound else 200)
