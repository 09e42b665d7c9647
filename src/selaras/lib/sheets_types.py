"""What a workbook is made of, for writer and reader alike."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "long", "integer", "money", "decimal", "date", "choice", "yes_no"]

META_SHEET = "_selaras"
CHOICES_SHEET = "_pilihan"


@dataclass(frozen=True)
class Column:
    """One column; people see `title`, the program `key`.

    `minimum` and `maximum` bound numbers, `max_length` text; `locked` cells are shaded and
    protected; in a `unique` column no value may stand twice. An `optional` column may be missing
    as a whole: a workbook that was made before the column was thought of is read all the same, and
    its rows have no value for it. `aliases` are words that older workbooks have for a choice.
    """

    key: str
    title: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    width: int = 20
    locked: bool = False
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    unique: bool = False
    optional: bool = False
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    key: str
    title: str
    columns: tuple[Column, ...]
    intro: str = ""
    blank_rows: int = 50


@dataclass(frozen=True)
class Labels:
    """The words that the writer itself puts into a workbook; Indonesian unless replaced."""

    cover: str = "Petunjuk"
    contents: str = "Lembar yang diisi"
    required_note: str = "Kolom bertanda * wajib diisi. Kolom abu-abu tidak perlu diubah."
    yes: str = "Ya"
    no: str = "Tidak"
    check_entry: str = "Periksa isian"
    choose: str = "Pilih dari daftar."
    whole_number: str = "Tulis bilangan bulat, tanpa titik atau huruf."
    money: str = "Tulis angka saja dalam rupiah, contoh 250000000."
    decimal: str = "Tulis angka, contoh 12,5."
    day: str = "Tulis tanggal, contoh 27/11/2019."
    shorter: str = "Teks terlalu panjang."
    page: str = "Halaman"
    of: str = "dari"


@dataclass(frozen=True)
class Row:
    """A filled row: its number in the sheet, the values by column key and where each stands."""

    number: int
    values: dict[str, object]
    cells: dict[str, str]


@dataclass(frozen=True)
class CellError:
    """A problem at a cell; `sheet` is the title people see, empty for the whole file."""

    sheet: str
    cell: str
    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadResult:
    """What a workbook held. `rows` has an entry for every sheet asked for.

    A value that is empty or wrong is None in its row; wrong ones are named in `errors`.
    """

    rows: dict[str, list[Row]]
    errors: list[CellError]
    meta: dict[str, str]


def matchable(text: object) -> str:
    """The text as it is compared: no case, no doubled or special spaces, no mark of a must."""
    plain = unicodedata.normalize("NFKC", str(text)).casefold()
    return re.sub(r"\s+", " ", plain).strip(" \ufeff\u200b:*").strip()


def tab_title(title: str) -> str:
    """A title that may stand on a tab: at most 31 characters, none of `[]:*?/\\`."""
    return re.sub(r"[\[\]:*?/\\\s]+", " ", title).strip(" '")[:31].strip(" '") or "Lembar"


@dataclass(frozen=True)
class Span:
    """A merged range, from its first to its last row and column."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet: the filled cells by (row, column) from 1, and the merged ranges."""

    title: str
    cells: Mapping[tuple[int, int], object]
    spans: tuple[Span, ...] = ()
