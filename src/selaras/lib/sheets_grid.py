"""Any spreadsheet as it stands: cells by place, and which of them are merged.

For files that were not made here. What the cells mean is for the caller to find out.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import time, timedelta
from typing import Any

import python_calamine
from openpyxl.utils import get_column_letter

from selaras.lib.sheets_guard import Refusal, check_container, is_ods
from selaras.lib.sheets_ods import read_ods
from selaras.lib.sheets_read import open_workbook
from selaras.lib.sheets_types import Grid, Span
from selaras.lib.sheets_values import clean

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_AREA = 4_000_000
LARGEST_WHOLE = 2**53
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Excel 97 to 2003
_DELIMITERS = (";", ",", "\t", "|")
_WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet
_VISIBLE = python_calamine.SheetVisibleEnum.Visible


class Unreadable(Exception):  # noqa: N818 - reads as `raise Unreadable(...)`
    """The file is no spreadsheet that can be read; `code` says why (see `core.sheets.TEXTS`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def read_grids(data: bytes) -> list[Grid]:
    """The visible sheets of a workbook (XLSX, XLS, ODS), or the one table of a CSV file.

    Raises:
        Unreadable: none of these, or too large.
    """
    if data.startswith(OLD):
        return _guarded(lambda: _fast(data))
    if data.startswith(b"PK"):
        return _guarded(lambda: _ods(data) if is_ods(data) else _xlsx(data))
    return [_table(data)]


def _guarded(read: Callable[[], list[Grid]]) -> list[Grid]:
    try:
        return read()
    except Refusal as refusal:
        raise Unreadable(refusal.code) from refusal
    except (Unreadable, KeyboardInterrupt, SystemExit):
        raise
    # openpyxl raises anything at all for a damaged file, calamine what is no Exception even
    except BaseException as error:
        raise Unreadable("not_a_workbook") from error


def _ods(data: bytes) -> list[Grid]:
    sheets = read_ods(data, rows=MAX_ROWS, columns=MAX_COLUMNS)
    shown = [grid for grid, visible in sheets if visible] or [grid for grid, _visible in sheets]
    return [Grid(each.title, _tidied(each.cells), each.spans) for each in shown]


def _xlsx(data: bytes) -> list[Grid]:
    """By calamine, fifteen times as fast; but it keeps the empty cells up to the last one too."""
    if check_container(data) <= MAX_AREA:
        return _fast(data)
    sheets = open_workbook(data).worksheets
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    return [_sheet(sheet) for sheet in visible or sheets]


def _fast(data: bytes) -> list[Grid]:
    book = python_calamine.CalamineWorkbook.from_object(io.BytesIO(data))
    sheets = [each for each in book.sheets_metadata if each.typ == _WORKSHEET]
    visible = [each for each in sheets if each.visible == _VISIBLE]
    return [_fast_sheet(book.get_sheet_by_name(each.name)) for each in visible or sheets]


def _fast_sheet(sheet: python_calamine.CalamineSheet) -> Grid:
    cells = {
        (row, column): value
        for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(values[:MAX_COLUMNS], start=1)
        if value != ""
    }
    spans = tuple(
        Span(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Grid(sheet.name, _tidied(cells), spans)


def _tidied(cells: Mapping[tuple[int, int], object]) -> dict[tuple[int, int], object]:
    found = {place: value for place, raw in cells.items() if (value := _value(raw)) is not None}
    if found and max(row for row, _column in found) > MAX_ROWS:
        raise Unreadable("too_many_rows")
    return found


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
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        return int(value)
    return str(value) if isinstance(value, time | timedelta) else value


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
