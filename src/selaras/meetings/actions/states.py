"""From preparing to the end: the state of a meeting as a whole."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions.board import set_phase
from selaras.meetings.actions.finding import show_in_search
from selaras.meetings.actions.setup import lock_meeting
from selaras.meetings.models import Meeting
from selaras.meetings.rules import Phase, State, earliest, may_follow


@transaction.atomic
def change_state(*, by: Any, meeting: Meeting, state: str) -> Meeting:
    """Open the doors, end, reopen or cancel; signing closes (`actions.signing`).

    The end closes the walls: what was written is seen, open votes are counted.

    Raises:
        Refused: the meeting cannot go there from where it is.
    """
    require(can_run(by))
    meeting = lock_meeting(meeting.pk)
    if meeting.state == state:
        return meeting
    if state == State.CLOSED or not may_follow(meeting.state, state):
        raise Refused(
            _("A meeting that is “%(state)s” cannot do that.")
            % {"state": meeting.get_state_display()}
        )
    _require_day(meeting, state)
    before, meeting.state = meeting.state, state
    if State.CANCELLED in (before, state):
        meeting.revision += 1
    meeting.save(update_fields=["state", "revision"])
    content = {"state": [before, state]}
    ledger.record(by=by, kind="meetings.state", subject=meeting, content=content)
    show_in_search(meeting)
    if state == State.ENDED:
        for group in meeting.groups.exclude(phase=Phase.DONE):
            set_phase(by=by, group=group, phase=Phase.DONE)
    return meeting


def _require_day(meeting: Meeting, state: str) -> None:
    if timezone.localdate() < earliest(state, meeting.held_on):
        raise Refused(
            _("The meeting is on %(day)s. Change its day first if it takes place earlier.")
            % {"day": date_format(meeting.held_on, "j F Y")}
        )
