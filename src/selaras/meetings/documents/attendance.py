"""The attendance list (daftar hadir) on official paper, at any moment, or blank for pens."""

from collections.abc import Sequence
from typing import Literal

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core.files import content_of
from selaras.core.preferences import preference
from selaras.lib.document import (
    Align,
    Block,
    Cell,
    Document,
    Facts,
    Letterhead,
    Paragraph,
    Picture,
    Run,
    Signature,
    Signatures,
    Table,
    text,
)
from selaras.lib.document_typst import to_pdf
from selaras.lib.indonesia import long_date, number, weekday_dates
from selaras.lib.sheets import write_table
from selaras.meetings.models import Attendance, Invitation, Letter, Meeting
from selaras.meetings.queries import Tally, arrivals_of, daftar_hadir

WIDTHS = (0.5, 2.4, 1.9, 2.0, 2.0, 2.0)
SPARE = 12  # empty rows below the invited, on the list that is printed beforehand
PEN = 12.0  # mm that a row needs for a signature
Paper = Literal["a4", "f4"]


def attendance_document(meeting: Meeting, *, paper: Paper = "f4", blank: bool = False) -> Document:
    """The attendance list as it stands now; `blank` is the one that is printed beforehand.

    In Indonesian whatever the reader's language. Rows come from `queries.daftar_hadir`: a drawn
    signature stands in its row, a row without one has room for a pen.
    """
    with translation.override(settings.LANGUAGE_CODE):
        letter = Letter.objects.select_related("sender").filter(meeting=meeting).first()
        regency = str(preference("regency.name") or preference("site.name"))
        blocks: list[Block] = [
            _letterhead(regency, letter),
            Paragraph(text(_("ATTENDANCE LIST")), "title"),
            _event(meeting),
            attendance_table(meeting, blank=blank),
        ]
        if not blank:
            blocks.append(_totals(meeting))
        blocks.append(_signatories(meeting, letter))
        return Document(
            title=_("Attendance list: %(meeting)s") % {"meeting": meeting.title},
            subtitle="",
            kicker="",
            owner=regency,
            year=meeting.held_on.year,
            blocks=tuple(blocks),
            cover=False,
            contents=False,
            watermark="DEMO" if meeting.is_demo else "",
            footer="" if blank else _state_of_now(),
            paper=paper,
            plain_first=not meeting.is_demo,
        )


def attendance_table(meeting: Meeting, *, blank: bool = False) -> Table:
    rows = _blank_rows(meeting) if blank else _rows(daftar_hadir(meeting))
    align: tuple[Align, ...] = ("right", "left", "left", "left", "left", "left")
    return Table(_header(), rows, widths=WIDTHS, align=align, row_height=PEN)


def attendance_annex(meeting: Meeting) -> Table:
    """Who was there, for a paper that others read too: no numbers, no signatures."""
    rows = tuple(
        (
            Cell(text(place)),
            Cell(_name(each.name, represented_by(each))),
            Cell(text(each.position)),
            Cell(text(unit_of(each))),
        )
        for place, each in enumerate(daftar_hadir(meeting), start=1)
    )
    header = (_("No."), _("Name"), _("Position"), _("Work unit"))
    return Table(header, rows, widths=(0.5, 3, 3, 4), align=("right", "left", "left", "left"))


def attendance_pdf(meeting: Meeting, *, paper: Paper = "f4", blank: bool = False) -> bytes:
    document = attendance_document(meeting, paper=paper, blank=blank)
    return to_pdf(document, base_url=preference("site.address"))


def attendance_workbook(meeting: Meeting) -> bytes:
    """The attendance list as XLSX, one row per person; in Indonesian like the one on paper."""
    with translation.override(settings.LANGUAGE_CODE):
        return write_table(str(_("Attendance list")), _columns(), _lines(meeting))


def _columns() -> list[str]:
    return [
        _("No."), _("Name"), _("NIP"), _("Position"), _("Work unit"), _("Represents"), _("Group"),
        _("Arrived"), _("Way"), _("Signed"),
    ]  # fmt: skip


def _lines(meeting: Meeting) -> list[tuple[object, ...]]:
    return [
        (
            place,
            each.name,
            each.number,
            each.position,
            unit_of(each),
            represented_by(each),
            each.group.name if each.group else "",
            timezone.localtime(each.arrived).replace(tzinfo=None),
            each.get_way_display(),
            _("yes") if each.signature_id else _("no"),
        )
        for place, each in enumerate(daftar_hadir(meeting), start=1)
    ]


def unit_of(attendance: Attendance) -> str:
    return attendance.agency.name if attendance.agency else attendance.organisation


def represented_by(attendance: Attendance) -> str:
    """Whom a delegate stands for, as the letter named them."""
    if not attendance.is_delegate:
        return ""
    return attendance.invitation.addressee if attendance.invitation else unit_of(attendance)


def _header() -> tuple[str, ...]:
    return (_("No."), _("Name"), _("NIP"), _("Position"), _("Work unit"), _("Signature"))


