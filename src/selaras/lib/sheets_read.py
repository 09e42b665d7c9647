"""Reading a returned workbook: tolerant of what people do to it, exact about what is wrong."""

import io
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from selaras.lib.sheets_guard import Refusal, check_container
from selaras.lib.sheets_types import (
    META_SHEET,
    CellError,
    Column,
    ReadResult,
    Row,
    Sheet,
    matchable,
    tab_title,
)
from selaras.lib.sheets_values import Mistake, clean, convert, shown

MAX_ROWS = 20_000
HEADER_SEARCH = 15

_Cells = Mapping[int, Any]  # the cells of one row by column number
_Grid = dict[int, dict[int, Any]]  # the filled rows by number


def read_workbook(data: bytes, sheets: Sequence[Sheet]) -> ReadResult:
    """Read every sheet asked for; no exception escapes, whatever the bytes are."""
    result = ReadResult({sheet.key: [] for sheet in sheets}, [], {})
    try:
        check_container(data)
        worksheets = {sheet.title: sheet for sheet in open_workbook(data).worksheets}
        result.meta.update(_meta(worksheets.pop(META_SHEET, None)))
        grids = {title: _grid(worksheet) for title, worksheet in worksheets.items()}
        for sheet, title in _assign(sheets, grids):
            if title is None:
                result.errors.append(CellError(sheet.title, "", "sheet_missing"))
            else:
                _read_sheet(sheet, grids[title], _falls(worksheets[title]), result)
    except Refusal as refusal:
        return _refused(sheets, refusal.code)
    except Exception:  # noqa: BLE001 - openpyxl raises anything at all for a damaged file
        return _refused(sheets, "not_a_workbook")
    return result


def _refused(sheets: Sequence[Sheet], code: str) -> ReadResult:
    return ReadResult({sheet.key: [] for sheet in sheets}, [CellError("", "", code)], {})


def open_workbook(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about features that reading does not need
        return load_workbook(io.BytesIO(data), data_only=True, keep_links=False)


def _grid(worksheet: Any) -> _Grid:
    """Only the cells that hold something: `iter_rows` would make all up to the last formatted."""
    grid: _Grid = defaultdict(dict)
    for (row, column), cell in sorted(worksheet._cells.items()):  # noqa: SLF001
        if cell.value is not None and (not isinstance(cell.value, str) or clean(cell.value)):
            grid[row][column] = cell
    return grid


def _meta(worksheet: Any) -> dict[str, str]:
    if worksheet is None:
        return {}
    rows = [row for row in _grid(worksheet).values() if 1 in row]
    return {str(row[1].value): str(row[2].value) if 2 in row else "" for row in rows}


def _falls(worksheet: Any) -> dict[tuple[int, int], Any]:
    """Cells merged downwards stand for each of their rows: (row, column) to the upper cell."""
    return {
        (row, merged.min_col): worksheet.cell(merged.min_row, merged.min_col)
        for merged in worksheet.merged_cells.ranges
        for row in range(merged.min_row + 1, merged.max_row + 1)
    }


def _assign(
    sheets: Sequence[Sheet], grids: Mapping[str, _Grid]
) -> Iterator[tuple[Sheet, str | None]]:
    """Each sheet with the tab that is it: by its name, else by its header."""
    free = {matchable(title): title for title in grids}
    named = {sheet.key: free.pop(matchable(tab_title(sheet.title)), None) for sheet in sheets}
    for sheet in sheets:
        title = named[sheet.key]
        if title is None:
            complete = (tab for tab, name in free.items() if _has_header(sheet, grids[name]))
            title = free.pop(next(complete, ""), None)
        yield sheet, title


def _has_header(sheet: Sheet, grid: _Grid) -> bool:
    found = _header(sheet, grid)[1]
    return all(column.key in found for column in sheet.columns if not column.optional)


def _header(sheet: Sheet, grid: _Grid) -> tuple[int, dict[str, int]]:
    """The row among the first that holds most of the titles, and each key's column there."""
    wanted = {matchable(column.title): column.key for column in sheet.columns}
    best: tuple[int, dict[str, int]] = (0, {})
    for number in sorted(row for row in grid if row <= HEADER_SEARCH):
        found: dict[str, int] = {}
        for position, cell in grid[number].items():
            key = wanted.get(matchable(cell.value))
            if key is not None:
                found.setdefault(key, position)
        if len(found) > len(best[1]):
            best = (number, found)
    return best


@dataclass
class _Reading:
    """One sheet while it is read."""

    sheet: Sheet
    header: int
    places: dict[str, int]
    falls: Mapping[tuple[int, int], Any]
    errors: list[CellError]
    seen: dict[str, set[object]] = field(default_factory=lambda: defaultdict(set))


def _read_sheet(
    sheet: Sheet, grid: _Grid, falls: Mapping[tuple[int, int], Any], result: ReadResult
) -> None:
    header, places = _header(sheet, grid)
    missing = [c for c in sheet.columns if c.key not in places and not c.optional]
    if missing:
        result.errors.extend(
            CellError(sheet.title, "", "column_missing", {"column": column.title})
            for column in missing
        )
        return
    filled = [
        number
        for number in sorted(grid)
        if number > header
        and any(position in grid[number] for position in places.values())
        and not _is_help(sheet, places, grid[number])
    ]
    if len(filled) > MAX_ROWS:
        result.errors.append(CellError(sheet.title, "", "too_many_rows", {"limit": str(MAX_ROWS)}))
        return
    reading = _Reading(sheet, header, places, falls, result.errors)
    result.rows[sheet.key].extend(_read_row(reading, number, grid[number]) for number in filled)


def _is_help(sheet: Sheet, places: Mapping[str, int], cells: _Cells) -> bool:
    """The row of explanations: every cell is one."""
    present = [c for c in sheet.columns if c.key in places and places[c.key] in cells]
    return all(_explains(column, cells[places[column.key]]) for column in present)


def _explains(column: Column, cell: Any) -> bool:
    """Whether a cell still holds its column's explanation."""
    return bool(column.help) and matchable(cell.value) == matchable(column.help)


def _read_row(reading: _Reading, number: int, cells: _Cells) -> Row:
    row = Row(number, {}, {})
    for column in reading.sheet.columns:
        if column.key not in reading.places:
            continue
        position = reading.places[column.key]
        cell = cells.get(position)
        if cell is None and not column.unique:
            upper = reading.falls.get((number, position))
            cell = upper if upper is not None and upper.row > reading.header else None
        if cell is not None and _explains(column, cell):
            cell = None  # the row of explanations was written over in part
        row.cells[column.key] = f"{get_column_letter(position)}{number}"
        try:
            row.values[column.key] = _read_cell(reading, column, cell)
        except Mistake as mistake:
            row.values[column.key] = None
            params = {"column": column.title, "value": "", **mistake.params}
            if cell is not None:
                params["value"] = shown(cell.value)[:80]
            reading.errors.append(
                CellError(reading.sheet.title, row.cells[column.key], mistake.code, params)
            )
    return row


def _read_cell(reading: _Reading, column: Column, cell: Any) -> object:
    if cell is not None and cell.data_type == "e":
        raise Mistake("formula_error")
    percent = cell is not None and "%" in str(cell.number_format)
    value = convert(None if cell is None else cell.value, column, percent=percent)
    if column.unique and value is not None:
        same = matchable(value) if isinstance(value, str) else value
        if same in reading.seen[column.key]:
            raise Mistake("duplicate_key")
        reading.seen[column.key].add(same)
    return value
