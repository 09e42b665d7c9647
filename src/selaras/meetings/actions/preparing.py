"""Groups and staff of a meeting, and taking a preparation over from an earlier one."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions.agenda import save_agenda
from selaras.meetings.actions.letters import FIELDS
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Group, GroupStaff, Letter, Meeting
from selaras.meetings.queries import dimensions_of, letter_of
from selaras.meetings.types import AgendaRow, GroupRow, StaffRow

# What a letter takes over; number, date and what names the meeting belong to one letter alone.
OF_LETTER = tuple(name for name in FIELDS if name not in ("number", "date", "subject", "opening"))


@transaction.atomic
def save_groups(
    *,
    by: Any,
    meeting: Meeting,
    rows: Sequence[GroupRow],
    known: Collection[int] | None = None,
) -> list[Group]:
    """The groups in the given order; one that is not named goes, unless something hangs on it.

    `known`: the groups that the planner saw. Those alone may go; what another planner has added
    since stays, behind them.

    Raises:
        Refused: two groups of one name, a dimension of another round, or cards in a group that
            is to go.
    """
    require(can_run(by))
    require_open(meeting)
    there = {group.pk: group for group in meeting.groups.all()}
    rows = [_as_it_is(row, there, known) for row in rows if row.touched or row.pk in there]
    named = {row.pk for row in rows}
    away = [pk for pk in there if pk not in named and (known is None or pk in known)]
    others = [group for pk, group in there.items() if pk not in named and pk not in away]
    names = [
        name.casefold() for name in [row.name for row in rows] + [each.name for each in others]
    ]
    if len(set(names)) < len(names):
        raise Refused(_("Two groups have the same name."))
    dimensions = {each.pk for each in dimensions_of(meeting.round)}
    if any(row.dimension_id and row.dimension_id not in dimensions for row in rows):
        raise Refused(_("Choose a dimension of this round."))
    for pk in away:
        _drop(there[pk])
    _free_names(meeting, there, rows)
    made = [_keep(meeting, there.get(row.pk or 0), row, place) for place, row in enumerate(rows)]
    for place, group in enumerate(others, start=len(rows)):
        meeting.groups.filter(pk=group.pk).update(position=place)
    content = {"groups": [len(there), len(made) + len(others)]}
    ledger.record(by=by, kind="meetings.groups_set", subject=meeting, content=content)
    return [*made, *others]


def _as_it_is(row: GroupRow, there: dict[int, Group], known: Collection[int] | None) -> GroupRow:
    """The row; the group as it is now where the planner changed nothing of it; for a new row, the
    group of that name which the planner did not see: perhaps the same, sent once more.
    """
    if row.pk is None and known is not None:
        same = [pk for pk, each in there.items() if pk not in known and each.name == row.name]
        return replace(row, pk=same[0]) if same else row
    if row.touched or row.pk is None:
        return row
    group = there[row.pk]
    return GroupRow(group.name, group.pk, group.dimension_id, group.room)


def _drop(group: Group) -> None:
    try:
        with transaction.atomic():
            group.delete()
    except ProtectedError as error:
        text = _("“%(group)s” stays: cards, participants or votes belong to it.")
        raise Refused(text % {"group": group.name}) from error


def _free_names(meeting: Meeting, known: dict[int, Group], rows: Sequence[GroupRow]) -> None:
    """Two groups may swap their names: the old ones step aside first."""
    changed = [row.pk for row in rows if row.pk in known and known[row.pk].name != row.name]
    for pk in changed:
        meeting.groups.filter(pk=pk).update(name=f"#{pk}")


def _keep(meeting: Meeting, group: Group | None, row: GroupRow, position: int) -> Group:
    group = group or Group(meeting=meeting)
    group.name, group.dimension_id = row.name, row.dimension_id
    group.room, group.position = row.room, position
    if group.pk:  # the phase and the wall are others' to write
        group.save(update_fields=["name", "dimension", "room", "position"])
    else:
        group.save()
    return group


@transaction.atomic
def save_staff(
    *,
    by: Any,
    meeting: Meeting,
    rows: Sequence[StaffRow],
    known: Collection[StaffRow] | None = None,
) -> int:
    """Who leads the groups and who writes for them, in place of those named before.

    `known`: whom the planner saw. Those alone may go, and whoever another planner has taken away
    since does not come back.
    """
    require(can_run(by))
    require_open(meeting)
    groups = set(meeting.groups.values_list("pk", flat=True))
    seen = set(known or ())
    wanted = set(rows)
    if any(row.group_id not in groups for row in wanted - seen):
        raise Refused(_("Choose a group of this meeting."))
    staff = GroupStaff.objects.filter(group__meeting=meeting)
    there = {StaffRow(each.group_id, each.user_id, each.kind): each.pk for each in staff}
    gone = [pk for row, pk in there.items() if row not in wanted and (known is None or row in seen)]
    fresh = [row for row in dict.fromkeys(rows) if row not in there and row not in seen]
    if gone or fresh:
        staff.filter(pk__in=gone).delete()
        GroupStaff.objects.bulk_create(
            GroupStaff(group_id=row.group_id, user_id=row.user_id, kind=row.kind) for row in fresh
        )
        content = {"added": len(fresh), "removed": len(gone)}
        ledger.record(by=by, kind="meetings.staff_set", subject=meeting, content=content)
    return len(there) - len(gone) + len(fresh)


@transaction.atomic
def copy_preparation(*, by: Any, source: Meeting, target: Meeting) -> None:
    """Agenda, groups, staff and letter of an earlier meeting for a new one that has no work yet."""
    require(can_run(by))
    require_open(target)
    if target.contributions.exists() or target.invitations.exists():
        raise Refused(_("Work has begun in this meeting; nothing is copied into it."))
    rows = [
        AgendaRow(item.title, item.day, item.starts, item.ends, item.speaker)
        for item in source.agenda.all()
    ]
    save_agenda(by=by, meeting=target, rows=rows)
    old = list(source.groups.select_related("dimension"))
    codes = {each.code: each.pk for each in dimensions_of(target.round)}
    groups = [
        GroupRow(
            name=group.name,
            dimension_id=codes.get(group.dimension.code) if group.dimension else None,
            room=group.room,
        )
        for group in old
    ]
    made = save_groups(by=by, meeting=target, rows=groups)
    places = {group.pk: new.pk for group, new in zip(old, made, strict=True)}
    staff = GroupStaff.objects.filter(group__meeting=source, user__is_active=True)
    chosen = [StaffRow(places[each.group_id], each.user_id, each.kind) for each in staff]
    save_staff(by=by, meeting=target, rows=chosen)
    _copy_letter(source, target)
    ledger.record(by=by, kind="meetings.copied", subject=target, content={"source": source.pk})


def _copy_letter(source: Meeting, target: Meeting) -> None:
    """Its words; subject, opening and date are the new meeting's own."""
    letter = Letter.objects.filter(meeting=source).first()
    if letter is not None:
        fresh = letter_of(target)
        for name in OF_LETTER:
            setattr(fresh, name, getattr(letter, name))
        fresh.save()