def _letterhead(regency: str, letter: Letter | None) -> Letterhead:
    lines = [_("Government of %(regency)s") % {"regency": regency}]
    if letter and letter.sender:
        lines.append(letter.sender.name)
    address = " ".join(letter.letterhead.split()) if letter else ""
    return Letterhead(tuple(lines), address)


def _event(meeting: Meeting) -> Facts:
    day = weekday_dates(meeting.held_on, meeting.final_day)
    until = f"{meeting.ends:%H.%M}" if meeting.ends else _("the end")
    rows = [(_("Occasion"), meeting.title), (_("Day and date"), day)]
    if meeting.starts:
        rows.append((_("Hours"), f"{meeting.starts:%H.%M} – {until} {_zone()}"))
    if meeting.place or meeting.link:
        rows.append((_("Venue"), meeting.place or meeting.link))
    return Facts(tuple((name, text(value)) for name, value in rows))


def _zone() -> str:
    """WIB, WITA or WIT, as a letter says it."""
    zones = {7: "WIB", 8: "WITA", 9: "WIT"}
    offset = timezone.localtime().utcoffset()
    return zones.get(int(offset.total_seconds() // 3600), "") if offset else ""


def _rows(attendances: Sequence[Attendance]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(text(place)),
            Cell(_name(each.name, represented_by(each))),
            Cell(text(each.number)),
            Cell(text(each.position)),
            Cell(text(unit_of(each))),
            _signature(each),
        )
        for place, each in enumerate(attendances, start=1)
    )


def _name(name: str, represented: str) -> tuple[Run, ...]:
    if not represented:
        return text(name)
    note = _("representing %(addressee)s") % {"addressee": represented}
    return (Run(name), Run(f"\n{note}", italic=True))


def _signature(each: Attendance) -> Cell:
    if each.signature is None:
        return Cell(())
    try:
        drawn = content_of(each.signature)
    except OSError:  # a restored database without its files must still print
        return Cell(())
    alt = _("Signature of %(name)s") % {"name": each.name}
    return Cell((), picture=Picture(drawn, alt, 9.0, 25.0))


def _blank_rows(meeting: Meeting) -> tuple[tuple[Cell, ...], ...]:
    """The invited with what is known of them, then empty rows for others."""
    invited = Invitation.objects.filter(meeting=meeting, withdrawn=None).select_related("agency")
    known = [
        (each.name, each.number, each.position or _office(each), _unit_invited(each))
        for each in invited
    ]
    rows = [*known, *[("", "", "", "")] * SPARE]
    return tuple(
        (Cell(text(place)), *(Cell(text(value)) for value in row), Cell(()))
        for place, row in enumerate(rows, start=1)
    )


def _office(invitation: Invitation) -> str:
    """The addressee is an office unless somebody else is named as the one who comes."""
    delegate = invitation.answer == Invitation.Answer.DELEGATE
    return (
        _("representing %(addressee)s") % {"addressee": invitation.addressee}
        if delegate
        else (invitation.addressee)
    )


def _unit_invited(invitation: Invitation) -> str:
    return invitation.agency.name if invitation.agency else ""


def _totals(meeting: Meeting) -> Table:
    found = arrivals_of(meeting)
    rows = [*found.by_kind, found.total]
    header = (
        _("Who"), _("Invited"), _("Present"), _("Represented"), _("Excused"), _("Absent"),
        _("Not invited"), _("Attendance rate"),
    )  # fmt: skip
    return Table(
        header,
        tuple(_total(each) for each in rows),
        caption=_("Invited and present"),
        widths=(2.2, 1, 1, 1.2, 1, 1.2, 1.2, 1),
        align=("left", *("right",) * 7),
        total=True,
    )


def _total(tally: Tally) -> tuple[Cell, ...]:
    share = f"{number(tally.share, 1)} %" if tally.invited else "–"
    figures = (
        tally.invited, tally.present, tally.represented, tally.excused, tally.absent, tally.walk_in,
    )  # fmt: skip
    return (Cell(text(tally.label)), *(Cell(text(each)) for each in figures), Cell(text(share)))


def _signatories(meeting: Meeting, letter: Letter | None) -> Signatures:
    """Who kept the list, and who signs for the office: as the letter names them, else the chair."""
    day = long_date(meeting.final_day)
    place = f"{letter.town}, {day}" if letter and letter.town else day
    chair = str(meeting.chair) if meeting.chair else ""
    if letter and (letter.signatory_name or letter.signatory_position):
        number = f"NIP {letter.signatory_number}" if letter.signatory_number else ""
        signs = Signature(
            place,
            letter.signatory_position,
            letter.signatory_name,
            letter.signatory_rank or number,
            number if letter.signatory_rank else "",
        )
    else:
        signs = Signature(place, _("Chair of the meeting"), chair)
    return Signatures((Signature(" ", _("Officer at the door"), ""), signs))


def _state_of_now() -> str:
    now = timezone.localtime()
    day = f"{long_date(now.date())}, {now:%H.%M} {_zone()}"
    return _("As of %(moment)s") % {"moment": day}
