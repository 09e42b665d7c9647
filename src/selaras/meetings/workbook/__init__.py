"""A meeting on paper as a workbook: who was there, what the groups said. It goes out with what is
written down already, and comes back; always in the site's own language.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core.errors import ImportRefused
from selaras.core.sheets import describe_all
from selaras.lib.indonesia import long_date
from selaras.lib.sheets import ReadResult, Sheet, read_workbook, write_workbook
from selaras.meetings.models import Meeting
from selaras.meetings.queries import contributions_of
from selaras.meetings.types import PaperGuest
from selaras.meetings.workbook.cards import (
    Cards,
    card_row,
    cards_by_group,
    cards_sheet,
    check_cards,
)
from selaras.meetings.workbook.guests import check_guests, guest_row, guests_of, guests_sheet
from selaras.meetings.workbook.lists import Lists, Place

FORMAT = "selaras-meeting-2"
OLDER = "selaras-meeting-1"  # with the groups' results alone

__all__ = ["Book", "Place", "read_book", "template"]


@dataclass(frozen=True)
class Book:
    """What a workbook says."""

    guests: list[PaperGuest]
    cards: Cards


def template(meeting: Meeting) -> bytes:
    """The workbook to fill in, with what is already written down."""
    with translation.override(settings.LANGUAGE_CODE):
        lists = Lists(meeting)
        guests, cards = guests_sheet(lists), cards_sheet(lists)
        there = meeting.attendances.select_related("agency", "group")
        rows = {
            guests.key: [guest_row(each) for each in there],
            cards.key: [card_row(each) for each in contributions_of(meeting)],
        }
        cover = [
            (meeting.title, long_date(meeting.held_on)),
            (_("Attendance list"), _("One row per person, as on the signed paper list.")),
            (_("Group results"), _("One row per card, in the words of the group.")),
            (_("Again later"), _("Rows with a code are corrected, rows without one are added.")),
        ]
        meta = {"format": FORMAT, "meeting": str(meeting.pk)}
        return write_workbook([guests, cards], rows, meta=meta, cover=cover)


def read_book(meeting: Meeting, data: bytes) -> Book:
    """What a workbook says, wholly or not at all.

    Raises:
        ImportRefused: with every problem, by sheet and cell.
    """
    with translation.override(settings.LANGUAGE_CODE):
        lists = Lists(meeting)
        guests, cards = guests_sheet(lists), cards_sheet(lists)
        result = _read(data, guests, cards)
        owner = result.meta.get("meeting", str(meeting.pk))
        if owner != str(meeting.pk):
            text = _("The workbook belongs to another meeting. Upload it there.")
            raise ImportRefused(text, [text])
        people, said = result.rows.get(guests.key, []), result.rows[cards.key]
        wrong = {error.cell for error in result.errors if error.sheet == guests.title}
        errors = [
            *result.errors,
            *check_guests(meeting, guests, people, wrong),
            *check_cards(meeting, cards, lists, said),
        ]
        if not errors and not people and not said:
            text = _("The sheets are empty. Fill in at least one row.")
            raise ImportRefused(text, [text])
        if not errors:
            return Book(
                guests_of(guests, lists, people), cards_by_group(meeting, cards, lists, said)
            )
    raise ImportRefused(
        _("Nothing was taken in. Correct these places and upload the workbook again."),
        describe_all(errors),
    )


def _read(data: bytes, guests: Sheet, cards: Sheet) -> ReadResult:
    """A workbook that was made before the attendance list was thought of has its one sheet."""
    result = read_workbook(data, [guests, cards])
    missing = any(
        error.code == "sheet_missing" and error.sheet == guests.title for error in result.errors
    )
    if missing and result.meta.get("format") == OLDER:
        return read_workbook(data, [cards])
    return result
