"""A document as HTML: a fragment for the site, or a page that stands by itself."""

import base64
from html import escape
from pathlib import Path

from selaras.lib.document import (
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

CLASSES = {
    "brand": "shade-brand",
    "ok": "shade-ok",
    "warn": "shade-warn",
    "bad": "shade-bad",
    "off": "shade-off",
}
CONTENTS = "daftar-isi"
STYLE = Path(__file__).parent / "document.css"


def to_html(doc: Document, *, base_url: str = "") -> str:
    """Contents and article; everything escaped, no inline style or script.

    With contents, each chapter can be folded, and a link leads back to the contents.
    """
    writer = _Writer(base_url)
    if not doc.contents:
        body = "\n".join(writer.block(block) for block in doc.blocks)
        return f'<article class="document">\n{body}\n</article>'
    contents, body = writer.contents(doc), writer.chapters(doc)
    back = f'<a class="to-contents" href="#{CONTENTS}">{escape(doc.labels.contents)}</a>'
    return f'{contents}<article class="document">\n{body}\n{back}</article>'


def to_page(doc: Document, *, base_url: str = "") -> str:
    """A complete file that opens without the site."""
    mark = f'<p class="watermark">{escape(doc.watermark)}</p>' if doc.watermark else ""
    style = STYLE.read_text().replace("COLOUR", escape(doc.colour))
    return (
        f'<!doctype html>\n<html lang="{escape(doc.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(doc.title)}</title><style>{style}</style></head><body>"
        f'<header class="cover"><p>{escape(doc.kicker)}</p><h1>{escape(doc.title)}</h1>'
        f"<p>{escape(doc.subtitle)}</p><p>{escape(doc.owner)}, {doc.year}</p></header>{mark}"
        f"{to_html(doc, base_url=base_url)}"
        f"<footer><p>{escape(doc.footer)}</p></footer></body></html>\n"
    )


class _Writer:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.counts = {"table": 0, "figure": 0}
        self.labels: dict[str, str] = {}

    def contents(self, doc: Document) -> str:
        self.labels = {"table": doc.labels.table, "figure": doc.labels.figure}
        lines = [
            f'<li class="toc-{block.level}">'
            f'<a href="#{escape(block.anchor)}">{_title(block)}</a></li>'
            for block in doc.blocks
            if isinstance(block, Heading) and block.level <= 2
        ]
        title = escape(doc.labels.contents)
        return (
            f'<nav class="document-contents" id="{CONTENTS}" aria-label="{title}">'
            f"<h2>{title}</h2><ul>{''.join(lines)}</ul></nav>\n"
        )

    def chapters(self, doc: Document) -> str:
        """All blocks; a heading of the first level begins a chapter that is open at first."""
        made, is_open = [], False
        for block in doc.blocks:
            html = self.block(block)
            if isinstance(block, Heading) and block.level == 1:
                html = f'<details class="chapter" open><summary>{html}</summary>'
                html, is_open = (f"</details>\n{html}" if is_open else html), True
            made.append(html)
        return "\n".join(made) + ("</details>" if is_open else "")

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                level = min(block.level + 1, 5)
                return f'<h{level} id="{escape(block.anchor)}">{_title(block)}</h{level}>'
            case Paragraph():
                return f'<p class="{block.style}">{self.runs(block.runs)}</p>'
            case ListBlock():
                name = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{self.runs(item)}</li>" for item in block.items)
                return f"<{name}>{items}</{name}>"
            case Facts():
                rows = "".join(
                    f"<dt>{escape(n)}</dt><dd>{self.runs(v)}</dd>" for n, v in block.rows
                )
                return f'<dl class="facts">{rows}</dl>'
            case Table():
                return self.table(block)
            case Figure():
                caption = f"<figcaption>{self.caption('figure', block.caption)}</figcaption>"
                return f'<figure class="chart">{caption}{block.svg}</figure>'
            case Signatures():
                return self.signatures(block)
            case Letterhead():
                lines = "<br>".join(f"<strong>{escape(line)}</strong>" for line in block.lines)
                return f'<p class="letterhead">{lines}<br>{escape(block.address)}</p>'
            case Seal():
                return (
                    f'<div class="seal"><div class="seal-code" role="img"'
                    f' aria-label="{escape(block.alt)}">{block.svg}</div>'
                    f"<p>{self.runs(block.runs)}</p></div>"
                )
            case Callout():
                return f'<p class="doc-callout doc-{block.kind}">{self.runs(block.runs)}</p>'
            case PageBreak():
                return ""

    def runs(self, runs: Text) -> str:
        return "".join(self.run(run) for run in runs)

    def run(self, run: Run) -> str:
        made = escape(run.text).replace("\n", "<br>")
        if run.bold:
            made = f"<strong>{made}</strong>"
        if run.italic:
            made = f"<em>{made}</em>"
        href = absolute(run.href, self.base_url)
        if href.startswith(("http://", "https://", "mailto:", "/", "#")):
            made = f'<a href="{escape(href)}">{made}</a>'
        return made

    def caption(self, kind: str, words: str) -> str:
        self.counts[kind] += 1
        return f"{escape(self.labels.get(kind, ''))} {self.counts[kind]}. {escape(words)}".strip()

    def table(self, table: Table) -> str:
        align = table.align or ("left",) * len(table.header)
        head = "".join(
            f'<th scope="col" class="{align[i]}">{escape(title)}</th>'
            for i, title in enumerate(table.header)
        )
        rows = "".join(
            f'<tr class="{_kind(table, number)}">{self.row(table, row, align)}</tr>'
            for number, row in enumerate(table.rows)
        )
        name = table.caption or ", ".join(table.header)
        caption = (
            f"<caption>{self.caption('table', table.caption)}</caption>" if table.caption else ""
        )
        anchor = f' id="{escape(table.anchor)}"' if table.anchor else ""
        tall = " by-hand" if table.row_height else ""
        return (
            f'<div class="table-wrap" tabindex="0" role="region" aria-label="{escape(name)}">'
            f'<table class="table selaras-table{tall}"{anchor}>{caption}'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def row(self, table: Table, row: tuple[Cell, ...], align: tuple[str, ...]) -> str:
        made, column = [], 0
        for cell in row:
            side = align[column] if column < len(align) else "left"
            classes = f"{side} {CLASSES.get(cell.shade, '')}".strip()
            span = f' colspan="{cell.span}"' if cell.span > 1 else ""
            label = escape(table.header[column]) if column < len(table.header) else ""
            inner = _small(cell.picture) if cell.picture else self.runs(cell.runs)
            made.append(f'<td class="{classes}" data-label="{label}"{span}>{inner}</td>')
            column += cell.span
        return "".join(made)

    def signatures(self, block: Signatures) -> str:
        signs = "".join(
            "<div></div>"
            if s.is_blank
            else f"<div><p>{escape(s.place_date)}<br><strong>{escape(s.office)}</strong></p>"
            f"<p>{escape(s.name) or '…'}<br>{escape(s.number)}<br>"
            f"<small>{escape(s.note)}</small></p></div>"
            for s in block.rows
        )
        return f'<div class="signatures">{signs}</div>'


def _small(picture: Picture) -> str:
    data, height = base64.b64encode(picture.png).decode(), round(picture.height * 96 / 25.4)
    return f'<img src="data:image/png;base64,{data}" alt="{escape(picture.alt)}" height="{height}">'


def _title(block: Heading) -> str:
    return escape(f"{block.number} {block.text}".strip())


def _kind(table: Table, number: int) -> str:
    return "total" if table.total and number == len(table.rows) - 1 else "plain"
