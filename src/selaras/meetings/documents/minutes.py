"""The minutes (notulen): the facts of the meeting, then its sections as they were written."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from selaras.lib.document import Block, Document, Facts, Heading, Paragraph, text
from selaras.lib.prose import parse_prose
from selaras.meetings.documents.parts import (
    Content,
    days,
    hours,
    letterhead,
    paper,
    seal,
    signers,
    title_lines,
)
from selaras.meetings.models import Report
from selaras.meetings.queries import content_of


def minutes_document(report: Report, *, digest: str = "") -> Document:
    """The minutes as signed, or as they are now; with `digest` the code to check them."""
    content, digest = content_of(report), digest or report.digest
    blocks = (
        letterhead(),
        *title_lines(_("Minutes of the meeting"), content),
        _facts(content),
        *_sections(content),
        *signers(content, groups=False),
        *((seal(digest),) if digest else ()),
    )
    return paper(report, _("Minutes of the meeting"), blocks, signed=bool(digest))


def section_blocks(title: str, body: str, number: int) -> Iterator[Block]:
    """One section with its number, as it stands in the minutes."""
    yield Heading(2, title, f"bagian-{number}", f"{number}.")
    blocks = parse_prose(body)
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):  # anchors of several sections must not be the same
            yield replace(block, level=max(3, block.level), anchor=f"bagian-{number}-{at}")
        else:
            yield block
    if not blocks:
        yield Paragraph(text("–"))


def _sections(content: Content) -> Iterator[Block]:
    for number, section in enumerate(content["sections"], start=1):
        yield from section_blocks(section["title"], section["body"], number)


def _facts(content: Content) -> Facts:
    meeting, came = content["meeting"], content["attendance"]
    chair = ", ".join(part for part in (meeting["chair"], meeting["chair_position"]) if part)
    rows = (
        (_("Day and date"), days(content)),
        (_("Time"), hours(content)),
        (_("Place"), meeting["place"]),
        (_("Led by"), chair),
        (
            _("Attended by"),
            _("%(count)s people") % {"count": came["total"]} if came["total"] else "",
        ),
        (_("Planning round"), meeting["round"]),
    )
    return Facts(tuple((label, text(value)) for label, value in rows if value))
