"""Taking in what was held on paper: the attendance list and the groups' results."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.files import content_of, store
from selaras.core.models import StoredFile
from selaras.core.registry import Consumed
from selaras.meetings.access import can_run
from selaras.meetings.actions.contributing import group_for, take_cards
from selaras.meetings.actions.setup import require_open, require_unsettled
from selaras.meetings.models import Attendance, Invitation, Meeting
from selaras.meetings.queries.paper import (
    CardPlan,
    GuestPlan,
    counted,
    plan_cards,
    plan_guests,
)
from selaras.meetings.types import PaperGuest
from selaras.meetings.workbook import Place, read_book


@dataclass(frozen=True)
class Preview:
    """What a workbook would change."""

    guests: list[GuestPlan]
    groups: list[tuple[Place, list[CardPlan]]]

    @property
    def guest_counts(self) -> Consumed:
        return counted(self.guests)

    @property
    def card_counts(self) -> Consumed:
        return counted(plan for _place, plans in self.groups for plan in plans)


@dataclass(frozen=True)
class Imported:
    guests: Consumed
    cards: Consumed
    needs: Consumed


def preview_import(*, by: Any, meeting: Meeting, data: bytes) -> Preview:
    """The dry run: nothing is written.

    Raises:
        ImportRefused: with every problem of the workbook.
    """
    require(can_run(by))
    require_unsettled(meeting)
    book = read_book(meeting, data)
    groups = [(place, _planned(meeting, place, cards)) for place, cards in book.cards]
    return Preview(plan_guests(meeting, book.guests), groups)


def _planned(meeting: Meeting, place: Place, cards: Any) -> list[CardPlan]:
    dimension = place.dimension.pk if place.dimension else None
    return plan_cards(meeting, place.group, dimension, cards)


def keep_workbook(*, by: Any, meeting: Meeting, name: str, data: bytes) -> StoredFile:
    """Keep a workbook that can be taken in; it becomes the evidence of what comes of it.

    Raises:
        ImportRefused: with every problem of the workbook.
    """
    preview_import(by=by, meeting=meeting, data=data)
    return store(name=name, data=data, accepted=("xlsx",), by=by)


@transaction.atomic
def import_paper(
    *, by: Any, meeting: Meeting, file: StoredFile, make_needs: bool = True
) -> Imported:
    """Take a workbook in, wholly or not at all; the same workbook again changes nothing.

    Raises:
        ImportRefused: with every problem of the workbook.
    """
    require(can_run(by))
    meeting = require_open(meeting)
    book = read_book(meeting, content_of(file))
    guests = _take_guests(by, meeting, book.guests)
    cards, needs = Consumed(), Consumed()
    for place, rows in book.cards:
        group = place.group
        if group is None:
            assert place.dimension is not None  # a place is one or the other
            group = group_for(meeting, place.dimension)
        kept, made = take_cards(by=by, group=group, rows=rows, file=file, make_needs=make_needs)
        cards, needs = _sum(cards, kept), _sum(needs, made)
    return Imported(guests, cards, needs)


def _sum(one: Consumed, other: Consumed) -> Consumed:
    return Consumed(
        one.created + other.created,
        one.updated + other.updated,
        one.unchanged + other.unchanged,
    )


def _take_guests(by: Any, meeting: Meeting, rows: Sequence[PaperGuest]) -> Consumed:
    """Those who are new stand for the invitation of their unit, as long as one is free."""
    plans = plan_guests(meeting, rows)
    free = _free_invitations(meeting)
    fresh, changed, names = [], [], set()
    for plan in plans:
        if plan.kind == "new":
            waiting = free.get(plan.guest.agency_id or 0)
            fresh.append(_arrival(by, meeting, plan, waiting.pop(0) if waiting else None))
        elif plan.known is not None and plan.changes:
            for name, value in plan.changes.items():
                setattr(plan.known, name, value)
            names |= set(plan.changes)
            changed.append(plan.known)
    Attendance.objects.bulk_create(fresh, batch_size=300)
    if changed:
        fields = [name.removesuffix("_id") for name in names]
        Attendance.objects.bulk_update(changed, fields, batch_size=200)
    counts = counted(plans)
    if counts.created or counts.updated:
        content = {"new": counts.created, "changed": counts.updated}
        ledger.record(by=by, kind="meetings.paper_list", subject=meeting, content=content)
    return counts


def _free_invitations(meeting: Meeting) -> dict[int, list[Invitation]]:
    found: dict[int, list[Invitation]] = {}
    waiting = meeting.invitations.filter(withdrawn=None, attendance=None).exclude(agency=None)
    for invitation in waiting:
        found.setdefault(invitation.agency_id or 0, []).append(invitation)
    return found


def _arrival(
    by: Any, meeting: Meeting, plan: GuestPlan, invitation: Invitation | None
) -> Attendance:
    values = dict(plan.changes)
    if invitation is not None and values["group_id"] is None:
        values["group_id"] = invitation.group_id
    return Attendance(
        meeting=meeting,
        invitation=invitation,
        way=Attendance.Way.PAPER,
        recorded_by=by,
        **values,
    )
