"""Preparing a meeting: its facts, groups and state."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions.finding import show_in_search
from selaras.meetings.actions.publicity import note_announced
from selaras.meetings.calendars import entries_of
from selaras.meetings.models import Group, Meeting
from selaras.meetings.queries import dimensions_of, meeting_document
from selaras.strategy.models import Round

FIELDS = (
    "kind",
    "title",
    "held_on",
    "last_day",
    "starts",
    "ends",
    "place",
    "link",
    "chair_id",
    "attendance",
    "summary",
    "dots",
    "public",
    "input_until",
    "remind_days",
)
# What stands in people's calendars: a change makes a new revision for them.
TOLD = ("title", "held_on", "last_day", "starts", "ends", "place", "link")


@transaction.atomic
def create_meeting(
    *,
    by: Any,
    round: Round,
    title: str,
    held_on: date,
    is_demo: bool = False,
    **values: Any,
) -> Meeting:
    """A meeting with one group per dimension of the round; `values` are other names of FIELDS."""
    require(can_run(by))
    meeting = Meeting(round=round, title=title, held_on=held_on, is_demo=is_demo or round.is_demo)
    for name in FIELDS:
        if name in values:
            setattr(meeting, name, values[name])
    meeting.save()
    Group.objects.bulk_create(
        Group(meeting=meeting, name=each.label, dimension=each, position=each.position)
        for each in dimensions_of(round)
    )
    if meeting.public:
        note_announced(meeting)
    ledger.record(by=by, kind="meetings.created", subject=meeting, content=_told(meeting))
    search.put([meeting_document(meeting)])
    return meeting


@transaction.atomic
def update_meeting(*, by: Any, meeting: Meeting, values: Mapping[str, Any]) -> Meeting:
    require(can_run(by))
    found = require_open(meeting)
    before, shown = _told(found), entries_of(found)
    meeting.calendar_days, meeting.moved = found.calendar_days, found.moved
    for name in FIELDS:
        setattr(meeting, name, values.get(name, before[name]))
    if changes := ledger.changes(before, _told(meeting)):
        if changes.keys() & set(TOLD):
            meeting.revision += 1
            meeting.calendar_days = max(meeting.calendar_days, shown)
        if _is_moved(changes):
            meeting.moved = timezone.now()
        changed = [name.removesuffix("_id") for name in changes]
        meeting.save(update_fields=[*changed, "revision", "calendar_days", "moved"])
        if changes.get("public", (None, False))[1]:
            note_announced(meeting)
        ledger.record(by=by, kind="meetings.updated", subject=meeting, content=changes)
        search.put([meeting_document(meeting)])
        show_in_search(meeting)
    return meeting


def require_open(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked: nobody signs it while something is written on it.

    The lock lets rows that point at the meeting come in; it is taken before that of a group.

    Raises:
        Refused: it is signed or cancelled, in words for the reader.
    """
    found = lock_meeting(meeting.pk)
    meeting.state, meeting.revision = found.state, found.revision
    require_unsettled(found)
    return found


def lock_meeting(pk: int) -> Meeting:
    meetings = Meeting.objects.select_for_update(of=("self",), no_key=True)
    return meetings.select_related("round").get(pk=pk)


def require_unsettled(meeting: Meeting) -> None:
    """For what writes nothing itself: a preview, a look before signing."""
    if meeting.is_settled:
        raise Refused(_("The meeting is signed or cancelled; nothing is changed any more."))


def _is_moved(changes: Mapping[str, Any]) -> bool:
    """To other days, or from one hour to another: who answered for the one may not be free then."""
    hour = changes.get("starts", (None, None))[0]
    return bool(changes.keys() & {"held_on", "last_day"}) or hour is not None


def _told(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in FIELDS}
