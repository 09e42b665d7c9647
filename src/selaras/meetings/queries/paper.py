"""What a workbook would change, row by row, before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from selaras.core.registry import Consumed
from selaras.lib.sheets_values import clean
from selaras.meetings.models import Attendance, Contribution, Group, Meeting
from selaras.meetings.types import Card, PaperGuest
from selaras.needs.types import plain_title

CARD_FIELDS = ("title", "kind", "description", "subdimension_id", "agency_id")
GUEST_FIELDS = (
    "name", "number", "position", "agency_id", "organisation", "is_delegate", "group_id",
)  # fmt: skip


@dataclass(frozen=True)
class CardPlan:
    card: Card
    known: Contribution | None
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return _kind(self.known, self.changes)


@dataclass(frozen=True)
class GuestPlan:
    guest: PaperGuest
    known: Attendance | None
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return _kind(self.known, self.changes)


def _kind(known: object | None, changes: Mapping[str, Any]) -> str:
    if known is None:
        return "new"
    return "changed" if changes else "same"


def counted(plans: Iterable[CardPlan | GuestPlan]) -> Consumed:
    kinds = [plan.kind for plan in plans]
    return Consumed(kinds.count("new"), kinds.count("changed"), kinds.count("same"))


def attendance_code(attendance: Attendance) -> str:
    """The code by which a workbook names somebody who is written down."""
    return f"H{attendance.pk}"


def was_on_paper(meeting: Meeting) -> bool:
    """Whether no group had a wall: what citizens sent beforehand is none."""
    walls = meeting.contributions.exclude(author=None, written_by=None)
    return not walls.filter(publicinput=None).exists()


def plan_cards(
    meeting: Meeting, group: Group | None, dimension_id: int | None, cards: Sequence[Card]
) -> list[CardPlan]:
    """`group` is None for one that is made when the cards come in."""
    keys = [card.row_key for card in cards]
    known = {each.row_key: each for each in meeting.contributions.filter(row_key__in=keys)}
    plans = []
    for card in cards:
        there = known.get(card.row_key)
        values = {name: getattr(card, name) for name in CARD_FIELDS}
        values["dimension_id"] = dimension_id or card.dimension_id
        values["paper_votes"] = card.votes
        values["group_id"] = group.pk if group else None
        plans.append(CardPlan(card, there, _differing(there, values)))
    return plans


def plan_guests(meeting: Meeting, guests: Sequence[PaperGuest]) -> list[GuestPlan]:
    """A row without code is who has the same NIP, else the same name and unit; else a new one."""
    there = list(meeting.attendances.all())
    codes = {attendance_code(each): each for each in there}
    numbers = {each.number: each for each in there if each.number}
    names = {_person(each): each for each in there}
    plans = []
    for guest in guests:
        known = codes.get(guest.code) or numbers.get(guest.number) or names.get(_person(guest))
        values = {name: getattr(guest, name) for name in GUEST_FIELDS}
        values["arrived"] = _arrived(meeting, known, guest)
        if known is not None and not guest.code:  # an empty cell takes nothing away
            values = {name: value for name, value in values.items() if value}
        plans.append(GuestPlan(guest, known, _differing(known, values)))
    return plans


def _person(each: Attendance | PaperGuest) -> tuple[str, int | None, str]:
    return plain_title(each.name), each.agency_id, plain_title(each.organisation)


def _differing(known: object | None, values: Mapping[str, Any]) -> dict[str, Any]:
    if known is None:
        return dict(values)
    return {name: value for name, value in values.items() if _is_other(getattr(known, name), value)}


def _is_other(before: Any, value: Any) -> bool:
    """Blanks and line breaks that a spreadsheet makes even are no change."""
    if isinstance(before, str):
        return value not in (before, clean(before), clean(before, lines=True))
    return bool(before != value)


def _arrived(meeting: Meeting, known: Attendance | None, guest: PaperGuest) -> datetime:
    """The time of the row, on the day that is known; the seconds of a device are kept."""
    before = known.arrived if known else meeting.opening
    local = timezone.localtime(before)
    if guest.at is None or (local.hour, local.minute) == (guest.at.hour, guest.at.minute):
        return before
    return local.replace(hour=guest.at.hour, minute=guest.at.minute, second=0, microsecond=0)
