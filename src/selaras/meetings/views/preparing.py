"""Agenda, groups, staff, and the state of a meeting."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions import change_state, save_agenda, save_groups, save_staff
from selaras.meetings.forms import (
    agenda_of,
    agenda_rows,
    group_rows,
    groups_of_rows,
    known_of,
    known_staff,
    people_names,
    staff_of,
    staff_rows,
)
from selaras.meetings.models import Meeting
from selaras.meetings.rules import State, earliest, next_states
from selaras.meetings.views.base import meeting_of

SECOND = "btn-outline-secondary"


@dataclass(frozen=True)
class Move:
    """A button that changes the state; `question` is asked first."""

    state: str
    label: str
    icon: str
    look: str = SECOND
    question: str = ""


def moves_of(meeting: Meeting) -> list[Move]:
    """The buttons that the state of the meeting allows; signing has a page of its own."""
    known = {
        State.RUNNING: Move(
            State.RUNNING, _("Open the doors"), "player-play", "btn-primary",
            _("Open the doors? Answers to the invitations can no longer be changed then."),
        ),
        State.ENDED: Move(
            State.ENDED, _("End the meeting"), "player-stop", "btn-primary",
            _("End the meeting? Check-in and the walls close; open votes are counted."),
        ),
        State.PREPARING: Move(State.PREPARING, _("Take the cancellation back"), "refresh"),
        State.CANCELLED: Move(
            State.CANCELLED, _("Cancel the meeting"), "x", "btn-outline-danger",
            _("Cancel the meeting? The personal links say so at once."),
        ),
    }  # fmt: skip
    if meeting.state == State.PREPARING:
        late = meeting.closing < timezone.now()  # nobody opened the doors here
        known[State.ENDED] = Move(
            State.ENDED, _("It was held"), "check", "btn-primary" if late else SECOND,
            _("Mark the meeting as held?"),
        )  # fmt: skip
        if late:
            known[State.RUNNING] = replace(known[State.RUNNING], look=SECOND)
    if meeting.state == State.RUNNING:
        known[State.PREPARING] = Move(
            State.PREPARING, _("Close the doors again"), "arrow-left", SECOND,
            _("Back to preparing? Phones cannot join until you open the doors again."),
        )  # fmt: skip
    if meeting.state == State.ENDED:
        known[State.RUNNING] = Move(State.RUNNING, _("Reopen the meeting"), "refresh")
    today, allowed = timezone.localdate(), next_states(meeting.state)
    return [
        move
        for state, move in known.items()
        if state in allowed and earliest(state, meeting.held_on) <= today
    ]


@allow(can_run)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found, wanted = meeting_of(pk), request.POST.get("state", "")
    try:
        if wanted not in set(State):
            raise Refused(_("Choose a state from the page."))
        changed = change_state(by=request.user, meeting=found, state=wanted)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        text = _("The meeting is now “%(state)s”.")
        messages.success(request, text % {"state": changed.get_state_display()})
    return redirect(found)


@allow(can_run)
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    formset = agenda_rows(request.POST or None, found)
    hint = _("Items are sorted by day and time. Rows without an item are ignored.")
    if not found.agenda.exists():
        hint = _("This is how such a day usually goes. Change what differs, then save.")
    return _rows(
        request, found, formset, _("Agenda"), hint,
        lambda: save_agenda(
            by=request.user, meeting=found, rows=agenda_of(formset), known=known_of(formset)
        ),
    )  # fmt: skip


@allow(can_run)
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    formset = group_rows(request.POST or None, found)
    hint = _("A group with cards, participants or votes cannot be taken away.")
    return _rows(
        request, found, formset, _("Groups"), hint,
        lambda: save_groups(
            by=request.user, meeting=found, rows=groups_of_rows(formset), known=known_of(formset)
        ),
    )  # fmt: skip


@allow(can_run)
def staff(request: HttpRequest, pk: int) -> HttpResponse:
    """Facilitators lead a wall; note takers write for their group. Both need an account."""
    found, people = meeting_of(pk), people_names()
    formset = staff_rows(request.POST or None, found, people)
    hint = _("Facilitators lead the wall of their group; note takers write for it.") + " "
    hint += _("Type a few letters of the name, then choose.")
    return _rows(
        request, found, formset, _("Facilitators and note takers"), hint,
        lambda: save_staff(
            by=request.user, meeting=found, rows=staff_of(formset), known=known_staff(formset)
        ),
        [name for _pk, name in people.values()],
    )  # fmt: skip


def _rows(
    request: HttpRequest,
    meeting: Meeting,
    formset: Any,
    title: str,
    hint: str,
    save: Callable[[], object],
    people: list[str] | None = None,
) -> HttpResponse:
    """A page of rows: shown, refused with the reason, or saved."""
    refused = ""
    if formset.is_bound and formset.is_valid():
        try:
            save()
        except Refused as refusal:
            refused = refusal.text
        else:
            messages.success(request, _("Saved."))
            return redirect(meeting)
    context = {
        "meeting": meeting,
        "tab": "meeting",
        "formset": formset,
        "title": title,
        "hint": hint,
        "refused": refused,
        "kind": formset.prefix,
        "people": people or [],
    }
    status = 422 if formset.is_bound else 200
    return render(request, "meetings/rows.html", context, status=status)
