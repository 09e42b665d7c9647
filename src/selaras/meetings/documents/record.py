"""The record (berita acara): who came, what the groups found, what was decided, who signs."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.lib.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Run,
    Text,
    text,
)
from selaras.lib.indonesia import long_date
from selaras.meetings.documents.attendance import attendance_annex
from selaras.meetings.documents.parts import (
    Content,
    date_in_words,
    days,
    letterhead,
    paper,
    seal,
    signers,
    table,
    title_lines,
)
from selaras.meetings.models import Decision, Meeting, Report
from selaras.meetings.queries import content_of

WORDS = 220  # of a long description in the table; the whole of it stands in the minutes
ROMAN = ("I", "II", "III", "IV", "V", "VI")


def record_document(report: Report, *, digest: str = "") -> Document:
    """The record as signed, or as the data are now; with `digest` the code to check it."""
    content, digest = content_of(report), digest or report.digest
    blocks = (
        letterhead(),
        *title_lines(_("Record of the meeting"), content),
        Paragraph(text(_opening(content))),
        *_parts(content),
        Paragraph(text(_("This record has been made truthfully, to be used as it should be."))),
        *signers(content, groups=True),
        *((seal(digest),) if digest else ()),
        *_annex(report.meeting),
    )
    return paper(report, _("Record of the meeting"), blocks, signed=bool(digest))


def _opening(content: Content) -> str:
    """“Pada hari ini, Selasa tanggal delapan bulan Oktober tahun dua ribu sembilan belas …”."""
    meeting = content["meeting"]
    kind = str(Meeting.Kind(meeting["kind"]).label)
    day = date.fromisoformat(content["date"])
    words = {
        "words": date_in_words(day),
        "day": f"{day:%d-%m-%Y}",
        "kind": kind[:1].upper() + kind[1:],
        "title": meeting["title"],
        "round": meeting["round"],
        "days": days(content),
        "place": meeting["place"] or "…………………………",
    }
    return (
        _(
            "On this day, %(words)s (%(day)s), the undersigned declare that the meeting"
            " “%(title)s” (%(kind)s) was held for %(round)s on %(days)s at %(place)s,"
            " with the following results."
        )
        % words
    )


def _parts(content: Content) -> Iterator[Block]:
    """The numbered points; what there is nothing of is left out, the numbers go on."""
    parts = (
        (_("Attendance"), list(_attendance(content))),
        (_("Results of the groups"), list(_results(content))),
        (_("Decisions"), list(_decisions(content))),
        (_("Follow-up"), list(_actions(content))),
    )
    kept = [(title, blocks) for title, blocks in parts if blocks]
    for number, (title, blocks) in zip(ROMAN, kept, strict=False):
        yield Heading(2, title, f"butir-{number.lower()}", f"{number}.")
        yield from blocks


def _attendance(content: Content) -> Iterator[Block]:
    came = content["attendance"]
    line = ngettext(
        "%(count)s person attended the meeting",
        "%(count)s people attended the meeting",
        came["total"],
    ) % {"count": came["total"]}
    if came["units"]:
        line += " " + _("for %(units)s units and organisations") % {"units": len(came["units"])}
    if came["delegates"]:
        line += "; " + _("%(count)s of them represented the one invited") % {
            "count": came["delegates"]
        }
    yield Paragraph(text(f"{line}."))
    if came["units"]:
        yield _units(came["units"])


def _units(units: list[list[object]]) -> Block:
    """All units with their people, in two columns side by side."""
    half = (len(units) + 1) // 2
    rows = []
    for at in range(half):
        right = at + half
        second = (right + 1, *units[right]) if right < len(units) else ("", "", "")
        rows.append((at + 1, *units[at], *second))
    header = (_("No."), _("Unit"), _("People"))
    return table(header * 2, rows, (1, 6, 1.6, 1, 6, 1.6), numbers=(0, 2, 3, 5))


def _results(content: Content) -> Iterator[Block]:
    for number, group in enumerate((g for g in content["results"] if g["cards"]), start=1):
        count = len(group["cards"])
        words = {"count": count, "votes": group["votes"]}
        about = ngettext("%(count)s contribution", "%(count)s contributions", count) % words
        if group["votes"]:
            about += ", " + ngettext("%(votes)s vote", "%(votes)s votes", group["votes"]) % words
        yield Heading(3, f"{group['group']} ({about})", f"kelompok-{number}", f"{number}.")
        yield table(
            (_("No."), _("Contribution"), _("Kind"), _("Votes")),
            [
                (at, _card(card["title"], card["description"]), card["kind_name"], card["votes"])
                for at, card in enumerate(group["cards"], start=1)
            ],
            (0.8, 9, 2, 1.2),
            numbers=(0, 3),
        )


def _card(title: str, description: str) -> Text:
    if len(description) > WORDS:
        description = description[:WORDS].rsplit(" ", 1)[0] + " …"
    more = (Run(f": {description}"),) if description else ()
    return (Run(title, bold=True), *more)


def _decisions(content: Content) -> Iterator[Block]:
    found = [each for each in content["decisions"] if each["kind"] == Decision.Kind.DECISION]
    if found:
        yield ListBlock(tuple(_decided(each) for each in found), ordered=True)


def _decided(each: Content) -> Text:
    group = f"{each['group']}: " if each["group"] else ""
    runs = [Run(f"{group}{each['text']}")]
    if each["dissent"]:
        runs.append(
            Run(" " + _("Other opinions: %(text)s") % {"text": each["dissent"]}, italic=True)
        )
    return tuple(runs)


def _actions(content: Content) -> Iterator[Block]:
    found = [each for each in content["decisions"] if each["kind"] == Decision.Kind.ACTION]
    if found:
        yield table(
            (_("No."), _("What is done"), _("By whom"), _("By when")),
            [
                (
                    at,
                    _decided(each),
                    each["owner"],
                    long_date(date.fromisoformat(each["due"])) if each["due"] else "–",
                )
                for at, each in enumerate(found, start=1)
            ],
            (0.8, 7, 4, 2.6),
            numbers=(0,),
        )


def _annex(meeting: Meeting) -> tuple[Block, ...]:
    """The list of everybody who was there; nothing where nobody is written down."""
    if not meeting.attendances.exists():
        return ()
    title = _("Annex: attendance list")
    heading = Paragraph(text(title, bold=True), "center")
    return (PageBreak(), heading, attendance_annex(meeting))
