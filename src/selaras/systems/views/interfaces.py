"""Entering what systems exchange."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, require
from selaras.core.ledger import history
from selaras.systems.access import can_create, can_link, can_list
from selaras.systems.actions import remove_interface, save_interface
from selaras.systems.forms import InterfaceForm
from selaras.systems.models import Interface
from selaras.systems.queries import interfaces_of_round
from selaras.systems.tables import InterfaceFilter, InterfaceTable
from selaras.systems.views.find import attempt, find_round, form_page, posted, room
from selaras.web.listing import listing


@allow(can_list)
def interfaces(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    return listing(
        request,
        queryset=interfaces_of_round(round_),
        table=InterfaceTable,
        filterset=InterfaceFilter,
        title=_("Interfaces"),
        name="antarmuka",
        template="systems/interfaces.html",
        extra={**room(request, round_, "exchange"), "can_create": can_create(request.user)},
    )


def _find(pk: int) -> Interface:
    found: Interface = get_object_or_404(
        Interface.objects.select_related("round", "source__agency", "target__agency", "data_code"),
        pk=pk,
    )
    return found


@allow(can_list)
def interface(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    context = {
        **room(request, found.round, "exchange"),
        "interface": found,
        "can_edit": can_link(request.user, found.source, found.target),
        "entries": history(found)[:50],
    }
    return render(request, "systems/interface.html", context)


@allow(can_create)
def create(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    given = {name: request.GET.get(name, "")[:300] for name in ("source", "target", "data")}
    form = InterfaceForm(posted(request), round=round_, user=request.user, initial=given)
    made = attempt(form, lambda: save_interface(by=request.user, round=round_, values=form.values))
    if made is not None:
        messages.success(request, _("The interface is saved."))
        return redirect(made)
    context = {**room(request, round_, "exchange"), "form": form, "title": _("New interface")}
    return form_page(request, "systems/interface_form.html", context)


@allow(can_create)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    require(can_link(request.user, found.source, found.target))
    form = InterfaceForm(posted(request), instance=found, round=found.round, user=request.user)
    save = partial(save_interface, by=request.user, round=found.round, interface=found)
    if attempt(form, lambda: save(values=form.values)):
        messages.success(request, _("The interface is saved."))
        return redirect(found)
    context = {
        **room(request, found.round, "exchange"),
        "form": form,
        "interface": found,
        "title": _("Change the interface"),
    }
    return form_page(request, "systems/interface_form.html", context)


@allow(can_create)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    remove_interface(by=request.user, interface=found)
    messages.success(request, _("The interface is taken out of the register."))
    return redirect("systems:interfaces", found.round.slug)
