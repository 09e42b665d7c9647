"""The sheets of an OpenDocument spreadsheet (.ods), with their merged cells and hidden sheets."""

import io
import zipfile
import zlib
from datetime import date, datetime
from xml.parsers import expat

from selaras.lib.sheets_guard import MAX_CELLS, MAX_FILE, MAX_UNPACKED, Refusal
from selaras.lib.sheets_types import Grid, Span

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 "
# What stands in or beside a cell and is no content of it.
_ASIDE = frozenset((_OFFICE + "annotation", _TABLE + "tracked-changes", _DRAW + "frame"))
_CELLS = frozenset((_TABLE + "table-cell", _TABLE + "covered-table-cell"))
_NUMBERS = frozenset(("float", "percentage", "currency"))


def read_ods(data: bytes, *, rows: int, columns: int) -> list[tuple[Grid, bool]]:
    """Each sheet, and whether it is shown; at most `columns` wide.

    Raises:
        Refusal: it cannot be read, or has more rows than `rows`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = archive.getinfo("content.xml")
            if len(data) > MAX_FILE or part.file_size > MAX_UNPACKED:
                raise Refusal("too_large")
            content = archive.read(part)
        return _Reader(rows, columns).read(content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise Refusal("not_a_workbook") from error


class _Reader:
    """Follows the file from its beginning to its end, so that its length costs little memory."""

    def __init__(self, rows: int, columns: int) -> None:
        self.most_rows, self.most_columns = rows, columns
        self.found: list[tuple[Grid, bool]] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.aside = 0  # how deep in something that is no content
        self.count = 0
        self.cell: dict[str, str] | None = None
        self.text: list[str] = []

    def read(self, content: bytes) -> list[tuple[Grid, bool]]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.buffer_text = True
        parser.Parse(content, True)  # noqa: FBT003 - positional-only: this is the last piece
        return self.found

    def _refuse(self, *_declaration: object) -> None:
        raise Refusal("not_a_workbook")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.aside or name in _ASIDE:
            self.aside += 1
        elif name == _STYLE + "style":
            self.style = attributes.get(_STYLE + "name", "")
        elif name == _STYLE + "table-properties":
            if attributes.get(_TABLE + "display") == "false":
                self.hidden_styles.add(self.style)
        elif name == _TABLE + "table":
            self._open_sheet(attributes)
        elif name == _TABLE + "table-row":
            self.column = 1
            self.values: dict[int, object] = {}
            self.row_repeated = int(attributes.get(_TABLE + "number-rows-repeated", "1"))
        elif name in _CELLS:
            self.cell, self.text = attributes, []
        elif self.cell is not None:
            self._within_cell(name, attributes)

    def _open_sheet(self, attributes: dict[str, str]) -> None:
        self.row = 1
        self.cells: dict[tuple[int, int], object] = {}
        self.spans: list[Span] = []
        self.title = attributes.get(_TABLE + "name", "")
        self.visible = attributes.get(_TABLE + "style-name", "") not in self.hidden_styles

    def _within_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name in (_TEXT + "p", _TEXT + "line-break"):
            if self.text:
                self.text.append("\n")
        elif name in (_TEXT + "s", _TEXT + "tab"):
            self.text.append(" " * min(int(attributes.get(_TEXT + "c", "1")), 100))

    def _characters(self, text: str) -> None:
        if self.cell is not None and not self.aside:
            self.text.append(text)

    def _end(self, name: str) -> None:
        if self.aside:
            self.aside -= 1
        elif name in _CELLS and self.cell is not None:
            self._close_cell(self.cell)
            self.cell = None
        elif name == _TABLE + "table-row":
            self._close_row()
        elif name == _TABLE + "table":
            self.found.append((Grid(self.title, self.cells, tuple(self.spans)), self.visible))

    def _close_cell(self, cell: dict[str, str]) -> None:
        repeated = int(cell.get(_TABLE + "number-columns-repeated", "1"))
        value = _value(cell, "".join(self.text))
        if value not in (None, ""):
            for column in range(self.column, min(self.column + repeated, self.most_columns + 1)):
                self.values[column] = value
        right = int(cell.get(_TABLE + "number-columns-spanned", "1")) - 1
        down = int(cell.get(_TABLE + "number-rows-spanned", "1")) - 1
        if right > 0 or down > 0:
            corner = (self.row + down, self.column + right)
            self.spans.append(Span(self.row, self.column, *corner))
        self.column += repeated

    def _close_row(self) -> None:
        if self.values:
            last = self.row + self.row_repeated - 1
            self.count += len(self.values) * self.row_repeated
            if last > self.most_rows:
                raise Refusal("too_many_rows")
            if self.count > MAX_CELLS:
                raise Refusal("too_large")
            for row in range(self.row, last + 1):
                self.cells |= {(row, column): value for column, value in self.values.items()}
        self.row += self.row_repeated


def _value(cell: dict[str, str], text: str) -> object:
    """As the cell keeps it: a number, a day, yes or no; else the text that is seen."""
    kind = cell.get(_OFFICE + "value-type", "")
    if kind in _NUMBERS:
        number = float(cell.get(_OFFICE + "value", "nan"))
        return int(number) if number.is_integer() else number
    if kind == "date":
        written = cell.get(_OFFICE + "date-value", "")
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    if kind == "boolean":
        return cell.get(_OFFICE + "boolean-value") == "true"
    return text or cell.get(_OFFICE + "string-value")
