"""The list and the sheet of one system."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, require
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.ledger import history
from selaras.strategy.queries import current_round
from selaras.systems.access import can_create, can_edit, can_list, can_set_target
from selaras.systems.actions import (
    ARCHITECTURE,
    CARE,
    MAIN,
    TECHNOLOGY,
    create_system,
    refresh_findings,
    update_system,
)
from selaras.systems.forms import SystemForm, part_form
from selaras.systems.forms.register import LABELS
from selaras.systems.queries import appraisals_of, findings_about, interfaces_of, systems_of_round
from selaras.systems.queries.exported import software_of
from selaras.systems.rules import publiccode
from selaras.systems.tables import SystemFilter, SystemTable
from selaras.systems.views.facts import facts
from selaras.systems.views.find import (
    attempt,
    find_round,
    find_system,
    form_page,
    posted,
    room,
)
from selaras.web.listing import listing

CARDS = {
    "utama": MAIN[2:],
    "arsitektur": ARCHITECTURE,
    "teknologi": TECHNOLOGY,
    "pengelolaan": CARE,
}


@allow(can_list)
def current(request: HttpRequest) -> HttpResponse:
    """The systems of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "needs/no_round.html", {"title": _("Information systems")})
    return redirect("systems:round", round_.slug)


@allow(can_list)
def systems(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    return listing(
        request,
        queryset=systems_of_round(round_),
        table=SystemTable,
        filterset=SystemFilter,
        title=_("Information systems"),
        name="sistem-informasi",
        template="systems/list.html",
        extra={**room(request, round_, "list"), "can_create": can_create(request.user)},
    )


@allow(can_list)
def system(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_system(pk)
    refresh_findings(round=found.round)
    context: dict[str, Any] = {
        **room(request, found.round, "list"),
        "system": found,
        "cards": [(part, LABELS[part], facts(found, names)) for part, names in CARDS.items()],
        "appraisals": appraisals_of(found),
        "interfaces": interfaces_of(found),
        "findings": findings_about(found),
        "evidence": evidence_of(found),
        "outcomes": outcomes_of(found),
        "entries": history(found)[:50],
        "can_edit": can_edit(request.user, found),
        "can_set_target": can_set_target(request.user),
        "is_open": found.license_type == found.LicenseType.OPEN_SOURCE,
        "lacking": publiccode.missing(software_of(found)),
    }
    return render(request, "systems/system.html", context)


@allow(can_create)
def create(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    form = SystemForm(posted(request), user=request.user)
    made = attempt(form, lambda: create_system(by=request.user, round=round_, **form.values))
    if made is not None:
        messages.success(request, _("The system is saved."))
        return redirect(made)
    context = {**room(request, round_, "list"), "form": form, "title": _("New information system")}
    return form_page(request, "systems/form.html", context)


@allow(can_create)
def edit(request: HttpRequest, pk: int, part: str = "utama") -> HttpResponse:
    """One part of the sheet; each is saved by itself."""
    found, made = find_system(pk), part_form(part)
    require(can_edit(request.user, found))
    if made is None:
        raise Http404
    form = made(posted(request), instance=found, user=request.user)
    if attempt(form, lambda: update_system(by=request.user, system=found, values=form.values)):
        messages.success(request, _("The system is saved."))
        return redirect(found)
    context = {
        **room(request, found.round, "list"),
        "form": form,
        "title": f"{found.name}: {LABELS[part]}",
        "system": found,
        "part": part,
        "parts": LABELS.items(),
    }
    return form_page(request, "systems/form.html", context)
