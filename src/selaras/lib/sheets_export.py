"""Lists out to a spreadsheet: nothing that a person typed may run as a formula there."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from selaras.lib.sheets_types import tab_title

LONGEST_TEXT = 32_767
_EXACT_DIGITS = 10**15
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_MEASURED_ROWS = 200
_NO_XML = re.compile("[\ufffe\uffff]")


def neutral(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def storable(value: object) -> Any:
    """The value as a cell can hold it; what a spreadsheet would mangle becomes text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal | float):
        return value if _is_exact(value) else str(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None) if value.year > 1900 else value.isoformat()
    if isinstance(value, date):
        return value if value.year > 1900 else value.isoformat()
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    text = str(value).encode("utf-8", "ignore").decode()
    return _NO_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_TEXT]


def _is_exact(value: float | Decimal) -> bool:
    """Whether a spreadsheet, which counts in binary fractions, keeps the number as it is."""
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    if not -_EXACT_DIGITS < value < _EXACT_DIGITS:
        return False
    return not isinstance(value, Decimal) or Decimal(repr(float(value))) == value


def write_table(title: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet with a bold header, a filter on every column and fitting widths, as XLSX."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(tab_title(title))
    waiting = iter(rows)
    first = list(itertools.islice(waiting, _MEASURED_ROWS))
    for number, name in enumerate(headers, start=1):
        texts = [str(row[number - 1]) for row in first if number <= len(row)]
        longest = max(map(len, (str(name), *texts)))
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 3, 10), 60)
    sheet.freeze_panes = "A2"
    sheet.append([_header_cell(sheet, name) for name in headers])
    last = 1
    for row in itertools.chain(first, waiting):
        sheet.append([_cell(sheet, value) for value in row])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(headers), 1))}{last}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _header_cell(sheet: Any, name: object) -> Any:
    cell = WriteOnlyCell(sheet, value=neutral(storable(str(name))))
    cell.font = Font(name="Calibri", size=11, bold=True)
    cell.fill = PatternFill("solid", fgColor="EFF5FD")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: object) -> Any:
    stored = storable(value)
    if isinstance(stored, str):
        cell = WriteOnlyCell(sheet, value=neutral(stored)[:LONGEST_TEXT])
        cell.data_type = "s"
        return cell
    if isinstance(stored, date):
        cell = WriteOnlyCell(sheet, value=stored)
        cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(stored, datetime) else "dd/mm/yyyy"
        return cell
    return stored


def write_csv(
    headers: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ","
) -> bytes:
    """Comma-separated UTF-8 with a byte order mark, by which spreadsheets know the encoding.

    Numbers stand plain with a decimal point, dates as 2019-10-08. For Excel set to Indonesian the
    delimiter is a semicolon, and decimals have a comma.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    comma = delimiter == ";"
    for row in itertools.chain([headers], rows):
        writer.writerow([_field(value, comma=comma) for value in row])
    return written.getvalue().encode("utf-8-sig", "ignore")


def _field(value: object, *, comma: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if comma else str(value)
    return neutral(str(value).replace("\0", ""))
