"""Agenda, groups and staff of a meeting, and taking them over from an earlier one."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions.letters import FIELDS
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import AgendaItem, Group, GroupStaff, Letter, Meeting
from selaras.meetings.queries import dimensions_of
from selaras.meetings.types import AgendaRow, GroupRow, StaffRow

# What a letter takes over; number and date belong to one letter alone.
OF_LETTER = tuple(name for name in FIELDS if name not in ("number", "date"))


@transaction.atomic
def save_agenda(*, by: Any, meeting: Meeting, rows: Sequence[AgendaRow]) -> int:
    """The whole agenda in the given order, in place of what was there; the number of its items."""
    require(can_run(by))
    require_open(meeting)
    made = [
        AgendaItem(
            meeting=meeting, day=row.day, starts=row.starts, ends=row.ends, title=row.title,
            speaker=row.speaker, position=position,
        )
        for position, row in enumerate(rows)
    ]  # fmt: skip
    before = [_told(item) for item in meeting.agenda.all()]
    if before == [_told(item) for item in sorted(made, key=lambda each: (each.day, each.position))]:
        return len(made)
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(made)
    content = {"items": [len(before), len(made)]}
    ledger.record(by=by, kind="meetings.agenda_set", subject=meeting, content=content)
    return len(made)


def _told(item: AgendaItem) -> tuple[Any, ...]:
    return (item.day, item.starts, item.ends, item.title, item.speaker)


@transaction.atomic
def save_groups(*, by: Any, meeting: Meeting, rows: Sequence[GroupRow]) -> list[Group]:
    """The groups in the given order; one that is not named goes, unless something hangs on it.

    Raises:
        Refused: two groups of one name, a dimension of another round, or cards in a group that
            is to go.
    """
    require(can_run(by))
    require_open(meeting)
    names = [row.name.casefold() for row in rows]
    if len(set(names)) < len(names):
        raise Refused(_("Two groups have the same name."))
    dimensions = {each.pk for each in dimensions_of(meeting.round)}
    if any(row.dimension_id and row.dimension_id not in dimensions for row in rows):
        raise Refused(_("Choose a dimension of this round."))
    known = {group.pk: group for group in meeting.groups.all()}
    kept = {row.pk for row in rows if row.pk in known}
    for pk, group in known.items():
        if pk not in kept:
            _drop(group)
    _free_names(meeting, known, rows)
    made = [_keep(meeting, known.get(row.pk or 0), row, place) for place, row in enumerate(rows)]
    content = {"groups": [len(known), len(made)]}
    ledger.record(by=by, kind="meetings.groups_set", subject=meeting, content=content)
    return made


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
def save_staff(*, by: Any, meeting: Meeting, rows: Sequence[StaffRow]) -> int:
    """Who leads the groups and who writes for them, in place of those named before."""
    require(can_run(by))
    require_open(meeting)
    groups = set(meeting.groups.values_list("pk", flat=True))
    if any(row.group_id not in groups for row in rows):
        raise Refused(_("Choose a group of this meeting."))
    wanted = {(row.group_id, row.user_id, row.kind) for row in rows}
    staff = GroupStaff.objects.filter(group__meeting=meeting)
    known = {(each.group_id, each.user_id, each.kind): each.pk for each in staff}
    gone = [pk for key, pk in known.items() if key not in wanted]
    fresh = sorted(wanted - known.keys())
    if gone or fresh:
        staff.filter(pk__in=gone).delete()
        GroupStaff.objects.bulk_create(
            GroupStaff(group_id=group, user_id=user, kind=kind) for group, user, kind in fresh
        )
        content = {"added": len(fresh), "removed": len(gone)}
        ledger.record(by=by, kind="meetings.staff_set", subject=meeting, content=content)
    return len(wanted)


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
    letter = Letter.objects.filter(meeting=source).first()
    if letter is not None:
        Letter.objects.update_or_create(
            meeting=target, defaults={name: getattr(letter, name) for name in OF_LETTER}
        )
