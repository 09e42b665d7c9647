"""The agenda of a meeting, written by several planners without undoing each other's rows."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from selaras.core import ledger
from selaras.core.access import require
from selaras.meetings.access import can_run
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import AgendaItem, Meeting
from selaras.meetings.rules import in_order
from selaras.meetings.types import AgendaRow

TEXT = ("day", "starts", "ends", "title", "speaker")


@transaction.atomic
def save_agenda(
    *,
    by: Any,
    meeting: Meeting,
    rows: Sequence[AgendaRow],
    known: Collection[int] | None = None,
) -> int:
    """The agenda in the given order, in place of what was there; the number of its items.

    `known`: the items that the planner saw. Those alone may go; what another planner has added
    since stays, in its place by day and time.
    """
    require(can_run(by))
    require_open(meeting)
    items = {item.pk: item for item in meeting.agenda.all()}
    wanted = _merged(rows, items, items if known is None else known)
    before = [_told(item) for item in items.values()]
    if before == [_told(row) for row in sorted(wanted, key=lambda row: row.day)]:
        return len(wanted)
    kept = {row.pk for row in wanted}
    meeting.agenda.exclude(pk__in=[pk for pk in kept if pk]).delete()
    for position, row in enumerate(wanted):
        item = items.get(row.pk or 0) or AgendaItem(meeting=meeting)
        if item.pk is None or _told(item) != _told(row) or item.position != position:
            item.position = position
            for name in TEXT:
                setattr(item, name, getattr(row, name))
            item.save()
    Meeting.objects.filter(pk=meeting.pk).update(agenda_revision=F("agenda_revision") + 1)
    meeting.refresh_from_db(fields=["agenda_revision"])
    content = {"items": [len(before), len(wanted)]}
    ledger.record(by=by, kind="meetings.agenda_set", subject=meeting, content=content)
    return len(wanted)


def _merged(
    rows: Sequence[AgendaRow], items: dict[int, AgendaItem], known: Collection[int]
) -> list[AgendaRow]:
    """The rows as they are to be: what is not touched follows the item, or is gone with it."""
    named = {row.pk for row in rows}
    others = {
        _told(item): item for pk, item in items.items() if pk not in named and pk not in known
    }
    found = []
    for row in rows:
        item = items.get(row.pk or 0) or others.pop(_told(row), None)  # the same, sent once more
        if item is not None and not (row.touched and row.pk):
            found.append(_row(item))
        elif row.touched or row.pk is None:
            found.append(row)
    return in_order([*found, *map(_row, others.values())]) if others else found


def _row(item: AgendaItem) -> AgendaRow:
    return AgendaRow(item.title, item.day, item.starts, item.ends, item.speaker, item.pk)


def _told(item: Any) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in TEXT)
