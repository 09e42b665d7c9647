"""What the papers of a meeting share: letterhead, title, facts, signatures, the code to check."""

from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.notices import link
from selaras.core.preferences import preference
from selaras.lib.document import (
    Block,
    Cell,
    Document,
    Labels,
    Letterhead,
    Paragraph,
    Run,
    Seal,
    Signature,
    Signatures,
    Table,
    Text,
    text,
)
from selaras.lib.indonesia import (
    MONTHS,
    WEEKDAYS,
    long_date,
    terbilang,
    weekday_dates,
)
from selaras.lib.qr import qr_png, qr_svg
from selaras.meetings.models import GroupStaff, Report

Content = dict[str, Any]


def paper(report: Report, title: str, blocks: tuple[Block, ...], *, signed: bool) -> Document:
    """An official paper: plain, with the letterhead of the regency."""
    meeting = report.meeting
    marks = [
        "" if signed else _("DRAFT"),
        "DEMO" if meeting.is_demo else "",
    ]
    mark = " · ".join(each for each in marks if each)
    return Document(
        title=f"{title}: {meeting.title}",
        subtitle="",
        kicker="",
        owner=owner(),
        year=meeting.held_on.year,
        labels=Labels(_("Contents"), _("Table"), _("Figure"), _("Page"), _("of")),
        cover=False,
        contents=False,
        blocks=blocks,
        watermark=mark,
        footer=f"{title}, {long_date(meeting.held_on)}",
        colour="#3d3d3d",
        plain_first=not mark,
    )


def owner() -> str:
    return str(preference("regency.name") or preference("site.name"))


def letterhead() -> Letterhead:
    return Letterhead((_("Government of %(regency)s") % {"regency": owner()},))


def title_lines(title: str, content: Content) -> tuple[Paragraph, ...]:
    """The title in the middle, the meeting below it, the number last."""
    lines = [Paragraph(text(title.upper()), "title")]
    lines.append(Paragraph(text(content["meeting"]["title"], bold=True), "center"))
    number = content["number"] or "…………………………"
    lines.append(Paragraph(text(_("Number: %(number)s") % {"number": number}), "center"))
    if content["version"] > 1:
        words = {"version": content["version"], "reason": content["reason"]}
        line = _("Corrected version %(version)s. Reason: %(reason)s") % words
        lines.append(Paragraph(text(line), "center"))
    return tuple(lines)


def days(content: Content) -> str:
    """“Selasa, 8 Oktober 2019” or from the first day to the last."""
    meeting = content["meeting"]
    first, last = meeting["held_on"], meeting["last_day"] or meeting["held_on"]
    return weekday_dates(date.fromisoformat(first), date.fromisoformat(last))


def hours(content: Content) -> str:
    meeting = content["meeting"]
    times = [time.fromisoformat(meeting[key]) for key in ("starts", "ends") if meeting[key]]
    return "–".join(f"{each:%H.%M}" for each in times)


def date_in_words(day: date) -> str:
    """“Selasa tanggal delapan bulan Oktober tahun dua ribu sembilan belas”."""
    return (
        f"{WEEKDAYS[day.weekday()]} tanggal {terbilang(day.day)} bulan {MONTHS[day.month - 1]}"
        f" tahun {terbilang(day.year)}"
    )


def place_date(content: Content) -> str:
    """“Jombang, 8 Oktober 2019”: where a regency's papers are dated."""
    town = owner()
    for kind in ("Pemerintah ", "Kabupaten ", "Kota "):
        town = town.removeprefix(kind)
    return f"{town}, {long_date(date.fromisoformat(content['date']))}"


def signers(content: Content, *, groups: bool) -> tuple[Signatures, ...]:
    """The chair last, on the right; before it who led the groups, if wanted, and who took notes."""
    staff = content["signers"]
    rows: list[Signature] = []
    for each in (each for each in staff if groups and each["kind"] == GroupStaff.Kind.FACILITATOR):
        office = _("Facilitator of the group %(group)s,") % {"group": each["group"]}
        rows.append(Signature("", office, each["name"], note=each["position"]))
    found = [each for each in staff if each["kind"] == GroupStaff.Kind.NOTES]
    takers = [(each["name"], each["position"]) for each in found] or [("", "")]
    rows += [Signature("", _("Note taker,"), name, note=position) for name, position in takers]
    led = content["meeting"]
    chair = Signature(
        place_date(content), _("Chair of the meeting,"), led["chair"], note=led["chair_position"]
    )
    if len(rows) < 2:
        return (Signatures((*rows, chair)),)
    return Signatures(tuple(rows), columns=3), Signatures((Signature("", "", ""), chair))


def check_address(digest: str) -> str:
    return link(reverse("meetings:record", args=[digest[:16]]))


def seal(digest: str) -> Seal:
    """Where anybody can check that the paper is the one that was signed."""
    address = check_address(digest)
    words = (
        Run(_("Signed electronically by the chair of the meeting. Check this paper at") + " "),
        Run(address, href=address),
        Run(". " + _("Fingerprint (SHA-256):") + f" {digest}"),
    )
    svg, png = qr_svg(address, border=1, box=6), qr_png(address, border=1, box=6)
    return Seal(svg, png, _("QR code of the address for checking"), words)


def table(
    header: tuple[str, ...],
    rows: list[tuple[object, ...]],
    widths: tuple[float, ...],
    *,
    numbers: tuple[int, ...] = (),
) -> Table:
    """A table of plain words; `numbers` are the columns that stand right."""
    return Table(
        header,
        tuple(tuple(Cell(cell_text(value)) for value in row) for row in rows),
        widths=widths,
        align=tuple("right" if at in numbers else "left" for at in range(len(header))),
    )


def cell_text(value: object) -> Text:
    return value if isinstance(value, tuple) else text(value)
