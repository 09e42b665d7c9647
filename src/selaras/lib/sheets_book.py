"""A workbook of several long tables, written row by row, so that its length costs no memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from selaras.lib.sheets_export import FORMULA_STARTS, LONGEST_TEXT, neutral, storable
from selaras.lib.sheets_types import tab_title

MOST_ROWS = 1_048_576
MOST_LINKS = 60_000  # Excel mends, that is: throws away, what has more than 65,530 on a sheet
LONGEST_LINK = 2_000
_NO_TEXT = (*FORMULA_STARTS, "#")  # a formula, or an error like #N/A
_FORMATS = {"datetime": "dd/mm/yyyy hh:mm:ss", "date": "dd/mm/yyyy", "time": "hh:mm:ss"}


@dataclass(frozen=True)
class Link:
    """A cell that opens an address."""

    text: str
    href: str


class SheetFull(Exception):  # noqa: N818 - reads as `raise SheetFull(...)`
    """A table has more rows than a sheet of a workbook can hold."""


class TableBook:
    """Tables that take their rows in any order; `save` ends them all."""

    def __init__(self) -> None:
        self._workbook = Workbook(write_only=True)
        self._workbook.properties.creator = "Selaras"
        self._names: set[str] = set()

    def table(self, title: str, headers: Sequence[str]) -> "LongTable":
        sheet = self._workbook.create_sheet(self._free(title))
        return LongTable(sheet, headers)

    def _free(self, title: str) -> str:
        """A tab's name that no other tab has, whatever its case."""
        name, number = tab_title(title), 1
        while name.casefold() in self._names:
            number += 1
            mark = f" {number}"
            name = tab_title(title)[: 31 - len(mark)] + mark
        self._names.add(name.casefold())
        return name

    def save(self, file: IO[bytes]) -> None:
        self._workbook.save(file)


class LongTable:
    def __init__(self, sheet: Any, headers: Sequence[str]) -> None:
        self._sheet, self._links, self.rows = sheet, 0, 0
        for number, name in enumerate(headers, start=1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = min(max(len(name) + 3, 12), 40)
        sheet.freeze_panes = "A2"
        sheet.append([self._header(name) for name in headers])
        self._last = get_column_letter(max(len(headers), 1))

    @property
    def title(self) -> str:
        """The words on the tab."""
        return str(self._sheet.title)

    def _header(self, name: str) -> Any:
        cell = WriteOnlyCell(self._sheet, value=neutral(storable(name)))
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="EFF5FD")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def add(self, values: Sequence[object]) -> None:
        """Append a row.

        Raises:
            SheetFull: the sheet holds no more.
        """
        if self.rows + 1 >= MOST_ROWS:
            raise SheetFull(self._sheet.title)
        self.rows += 1
        self._sheet.append([self._cell(value) for value in values])
        self._sheet.auto_filter.ref = f"A1:{self._last}{self.rows + 1}"

    def _cell(self, value: object) -> Any:
        if isinstance(value, Link):
            return self._linked(value)
        stored = storable(value)
        if isinstance(stored, str):
            return self._text(stored) if stored.startswith(_NO_TEXT) else stored
        if (shape := _FORMATS.get(type(stored).__name__)) is not None:
            cell = WriteOnlyCell(self._sheet, value=stored)
            cell.number_format = shape
            return cell
        return stored

    def _text(self, text: str) -> Any:
        """Text that looks like a formula: kept as it is, and marked as text for Excel."""
        cell = WriteOnlyCell(self._sheet)
        cell.value = text[:LONGEST_TEXT]
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell

    def _linked(self, link: Link) -> Any:
        cell = self._text(storable(link.text))
        cell.quotePrefix = link.text.startswith(FORMULA_STARTS)
        if self._links < MOST_LINKS and len(link.href) < LONGEST_LINK:
            self._links += 1
            cell.hyperlink = link.href
            cell.font = Font(name="Calibri", size=11, underline="single", color="0956C3")
        return cell
