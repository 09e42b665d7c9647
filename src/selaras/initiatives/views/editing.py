from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_office, require
from selaras.core.errors import Refused
from selaras.initiatives.access import can_create, can_edit, can_move_to, can_report
from selaras.initiatives.actions import (
    complete_milestone,
    create_initiative,
    move_initiative,
    reopen_milestone,
)
from selaras.initiatives.forms import DoneForm, MainForm, MoveForm
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import sheet
from selaras.initiatives.rules import State, can_move, needs_reason
from selaras.initiatives.views.find import find, posted
from selaras.initiatives.views.pages import described
from selaras.initiatives.views.parts import PARTS
from selaras.strategy.models import Round


@allow(can_create)
def create(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    form = MainForm(posted(request), user=request.user, round=round_)
    if form.is_valid():
        try:
            made = create_initiative(by=request.user, round=round_, **form.values)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.text))
        else:
            messages.success(request, _("The programme is saved as a candidate."))
            return redirect(made)
    context = {"form": form, "round": round_}
    return render(request, "initiatives/create.html", context, status=422 if form.is_bound else 200)


@allow(is_office)
def edit(request: HttpRequest, round: str, code: str, part: str) -> HttpResponse:
    """One part of the sheet; each is saved by itself."""
    found, editor = find(request.user, round, code), PARTS.get(part)
    require(can_edit(request.user, found))
    if editor is None:
        raise Http404
    whole = sheet(found)
    form = editor.form(request, whole)
    if form.is_valid():
        try:
            editor.save(by=request.user, initiative=found, form=form)
        except Refused as refusal:
            _add_error(form, refusal)
        else:
            messages.success(request, _("Saved: %(part)s.") % {"part": editor.label})
            return redirect(f"{found.get_absolute_url()}#{part}")
    context = {
        **described(whole),
        "form": form,
        "part": part,
        "label": editor.label,
        "parts": [(slug, each.label) for slug, each in PARTS.items()],
        "is_rows": hasattr(form, "management_form"),
    }
    return render(request, editor.template, context, status=422 if form.is_bound else 200)


def _add_error(form: Any, refusal: Refused) -> None:
    if hasattr(form, "management_form"):
        form.non_form_errors().append(str(refusal.text))
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.text))


@allow(is_office)
def move(request: HttpRequest, round: str, code: str, state: str) -> HttpResponse:
    """Another state: at once where nothing need be said, else with the reason."""
    found = find(request.user, round, code)
    after = _state(found, state)
    require(can_move_to(request.user, found, after))
    form = MoveForm(posted(request), needed=needs_reason(State(found.state), after))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            move_initiative(by=request.user, initiative=found, to=after, reason=reason)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.text))
        else:
            text = _("The programme is now: %(state)s.")
            messages.success(request, text % {"state": found.get_state_display()})
            return redirect(found)
    context = {"form": form, "initiative": found, "after": Initiative.States(after).label}
    return render(request, "initiatives/move.html", context, status=422 if form.is_bound else 200)


def _state(found: Initiative, name: str) -> State:
    """Only a step that exists; commitments have their own page."""
    if name not in set(State) or name == State.COMMITTED:
        raise Http404
    after = State(name)
    if not can_move(State(found.state), after):
        raise Http404
    return after


@allow(is_office)
@require_POST
def milestone(request: HttpRequest, round: str, code: str, pk: int) -> HttpResponse:
    """Done on a day; without a day it is open again."""
    found = find(request.user, round, code)
    require(can_report(request.user, found))
    each = get_object_or_404(found.milestones.select_related("initiative__owner"), pk=pk)
    if "reopen" in request.POST:
        reopen_milestone(by=request.user, milestone=each)
    else:
        form = DoneForm(request.POST)
        done_on = form.cleaned_data["done_on"] if form.is_valid() else timezone.localdate()
        complete_milestone(by=request.user, milestone=each, done_on=done_on)
    messages.success(request, _("The milestone “%(title)s” is saved.") % {"title": each.title})
    return redirect(f"{found.get_absolute_url()}#tonggak")
