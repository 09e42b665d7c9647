"""Any spreadsheet as it stands: cells by place, and which of them are merged.

For files that were not made here. What the cells mean is for the caller to find out.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from selaras.lib.sheets_guard import Refusal, check_container
from selaras.lib.sheets_read import open_workbook
from selaras.lib.sheets_values import clean

MAX_ROWS = 20_000
MAX_COLUMNS = 200
_DELIMITERS = (";", ",", "\t", "|")


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


class Unreadable(Exception):  # noqa: N818 - reads as `raise Unreadable(...)`
    """The file is no spreadsheet that can be read; `code` says why (see `core.sheets.TEXTS`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def read_grids(data: bytes) -> list[Grid]:
    """The visible sheets of an XLSX workbook, or the one table of a CSV file.

    Raises:
        Unreadable: neither, or too large.
    """
    if data.startswith(b"PK"):
        return _workbook(data)
    return [_table(data)]


def _workbook(data: bytes) -> list[Grid]:
    try:
        check_container(data)
        sheets = open_workbook(data).worksheets
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        return [_sheet(sheet) for sheet in visible or sheets]
    except Refusal as refusal:
        raise Unreadable(refusal.code) from refusal
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises anything at all for a damaged file
        raise Unreadable("not_a_workbook") from error


def _sheet(sheet: Any) -> Grid:
    cells: dict[tuple[int, int], object] = {}
    for place, cell in sorted(sheet._cells.items()):  # noqa: SLF001 - only the filled cells
        value = _value(cell.value)
        if value is not None and place[1] <= MAX_COLUMNS and cell.data_type != "e":
            cells[place] = value
    if cells and max(row for row, _column in cells) > MAX_ROWS:
        raise Unreadable("too_many_rows")
    spans = tuple(
        Span(merged.min_row, merged.min_col, merged.max_row, merged.max_col)
        for merged in sheet.merged_cells.ranges
    )
    return Grid(sheet.title, cells, spans)


def _value(value: object) -> object:
    if isinstance(value, str):
        return clean(value, lines=True) or None
    return value


def _table(data: bytes) -> Grid:
    text = _decoded(data)
    delimiter = max(_DELIMITERS, key=lambda mark: _columns(text, mark))
    cells: dict[tuple[int, int], object] = {}
    for row, values in enumerate(_rows(text, delimiter), start=1):
        if row > MAX_ROWS:
            raise Unreadable("too_many_rows")
        for column, value in enumerate(values[:MAX_COLUMNS], start=1):
            if tidied := clean(value, lines=True):
                cells[row, column] = tidied
    return Grid("CSV", cells)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(2**20)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable("not_a_table") from error


def _columns(text: str, delimiter: str) -> int:
    """How many cells the fullest of the first lines has with this delimiter."""
    lines = text.splitlines()[:20]
    return max((line.count(delimiter) for line in lines), default=0)


def _decoded(data: bytes) -> str:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("not_a_table")
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_a_table")
