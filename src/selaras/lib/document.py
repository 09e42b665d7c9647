"""A document as a tree of plain values; `document_typst`, `_docx` and `_html` write it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from selaras.lib.charts import Chart, png, svg

FONTS = Path(__file__).parent / "fonts"
Align = Literal["left", "right", "center"]
Shade = Literal["", "brand", "ok", "warn", "bad", "off"]


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""  # site-relative path, http(s) address or #anchor


Text = tuple[Run, ...]


def text(words: object, *, bold: bool = False, href: str = "") -> Text:
    """One run of text."""
    return (Run(str(words), bold=bold, href=href),)


@dataclass(frozen=True)
class Heading:
    level: int  # 1 chapter … 4
    text: str
    anchor: str
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: Text
    style: Literal["body", "lead", "note", "small", "title", "center"] = "body"


@dataclass(frozen=True)
class ListBlock:
    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Picture:
    """A small picture that stands in a cell, such as a signature."""

    png: bytes
    alt: str
    height: float  # mm; the width follows
    width: float = 40.0  # mm at most


@dataclass(frozen=True)
class Cell:
    runs: Text
    shade: Shade = ""
    span: int = 1
    picture: Picture | None = None  # instead of the runs


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    widths: tuple[float, ...] = ()  # relative
    align: tuple[Align, ...] = ()
    anchor: str = ""
    total: bool = False  # the last row is a sum
    row_height: float = 0.0  # mm at least, for rows that are filled in by hand


@dataclass(frozen=True)
class Facts:
    """Label and value, line by line."""

    rows: tuple[tuple[str, Text], ...]
    caption: str = ""


@dataclass(frozen=True)
class Figure:
    svg: str
    png: bytes
    alt: str
    caption: str


@dataclass(frozen=True)
class Signature:
    """A place to sign; one without words leaves its place empty."""

    place_date: str
    office: str
    name: str
    number: str = ""
    note: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.place_date or self.office or self.name)


@dataclass(frozen=True)
class Signatures:
    rows: tuple[Signature, ...]
    columns: int = 2


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is (kop): names in the middle, the last one largest, a rule below."""

    lines: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True)
class Seal:
    """A small square code with words beside it, such as where to check a signed paper."""

    svg: str
    png: bytes
    alt: str
    runs: Text
    size: float = 26.0  # mm


@dataclass(frozen=True)
class PageBreak:
    landscape: bool | None = None  # None keeps the present direction


@dataclass(frozen=True)
class Callout:
    kind: Literal["info", "warn", "ok"]
    runs: Text


Block = (
    Heading
    | Paragraph
    | ListBlock
    | Table
    | Facts
    | Figure
    | Signatures
    | Letterhead
    | Seal
    | PageBreak
    | Callout
)


@dataclass(frozen=True)
class Labels:
    contents: str = "Daftar isi"
    table: str = "Tabel"
    figure: str = "Gambar"
    page: str = "Halaman"
    of: str = "dari"


@dataclass(frozen=True)
class Document:
    title: str
    subtitle: str
    kicker: str
    owner: str
    year: int
    blocks: tuple[Block, ...]
    language: str = "id"
    labels: Labels = field(default_factory=Labels)
    cover: bool = True
    contents: bool = True
    watermark: str = ""
    footer: str = ""
    paper: Literal["a4", "f4"] = "a4"
    plain_first: bool = False  # the first page has no running header: its letterhead is enough
    colour: str = "#0956c3"
    # Sizes of type in pt, tried in turn until everything stands on one page; empty: a plain flow.
    fit: tuple[float, ...] = ()


def figure(chart: Chart) -> Figure:
    """A chart as a figure of a document."""
    return Figure(svg(chart), png(chart), chart.description, chart.title)


def absolute(href: str, base_url: str) -> str:
    """A site-relative address as it must stand outside the site."""
    return base_url.rstrip("/") + href if href.startswith("/") else href
