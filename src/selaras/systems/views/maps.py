"""The register at a glance: heat map, quadrant, exchanges, neighbours, target."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, require
from selaras.systems.access import can_create, can_edit, can_list, can_set_target
from selaras.systems.actions import appraise_system, set_target
from selaras.systems.forms import AppraisalForm, TargetForm
from selaras.systems.models import Appraisal, ReferenceCode
from selaras.systems.queries import ego_of, exchange_map, heat_map, quadrant_of, target_view
from selaras.systems.queries.maps import FIELDS
from selaras.systems.rules.matrices import SHADES
from selaras.systems.views.find import (
    attempt,
    find_round,
    find_system,
    form_page,
    posted,
    room,
)

LEVELS = ("1", "2")


@allow(can_list)
def heat(request: HttpRequest, round: str) -> HttpResponse:
    """Systems by reference code and unit."""
    round_ = find_round(round)
    reference = request.GET.get("reference", "RAB")
    level = request.GET.get("level", "2")
    if reference not in FIELDS or level not in LEVELS:
        raise Http404
    words = dict(ReferenceCode.Reference.choices)
    context = {
        **room(request, round_, "map"),
        "map": heat_map(round_, reference, int(level)),
        "references": [(code, words[code]) for code in FIELDS],
        "levels": LEVELS,
        "parameter": reference.lower(),
        "shades": range(1, SHADES + 1),
        "can_create": can_create(request.user),
    }
    return render(request, "systems/map.html", context)


@allow(can_list)
def quadrant(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    found = quadrant_of(round_)
    words = dict(Appraisal.Verdict.choices)
    context = {
        **room(request, round_, "quadrant"),
        "quadrant": found,
        "groups": [(verdict, words[verdict], rows) for verdict, rows in found.placed.items()],
        "waiting": found.waiting[:200],
    }
    return render(request, "systems/quadrant.html", context)


@allow(can_create)
def appraise(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_system(pk)
    require(can_edit(request.user, found))
    last = found.appraisals.filter(current=True).first()
    names = ("business_fit", "technical_fit", "reason")
    initial = {name: getattr(last, name) for name in names} if last else {}
    form = AppraisalForm(posted(request), user=request.user, initial=initial)
    if attempt(form, lambda: appraise_system(by=request.user, system=found, **form.values)):
        messages.success(request, _("The appraisal is saved."))
        return redirect(f"{found.get_absolute_url()}#kuadran")
    context = {**room(request, found.round, "quadrant"), "form": form, "system": found}
    return form_page(request, "systems/appraise.html", context)


@allow(can_list)
def exchange(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    asked = request.GET.get("unit", "")
    unit = int(asked) if asked.isdecimal() and len(asked) < 10 else None
    context = {
        **room(request, round_, "exchange"),
        "map": exchange_map(round_, unit),
        "unit": unit,
        "can_create": can_create(request.user),
    }
    return render(request, "systems/exchange.html", context)


@allow(can_list)
def neighbours(request: HttpRequest, pk: int) -> HttpResponse:
    """One system and those with which it exchanges data."""
    found = find_system(pk)
    context = {**room(request, found.round, "exchange"), "system": found, "ego": ego_of(found)}
    return render(request, "systems/neighbours.html", context)


@allow(can_list)
def target(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    context = {
        **room(request, round_, "target"),
        "view": target_view(round_),
        "can_set_target": can_set_target(request.user),
    }
    return render(request, "systems/target.html", context)


@allow(can_set_target)
def decide_target(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_system(pk)
    form = TargetForm(posted(request), instance=found)
    if attempt(form, lambda: set_target(by=request.user, system=found, values=form.values)):
        messages.success(request, _("The target is saved."))
        return redirect(f"{found.get_absolute_url()}#sasaran")
    context = {**room(request, found.round, "target"), "form": form, "system": found}
    return form_page(request, "systems/set_target.html", context)
