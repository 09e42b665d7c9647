"""A book as one document: numbered headings, the text of people, the live blocks."""

import logging
from collections.abc import Iterator

from django.utils.translation import gettext as _

from selaras.core.preferences import preference
from selaras.lib.document import Block, Callout, Document, Heading, Labels, text
from selaras.lib.prose import parse_prose
from selaras.masterplan.blocks import live_block
from selaras.masterplan.models import Book, Section
from selaras.masterplan.queries import RoundData

logger = logging.getLogger(__name__)


def book_document(book: Book, data: RoundData) -> Document:
    """The whole book from the present data."""
    round_ = data.round
    regency = preference("regency.name") or preference("site.name")
    return Document(
        title=book.title,
        subtitle=book.subtitle or round_.name,
        kicker=_("Smart city masterplan"),
        owner=_("Government of %(regency)s") % {"regency": regency},
        year=round_.start_year - 1,
        blocks=tuple(_blocks(book, data)),
        labels=Labels(_("Contents"), _("Table"), _("Figure"), _("Page"), _("of")),
        watermark=_("SAMPLE DATA (DEMO)") if round_.is_demo else "",
        footer=f"{regency} · {preference('site.address')}",
        colour=preference("brand.colour"),
    )


def _blocks(book: Book, data: RoundData) -> Iterator[Block]:
    for number, section in numbered(list(book.sections.all())):
        yield Heading(min(section.level, 3), section.title, section.code, number)
        yield from section_blocks(section, data)


def numbered(sections: list[Section]) -> Iterator[tuple[str, Section]]:
    """Sections with their number: BAB 1, 1.1, 1.2, BAB 2 …"""
    chapter = part = 0
    for section in sections:
        if section.level == 1:
            chapter, part = chapter + 1, 0
            yield _("CHAPTER %(number)s") % {"number": chapter}, section
        else:
            part += 1
            yield f"{chapter}.{part}", section


def section_blocks(section: Section, data: RoundData) -> Iterator[Block]:
    for block in parse_prose(section.body) if section.body.strip() else ():
        # Headings inside a person's text stand below the section's own.
        yield (
            Heading(4, block.text, f"{section.code}-{block.anchor}")
            if isinstance(block, Heading)
            else block
        )
    if section.block:
        try:
            yield from live_block(section.block, data)
        except KeyError:
            logger.warning("section %s names an unknown block %s", section.pk, section.block)
            yield Callout("warn", text(_("This part names data that Selaras does not know.")))
    elif section.hint and not section.body.strip():
        yield Callout("info", text(_("Not written yet: %(hint)s") % {"hint": section.hint}))
