"""A document as DOCX with Word's own styles, fields and captions, to be corrected in Word."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from selaras.lib.document import (
    Block,
    Callout,
    Document,
    Facts,
    Figure,
    Heading,
    Letterhead,
    ListBlock,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Seal,
    Signatures,
    Table,
    Text,
    absolute,
)

SHADES = {"brand": "DCE9FB", "ok": "E2F5E2", "warn": "FDF1D0", "bad": "FBDCDC", "off": "ECECEC"}
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PAPER = {"a4": (Mm(210), Mm(297)), "f4": (Mm(215), Mm(330))}


def to_docx(doc: Document, *, base_url: str = "") -> bytes:
    """The document as a Word file; fields (contents, page numbers) fill when Word opens it."""
    return _Writer(doc, base_url).write()


class _Writer:
    def __init__(self, source: Document, base_url: str) -> None:
        self.source, self.base_url = source, base_url
        self.word = docx.Document()
        self.colour = RGBColor.from_string(source.colour.lstrip("#").upper())
        self.pictures = 0

    def write(self) -> bytes:
        self.styles()
        self.first_section()
        if self.source.cover:
            self.cover()
        if self.source.contents:
            self.word.add_paragraph(self.source.labels.contents, style="TOC Heading")
            _field(self.word.add_paragraph(), 'TOC \\o "1-3" \\h \\z \\u')
            self.word.add_page_break()
        for block in self.source.blocks:
            self.block(block)
        self.properties()
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()

    def styles(self) -> None:
        styles = self.word.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        for level, size in ((1, 20), (2, 14), (3, 12), (4, 11)):
            style = styles[f"Heading {level}"]
            style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), self.colour
            style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
            style.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"))
        styles["Heading 1"].paragraph_format.page_break_before = True
        styles["Caption"].font.color.rgb = RGBColor(0x52, 0x52, 0x52)
        toc = styles["TOC Heading"]
        toc.base_style = normal
        toc.font.size, toc.font.bold = Pt(16), True

    def first_section(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = PAPER[self.source.paper]
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.4)
        section.different_first_page_header_footer = self.source.cover or self.source.plain_first
        header = section.header.paragraphs[0]
        header.text = _clean(
            " · ".join(part for part in (self.source.title, self.source.watermark) if part)
        )
        self.footer(section.footer.paragraphs[0])
        if self.source.plain_first:
            self.footer(section.first_page_footer.paragraphs[0])

    def footer(self, footer: Any) -> None:
        footer.add_run(_clean(f"{self.source.footer}  {self.source.labels.page} "))
        _field(footer, "PAGE")
        footer.add_run(f" {self.source.labels.of} ")
        _field(footer, "NUMPAGES")

    def cover(self) -> None:
        self.word.add_paragraph()
        kicker = self.word.add_paragraph()
        kicker.paragraph_format.space_before = Pt(120)
        kicker.add_run(_clean(self.source.kicker.upper())).bold = True
        self.word.add_paragraph(_clean(self.source.title), style="Title")
        self.word.add_paragraph(_clean(self.source.subtitle), style="Subtitle")
        owner = self.word.add_paragraph()
        owner.paragraph_format.space_before = Pt(60)
        run = owner.add_run(_clean(f"{self.source.owner}\n{self.source.year}"))
        run.bold, run.font.size = True, Pt(16)
        if self.source.watermark:
            self.word.add_paragraph().add_run(_clean(self.source.watermark)).bold = True
        self.word.add_page_break()

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.word.add_heading(
                    _clean(f"{block.number} {block.text}".strip()), min(block.level, 4)
                )
            case Paragraph():
                self.paragraph(block)
            case ListBlock():
                self.list(block)
            case Facts():
                self.facts(block)
            case Table():
                self.table(block)
            case Figure():
                self.figure(block)
            case Signatures():
                self.signatures(block)
            case Letterhead():
                self.letterhead(block)
            case Seal():
                self.seal(block)
            case Callout():
                paragraph = self.word.add_paragraph(style="Intense Quote")
                self.runs(paragraph, block.runs)
            case PageBreak():
                self.page_break(block)

    def paragraph(self, block: Paragraph) -> None:
        paragraph = self.word.add_paragraph()
        self.runs(paragraph, block.runs, bold=block.style == "title", italic=block.style == "note")
        if block.style in {"title", "center"}:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        sizes = {"title": 13, "small": 8}
        for run in paragraph.runs if block.style in sizes else ():
            run.font.size = Pt(sizes[block.style])

    def list(self, block: ListBlock) -> None:
        """Numbers begin at one in every list; Word would go on counting."""
        style = "List Number" if block.ordered else "List Bullet"
        number = self.fresh_numbers() if block.ordered else None
        for item in block.items:
            paragraph = self.word.add_paragraph(style=style)
            self.runs(paragraph, item)
            if number is not None:
                wanted = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
                wanted.get_or_add_ilvl().val, wanted.get_or_add_numId().val = 0, number

    def fresh_numbers(self) -> int:
        """A numbering of its own, of the look of the style “List Number”."""
        style = self.word.styles["List Number"].element.pPr.numPr.numId.val
        numbering = self.word.part.numbering_part.element
        look = next(num for num in numbering.num_lst if num.numId == style).abstractNumId.val
        made = numbering.add_num(look)
        made.add_lvlOverride(0).add_startOverride(1)
        return int(made.numId)

    def seal(self, block: Seal) -> None:
        left, right = self.word.add_table(rows=1, cols=2).rows[0].cells
        left.width, right.width = Mm(block.size + 6), Mm(160 - block.size)
        picture = (
            left.paragraphs[0].add_run().add_picture(io.BytesIO(block.png), width=Mm(block.size))
        )
        picture._inline.docPr.set("descr", _clean(block.alt))  # noqa: SLF001
        self.runs(right.paragraphs[0], block.runs)
        for run in right.paragraphs[0].runs:
            run.font.size = Pt(8.5)

    def page_break(self, block: PageBreak) -> None:
        if block.landscape is None:
            self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            return
        section = self.word.add_section()
        long, short = max(PAPER[self.source.paper]), min(PAPER[self.source.paper])
        section.orientation = WD_ORIENT.LANDSCAPE if block.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (
            (long, short) if block.landscape else (short, long)
        )
        section.different_first_page_header_footer = False

    def runs(self, paragraph: Any, runs: Text, *, bold: bool = False, italic: bool = False) -> None:
        for run in runs:
            href = absolute(run.href, self.base_url)
            if href.startswith(("http://", "https://", "mailto:")):
                self.link(paragraph, run, href)
                continue
            made = paragraph.add_run(_clean(run.text))
            made.bold = (run.bold or bold) or None
            made.italic = (run.italic or italic) or None

    def link(self, paragraph: Any, run: Run, href: str) -> None:
        target = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        made = paragraph.add_run(_clean(run.text))
        made.font.color.rgb, made.font.underline, made.bold = self.colour, True, run.bold or None
        link.append(made._r)  # noqa: SLF001 - python-docx has no public way to make a link
        paragraph._p.append(link)  # noqa: SLF001

    def facts(self, block: Facts) -> None:
        table = self.word.add_table(rows=0, cols=2, style="Table Grid")
        for name, value in block.rows:
            left, right = table.add_row().cells
            left.width, right.width = Cm(5), Cm(11.5)
            left.paragraphs[0].add_run(_clean(name)).bold = True
            self.runs(right.paragraphs[0], value)
        self.word.add_paragraph()

    def table(self, block: Table) -> None:
        if block.caption:
            self.caption(self.source.labels.table, block.caption)
        table = self.word.add_table(rows=1, cols=len(block.header), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = not block.widths
        for cell, title in zip(table.rows[0].cells, block.header, strict=True):
            run = cell.paragraphs[0].add_run(_clean(title))
            run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(255, 255, 255)
            _shade(cell, self.source.colour.lstrip("#").upper())
        _repeat(table.rows[0])
        self.rows(table, block)
        self.widths(table, block)
        self.word.add_paragraph()

    def rows(self, table: Any, block: Table) -> None:
        last = len(block.rows) - 1
        for number, row in enumerate(block.rows):
            made = table.add_row()
            if block.row_height:
                made.height, made.height_rule = Mm(block.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
            cells, column = made.cells, 0
            for cell in row:
                target = cells[column]
                if cell.span > 1:
                    target = target.merge(cells[min(column + cell.span, len(cells)) - 1])
                paragraph = target.paragraphs[0]
                if cell.picture:
                    self.small(paragraph, cell.picture)
                else:
                    self.runs(paragraph, cell.runs, bold=block.total and number == last)
                for run in paragraph.runs:
                    run.font.size = Pt(9)
                if block.align and column < len(block.align):
                    paragraph.alignment = ALIGN[block.align[column]]
                if cell.shade:
                    _shade(target, SHADES[cell.shade])
                column += cell.span

    def widths(self, table: Any, block: Table) -> None:
        if not block.widths:
            return
        section = self.word.sections[-1]
        room = section.page_width - section.left_margin - section.right_margin
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = int(room * share / sum(block.widths))

    def small(self, paragraph: Any, picture: Picture) -> None:
        made = paragraph.add_run().add_picture(io.BytesIO(picture.png), height=Mm(picture.height))
        if made.width > Mm(picture.width):
            made.height = int(made.height * Mm(picture.width) / made.width)
            made.width = Mm(picture.width)
        made._inline.docPr.set("descr", _clean(picture.alt))  # noqa: SLF001 - as in `figure`

    def letterhead(self, block: Letterhead) -> None:
        for number, line in enumerate((*block.lines, block.address)):
            paragraph = self.word.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(_clean(line))
            run.bold = number < len(block.lines)
            run.font.size = Pt(14 if number == len(block.lines) - 1 else 11 if run.bold else 9)
        _rule_below(paragraph)
        paragraph.paragraph_format.space_after = Pt(10)

    def figure(self, block: Figure) -> None:
        self.caption(self.source.labels.figure, block.caption)
        self.pictures += 1
        picture = (
            self.word.add_paragraph().add_run().add_picture(io.BytesIO(block.png), width=Cm(15.5))
        )
        about = picture._inline.docPr  # noqa: SLF001 - alternative text has no public setter
        about.set("descr", _clean(block.alt))

    def caption(self, word: str, text: str) -> None:
        paragraph = self.word.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{word} ")
        _field(paragraph, f"SEQ {word} \\* ARABIC")
        paragraph.add_run(_clean(f". {text}"))

    def signatures(self, block: Signatures) -> None:
        table = self.word.add_table(rows=0, cols=block.columns)
        for start in range(0, len(block.rows), block.columns):
            cells = table.add_row().cells
            for cell, sign in zip(cells, block.rows[start : start + block.columns], strict=False):
                if sign.is_blank:
                    continue
                lines = [
                    sign.place_date,
                    sign.office,
                    "",
                    "",
                    sign.name or "…………………………",
                    sign.number,
                    sign.note,
                ]
                cell.paragraphs[0].add_run(_clean("\n".join(lines)))

    def properties(self) -> None:
        core = self.word.core_properties
        core.title, core.author = _clean(self.source.title), _clean(self.source.owner)
        core.language = self.source.language
        core.created = core.modified = datetime(self.source.year, 1, 1, tzinfo=UTC)
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        self.word.settings.element.append(update)


def _clean(value: str) -> str:
    return _CONTROL.sub("", value)


def _field(paragraph: Any, code: str) -> None:
    """A field of Word, empty until Word fills it."""
    for kind in ("begin", "instr", "separate", "end"):
        run = paragraph.add_run()._r  # noqa: SLF001
        if kind == "instr":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = code
            run.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)


def _rule_below(paragraph: Any) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "double"), ("sz", "6"), ("space", "4"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _repeat(row: Any) -> None:
    """The header row stands again on every page."""
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001
