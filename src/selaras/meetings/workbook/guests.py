"""The sheet of who was there, as the paper list has it."""

from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.lib.sheets import CellError, Column, Row, Sheet
from selaras.meetings.models import Attendance, Meeting
from selaras.meetings.queries.paper import attendance_code
from selaras.meetings.rules.paper import is_cut_number, parse_time
from selaras.meetings.types import PaperGuest
from selaras.meetings.workbook.cards import cell_error
from selaras.meetings.workbook.lists import Lists
from selaras.needs.types import Answer, plain_title


def guests_sheet(lists: Lists) -> Sheet:
    pick = _("Choose from the list.")
    groups = tuple(place.name for place in lists.places.values() if place.group)
    return Sheet(
        "guests",
        _("Attendance list"),
        (
            Column("code", _("Row code"), locked=True, unique=True, help=_("Do not change.")),
            Column("name", _("Name"), required=True, width=34, max_length=150),
            Column(
                "number",
                _("NIP"),
                width=24,
                max_length=30,
                help=_("As text, so that no digit is lost."),
            ),
            Column("position", _("Position"), width=34, max_length=150),
            Column(
                "agency", _("Unit"), "choice", choices=tuple(lists.agencies), width=34, help=pick
            ),
            Column(
                "organisation",
                _("Organisation"),
                width=30,
                max_length=200,
                help=_("Only for guests of no unit."),
            ),
            Column("represents", _("Represents the one invited"), "yes_no", width=16),
            Column("group", _("Group"), "choice", choices=groups, help=pick),
            Column("time", _("Time"), width=10, help=_("E.g. 08.15")),
        ),
        blank_rows=120,
    )


def guest_row(guest: Attendance) -> dict[str, object]:
    return {
        "code": attendance_code(guest),
        "name": guest.name,
        "number": guest.number,
        "position": guest.position,
        "agency": guest.agency.name if guest.agency else "",
        "organisation": guest.organisation,
        "represents": guest.is_delegate,
        "group": guest.group.name if guest.group else "",
        "time": f"{timezone.localtime(guest.arrived):%H.%M}",
    }


def check_guests(
    meeting: Meeting, sheet: Sheet, rows: Sequence[Row], known_wrong: Collection[str]
) -> list[CellError]:
    """What is wrong beyond the single cells, of which `known_wrong` names the faulty ones."""
    known = {attendance_code(each) for each in meeting.attendances.all()}
    answers = [Answer(row) for row in rows]
    # The door may have received two of the same name: each such row has its code.
    seen = {_person(answer) for answer in answers if answer.text("code")}
    errors = []
    for answer in answers:
        person, code = _person(answer), answer.text("code")
        _who, unit, _number = person
        if person[0] and person in seen and not code:
            errors.append(cell_error(sheet, answer, "name", "duplicate_key"))
        seen.add(person)
        if code and code not in known:
            errors.append(cell_error(sheet, answer, "code", "unknown_guest"))
        # Whoever was received at the door may be without a unit.
        if not unit and not code and answer.cell("agency") not in known_wrong:
            errors.append(cell_error(sheet, answer, "agency", "no_unit"))
        if is_cut_number(answer.text("number")):
            errors.append(cell_error(sheet, answer, "number", "cut_number"))
        try:
            parse_time(answer.text("time"))
        except ValueError:
            errors.append(cell_error(sheet, answer, "time", "not_time"))
    return errors


def _person(answer: Answer) -> tuple[str, str, str]:
    unit = answer.text("agency") or plain_title(answer.text("organisation"))
    return plain_title(answer.text("name")), unit, answer.text("number")


def guests_of(sheet: Sheet, lists: Lists, rows: Sequence[Row]) -> list[PaperGuest]:
    return [_guest(sheet, lists, answer) for answer in map(Answer, rows)]


def _guest(sheet: Sheet, lists: Lists, answer: Answer) -> PaperGuest:
    agency = lists.agencies.get(answer.text("agency"))
    place = lists.places.get(answer.text("group"))
    return PaperGuest(
        code=answer.text("code"),
        name=answer.text("name"),
        number=answer.text("number"),
        position=answer.text("position"),
        agency_id=agency.pk if agency else None,
        organisation=answer.text("organisation"),
        is_delegate=answer.row.values.get("represents") is True,
        group_id=place.group.pk if place and place.group else None,
        at=parse_time(answer.text("time")),
        cell=f"{sheet.title} · {answer.cell('name')}",
    )
