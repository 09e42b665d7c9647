"""An official letter as DOCX, to be corrected in Word before it is signed."""

import io
import re
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from selaras.lib.letter import WORDS, Attachment, OfficialLetter
from selaras.lib.qr import qr_png

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def letter_docx(letter: OfficialLetter, *, title: str, author: str) -> bytes:
    """The letter with its attachments as a Word file."""
    word: Any = docx.Document()
    _set_up(word, title, author)
    _head(word, letter)
    _line(word, letter.place_date, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _number_block(word, letter)
    for words in letter.opening:
        _line(word, words, indent=True)
    _pairs(word, letter.event, left=Cm(1))
    word.add_paragraph()
    for words in letter.closing:
        _line(word, words, indent=True)
    _signatory(word, letter)
    if letter.copies:
        _line(word, WORDS.copies, size=9)
        for number, words in enumerate(letter.copies, start=1):
            _line(word, f"{number}. {words}", size=9)
    for attachment in letter.attachments:
        _attachment(word, letter, attachment)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _set_up(word: Any, title: str, author: str) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.4), Cm(1.6)
    word.core_properties.title, word.core_properties.author = _clean(title), _clean(author)
    word.core_properties.language = "id"


def _head(word: Any, letter: OfficialLetter) -> None:
    centre = WD_ALIGN_PARAGRAPH.CENTER
    if letter.government:
        _line(word, letter.government.upper(), align=centre, size=12, after=0)
    _line(word, letter.office.upper(), align=centre, size=14, bold=True, after=0)
    last = None
    for words in letter.address.splitlines():
        last = _line(word, words, align=centre, size=9, after=0)
    _double_rule(last or word.paragraphs[-1])


def _double_rule(paragraph: Any) -> None:
    """The thick and the thin line below a letterhead."""
    border, below = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "4")):
        below.set(qn(f"w:{name}"), value)
    border.append(below)
    paragraph._p.get_or_add_pPr().append(border)  # noqa: SLF001 - no public way to a border


def _number_block(word: Any, letter: OfficialLetter) -> None:
    table = word.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Cm(9), Cm(7.5)
    left.paragraphs[0].add_run(_clean("\n".join(f"{name}\t: {it}" for name, it in letter.facts)))
    left.paragraphs[0].paragraph_format.tab_stops.add_tab_stop(Cm(2.2))
    words = f"{WORDS.to} {letter.addressee}"
    if letter.addressee_place:
        words += f"\n{WORDS.at} {letter.addressee_place}"
    right.paragraphs[0].add_run(_clean(words))
    word.add_paragraph()


def _pairs(word: Any, rows: tuple[tuple[str, str], ...], *, left: Any) -> None:
    for name, value in rows:
        paragraph = word.add_paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent = left + Cm(3.2), -Cm(3.2)
        shape.tab_stops.add_tab_stop(left + Cm(3))
        shape.space_after = Pt(1)
        paragraph.add_run(_clean(f"{name}\t: {value}"))


def _signatory(word: Any, letter: OfficialLetter) -> None:
    position, name, rank, number = letter.signatory
    table = word.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Cm(8.5), Cm(8)
    if letter.reply_url:
        picture = io.BytesIO(qr_png(letter.reply_url, border=2))
        left.paragraphs[0].add_run().add_picture(picture, width=Cm(2.6))
        words = left.add_paragraph().add_run(_clean(f"{letter.reply_words}\n{letter.reply_url}"))
        words.font.size = Pt(8)
    lines = [f"{position},", "", "", "", name or "…………………………", rank]
    lines += [f"NIP {number}"] if number else []
    right.paragraphs[0].add_run(_clean("\n".join(line for line in lines if line is not None)))
    word.add_paragraph()


def _attachment(word: Any, letter: OfficialLetter, attachment: Attachment) -> None:
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _line(word, f"{WORDS.attachment}\n{letter.reference}", size=9, left=Cm(8.5))
    _line(word, attachment.title.upper(), align=WD_ALIGN_PARAGRAPH.CENTER, size=12, bold=True)
    table = word.add_table(rows=1, cols=len(attachment.header), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, attachment.header, strict=True):
        cell.paragraphs[0].add_run(_clean(words)).bold = True
    for row in attachment.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(_clean(words))
    room = Cm(16.5)
    for column, share in zip(table.columns, attachment.widths, strict=True):
        for cell in column.cells:
            cell.width = int(room * share / sum(attachment.widths))


def _line(
    word: Any,
    words: str,
    *,
    align: Any = None,
    size: float = 0,
    bold: bool = False,
    after: float | None = None,
    indent: bool = False,
    left: Any = None,
) -> Any:
    paragraph = word.add_paragraph()
    run = paragraph.add_run(_clean(words))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    paragraph.alignment = align
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)
    if left is not None:
        paragraph.paragraph_format.left_indent = left
    if indent:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1)
    return paragraph


def _clean(value: str) -> str:
    return _CONTROL.sub("", value)
