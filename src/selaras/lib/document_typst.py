"""A document as PDF, by typst: tagged, with contents, captions and page numbers."""

import json
import re
import tempfile
from pathlib import Path
from typing import Literal

import typst

from selaras.lib.document import (
    FONTS,
    Block,
    Callout,
    Cell,
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

STYLE = Path(__file__).parent / "document.typ"
SHADES = {
    "brand": "#dce9fb",
    "ok": "#e2f5e2",
    "warn": "#fdf1d0",
    "bad": "#fbdcdc",
    "off": "#ececec",
}
# Control characters that no font can show.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def to_pdf(doc: Document, *, base_url: str = "", fonts: Path = FONTS) -> bytes:
    """The document as PDF/A-2b, or plain PDF where the font lacks a character.

    Site-relative links begin with `base_url`.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "main.typ").write_text(_Writer(base_url, root).write(doc), encoding="utf-8")
        (root / "style.typ").write_text(STYLE.read_text(encoding="utf-8"), encoding="utf-8")
        try:
            return _compile(root, fonts, "a-2b")
        except typst.TypstError as error:
            # PDF/A wants a glyph for every character; an emoji must not cost the whole book.
            if "could not be displayed" not in str(error):
                raise
            return _compile(root, fonts, "1.7")


def _compile(root: Path, fonts: Path, standard: Literal["a-2b", "1.7"]) -> bytes:
    made = typst.compile(
        str(root / "main.typ"),
        root=str(root),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        pdf_standards=standard,
    )
    assert isinstance(made, bytes)
    return made


def to_typst(doc: Document, *, base_url: str = "") -> str:
    """The document as typst source (figures are left out)."""
    return _Writer(base_url, None).write(doc)


def quote(value: str) -> str:
    """A typst string literal: the only way text of people enters the source."""
    return json.dumps(_CONTROL.sub("", value), ensure_ascii=False).replace("\\u2028", "\u2028")


class _Writer:
    def __init__(self, base_url: str, root: Path | None) -> None:
        self.base_url, self.root, self.figures = base_url, root, 0
        self.facts = "facts"

    def write(self, doc: Document) -> str:
        labels = doc.labels
        self.facts = "tight-facts" if doc.fit else "facts"
        head = {
            "title": doc.title,
            "subtitle": doc.subtitle,
            "kicker": doc.kicker,
            "owner": doc.owner,
            "year": str(doc.year),
            "lang": doc.language,
            "watermark": doc.watermark,
            "footer": doc.footer,
            "paper": doc.paper,
            "colour": doc.colour,
            "contents-title": labels.contents,
            "table-word": labels.table,
            "figure-word": labels.figure,
            "page-word": labels.page,
            "of-word": labels.of,
        }
        pairs = ", ".join(f"{name}: {quote(value)}" for name, value in head.items())
        sizes = "".join(f"{size}pt, " for size in doc.fit)
        flags = f"cover: {_flag(doc.cover)}, contents: {_flag(doc.contents)}, fit: ({sizes})"
        flags += f", plain-first: {_flag(doc.plain_first)}"
        body = "\n".join(self.block(block) for block in doc.blocks)
        show = f"#show: book.with({pairs}, {flags}, year-number: {doc.year})"
        return f'#import "style.typ": *\n{show}\n{body}\n'

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                title = f"{block.number} {block.text}".strip()
                return f"#titled({block.level}, {quote(title)})"
            case Paragraph():
                return f"#para({quote(block.style)}, {self.runs(block.runs)})"
            case ListBlock():
                items = ", ".join(self.runs(item) for item in block.items)
                return f"#{'enum' if block.ordered else 'list'}({items})"
            case Facts():
                rows = ", ".join(
                    f"({quote(name)}, {self.runs(value)})" for name, value in block.rows
                )
                return f"#{self.facts}(({rows},))"
            case Table():
                return self.table(block)
            case Figure():
                return self.picture(block)
            case Signatures():
                return self.signatures(block)
            case Letterhead() | Seal() | Callout():
                return self.framed(block)
            case PageBreak(landscape=None):
                return "#pagebreak(weak: true)"
            case PageBreak():
                return f"#set page(flipped: {_flag(block.landscape is True)})"

    def runs(self, runs: Text) -> str:
        return "{" + " + ".join(self.run(run) for run in runs) + "}" if runs else "[]"

    def run(self, run: Run) -> str:
        made = f"text({quote(run.text)})"
        if run.bold:
            made = f"strong({made})"
        if run.italic:
            made = f"emph({made})"
        href = absolute(run.href, self.base_url)
        if href.startswith(("http://", "https://", "mailto:")):
            made = f"link({quote(href)}, {made})"
        return made

    def table(self, table: Table) -> str:
        count = len(table.header)
        widths = table.widths or (1.0,) * count
        align = table.align or ("left",) * count
        head = ", ".join(quote(title) for title in table.header)
        last = len(table.rows) - 1
        cells = [
            self.cell(
                cell,
                bold=table.total and number == last,
                lowest=0.0 if column else table.row_height,
            )
            for number, row in enumerate(table.rows)
            for column, cell in enumerate(row)
        ]
        columns = ", ".join(f"{width}fr" for width in widths)
        tall = ", upright: horizon" if table.row_height else ""
        return (
            f"#grid-table(({columns},), ({', '.join(align)},), ({head},),"
            f" {quote(table.caption)}, ({''.join(f'{cell}, ' for cell in cells)}){tall})"
        )

    def cell(self, cell: Cell, *, bold: bool, lowest: float) -> str:
        content = self.small(cell.picture) if cell.picture else self.runs(cell.runs)
        content = f"strong({content})" if bold else content
        content = f"tall({lowest}mm, {content})" if lowest else content
        fill = f", fill: rgb({quote(SHADES[cell.shade])})" if cell.shade else ""
        span = f", colspan: {cell.span}" if cell.span > 1 else ""
        return f"table.cell({content}{fill}{span})"

    def small(self, picture: Picture) -> str:
        if self.root is None:
            return f"text({quote(picture.alt)})"
        self.figures += 1
        name = f"figure-{self.figures}.png"
        (self.root / name).write_bytes(picture.png)
        size = f"{picture.width}mm, {picture.height}mm"
        return f"small-picture({quote(name)}, {quote(picture.alt)}, {size})"

    def picture(self, figure: Figure) -> str:
        if self.root is None:
            return f"#para({quote('note')}, text({quote(figure.alt)}))"
        self.figures += 1
        name = f"figure-{self.figures}.svg"
        (self.root / name).write_text(figure.svg, encoding="utf-8")
        return f"#picture({quote(name)}, {quote(figure.alt)}, {quote(figure.caption)})"

    def framed(self, block: Letterhead | Seal | Callout) -> str:
        match block:
            case Letterhead():
                lines = ", ".join(map(quote, block.lines))
                return f"#letterhead(({lines},), {quote(block.address)})"
            case Seal():
                return self.seal(block)
            case Callout():
                return f"#callout({quote(block.kind)}, {self.runs(block.runs)})"

    def seal(self, seal: Seal) -> str:
        if self.root is None:
            return f"#para({quote('small')}, {self.runs(seal.runs)})"
        self.figures += 1
        name = f"seal-{self.figures}.svg"
        (self.root / name).write_text(seal.svg, encoding="utf-8")
        return f"#seal({quote(name)}, {quote(seal.alt)}, {seal.size}mm, {self.runs(seal.runs)})"

    def signatures(self, block: Signatures) -> str:
        rows = ", ".join(
            "none"
            if s.is_blank
            else f"({', '.join(map(quote, (s.place_date, s.office, s.name, s.number, s.note)))})"
            for s in block.rows
        )
        return f"#signatures({block.columns}, ({rows},))"


def _flag(value: bool) -> str:  # noqa: FBT001 - a literal of typst
    return "true" if value else "false"
