"""Writing a workbook that people fill in: readable, printable, and hard to fill in wrongly."""

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from selaras.lib.sheets_entry import Lists, entry_check
from selaras.lib.sheets_export import storable
from selaras.lib.sheets_types import CHOICES_SHEET, META_SHEET, Column, Labels, Sheet, tab_title

_BRAND, _PALE, _SHADE, _QUIET, _LINE = "0956C3", "EFF5FD", "E5E5E5", "525252", "BFBFBF"
_FORMATS = {"integer": "0", "money": "#,##0", "date": "dd/mm/yyyy"}
_NUMBERS = {"integer", "money", "decimal"}
_LEAST_WIDTH, _LINE_HEIGHT = 8, 15


def write_workbook(
    sheets: Sequence[Sheet],
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    *,
    meta: Mapping[str, str],
    cover: Sequence[tuple[str, str]] = (),
    labels: Labels | None = None,
) -> bytes:
    """The workbook as XLSX, prefilled with `rows` (by sheet key, then column key).

    `cover` holds headings with their text; the first pair is title and subtitle. `meta` comes
    back from `read_workbook` unchanged and is not shown to people.
    """
    words = labels or Labels()
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "Selaras"
    if cover:
        workbook.properties.title = storable(cover[0][0])
        _write_cover(workbook, sheets, cover, words)
    tabs = [workbook.create_sheet(tab_title(sheet.title)) for sheet in sheets]
    lists = Lists(workbook.create_sheet(CHOICES_SHEET))
    styles = _Styles(workbook)
    for sheet, tab in zip(sheets, tabs, strict=True):
        _SheetWriter(sheet, tab, styles, lists, words).write(rows.get(sheet.key, ()))
    _write_meta(workbook, meta)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _font(**parts: object) -> Font:
    """A font left without name and size is drawn differently by each program."""
    return Font(**{"name": "Calibri", "size": 11, **parts})


def put(cell: Any, value: object) -> None:
    """Store the value; text is never taken for a formula, now or when it is edited."""
    cell.value = storable(value)
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))


def _write_meta(workbook: Any, meta: Mapping[str, str]) -> None:
    tab = workbook.create_sheet(META_SHEET)
    tab.sheet_state = "veryHidden"
    for number, (key, value) in enumerate(meta.items(), start=1):
        put(tab.cell(number, 1), str(key))
        put(tab.cell(number, 2), str(value))


def _write_cover(
    workbook: Any,
    sheets: Sequence[Sheet],
    cover: Sequence[tuple[str, str]],
    words: Labels,
) -> None:
    tab = workbook.create_sheet(tab_title(words.cover))
    tab.sheet_view.showGridLines = False
    tab.column_dimensions["A"].width, tab.column_dimensions["B"].width = 32, 90
    (title, subtitle), *parts = cover
    put(tab["A1"], title)
    tab["A1"].font = _font(bold=True, size=18, color=_BRAND)
    put(tab["A2"], subtitle)
    tab["A2"].font = _font(size=12, color=_QUIET)
    row = 4
    for heading, text in [*parts, ("", words.required_note)]:
        _cover_line(tab, row, heading, text)
        row += 1
    _cover_line(tab, row + 1, words.contents, "")
    for number, sheet in enumerate(sheets, start=row + 2):
        name = tab_title(sheet.title)
        _cover_line(tab, number, name, sheet.intro)
        link = tab.cell(number, 1)
        link.hyperlink = Hyperlink(link.coordinate, location=f"{quote_sheetname(name)}!A1")
        link.font = _font(underline="single", color=_BRAND)
    _set_up_page(tab, words, landscape=False)


def _cover_line(tab: Any, row: int, heading: str, text: str) -> None:
    put(tab.cell(row, 1), heading)
    put(tab.cell(row, 2), text)
    tab.cell(row, 1).font = _font(bold=True)
    for column in (1, 2):
        tab.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    tab.row_dimensions[row].height = _height((heading, 32), (text, 90))


def _set_up_page(tab: Any, words: Labels, *, landscape: bool) -> None:
    """A4, as wide as the paper, with page numbers."""
    tab.page_setup.paperSize = 9
    tab.page_setup.orientation = "landscape" if landscape else "portrait"
    tab.page_setup.fitToWidth, tab.page_setup.fitToHeight = 1, 0
    tab.sheet_properties.pageSetUpPr.fitToPage = True
    tab.page_margins.left = tab.page_margins.right = 0.4
    tab.page_margins.top = tab.page_margins.bottom = 0.6
    tab.oddFooter.left.text = "&A"
    tab.oddFooter.right.text = f"{words.page} &P {words.of} &N"


def _height(*texts: tuple[str, int]) -> float:
    """Points for a row that shows all of each text in a column of that many characters."""
    lines = [
        sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))
        for text, width in texts
    ]
    return min(max(lines), 12) * _LINE_HEIGHT + 3.0


class _Styles:
    """Named styles, made once: giving each cell its own fonts and borders is slow."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.names: set[str] = set()

    def entry(self, column: Column) -> str:
        name = f"selaras {column.kind}{' tetap' if column.locked else ''}"
        side = Side("thin", color=_LINE)
        return self._named(
            name,
            font=_font(),
            number_format=_FORMATS.get(column.kind, "General"),
            alignment=Alignment(
                wrap_text=column.kind in {"text", "long", "choice"},
                vertical="top",
                horizontal="right" if column.kind in _NUMBERS else "left",
            ),
            border=Border(left=side, right=side, top=side, bottom=side),
            fill=PatternFill("solid", fgColor=_SHADE) if column.locked else PatternFill(),
            protection=Protection(locked=column.locked),
        )

    def header(self) -> str:
        return self._named(
            "selaras kepala",
            font=_font(bold=True, color="FFFFFF"),
            fill=PatternFill("solid", fgColor=_BRAND),
            alignment=Alignment(wrap_text=True, vertical="center"),
        )

    def explanation(self) -> str:
        return self._named(
            "selaras penjelasan",
            font=_font(italic=True, size=9, color=_QUIET),
            fill=PatternFill("solid", fgColor=_PALE),
            alignment=Alignment(wrap_text=True, vertical="top"),
        )

    def _named(self, name: str, **parts: object) -> str:
        if name not in self.names:
            self.workbook.add_named_style(NamedStyle(name, **parts))
            self.names.add(name)
        return name


class _SheetWriter:
    def __init__(
        self,
        sheet: Sheet,
        tab: Any,
        styles: _Styles,
        lists: Lists,
        words: Labels,
    ) -> None:
        self.sheet, self.tab, self.styles = sheet, tab, styles
        self.lists, self.words = lists, words

    def write(self, rows: Sequence[Mapping[str, object]]) -> None:
        header = self._write_top()
        first = self._write_header(header)
        last = first + len(rows) + max(self.sheet.blank_rows, 1) - 1
        self._write_rows(first, last, rows)
        for number, column in enumerate(self.sheet.columns, start=1):
            self._add_check(column, get_column_letter(number), first, last)
        self.tab.freeze_panes = self.tab.cell(first, 1)
        self.tab.print_title_rows = f"{header}:{header}"
        _set_up_page(self.tab, self.words, landscape=True)
        if any(column.locked for column in self.sheet.columns):
            self._protect()

    def _write_top(self) -> int:
        """Title and introduction; the row below them is the header's."""
        put(self.tab["A1"], self.sheet.title)
        self.tab["A1"].font = _font(bold=True, size=14, color=_BRAND)
        if not self.sheet.intro:
            return 2
        put(self.tab["A2"], self.sheet.intro)
        self.tab["A2"].alignment = Alignment(wrap_text=True, vertical="top")
        width = sum(max(column.width, _LEAST_WIDTH) for column in self.sheet.columns)
        columns = len(self.sheet.columns)
        if columns > 1:
            self.tab.merge_cells(start_row=2, end_row=2, start_column=1, end_column=columns)
        self.tab.row_dimensions[2].height = _height((self.sheet.intro, width))
        return 3

    def _write_header(self, row: int) -> int:
        """Header and, if there is any, the row of explanations; gives the first row to fill."""
        columns = self.sheet.columns
        explained = any(column.help for column in columns)
        for number, column in enumerate(columns, start=1):
            cell = self.tab.cell(row, number)
            put(cell, f"{column.title} *" if column.required else column.title)
            cell.style = self.styles.header()
            dimension = self.tab.column_dimensions[get_column_letter(number)]
            dimension.width = max(column.width, _LEAST_WIDTH)
            dimension.protection = Protection(locked=column.locked)
            if explained:
                below = self.tab.cell(row + 1, number)
                put(below, column.help)
                below.style = self.styles.explanation()
        widths = [max(column.width, _LEAST_WIDTH) for column in columns]
        titles = [f"{column.title} *" for column in columns]
        self.tab.row_dimensions[row].height = _height(*zip(titles, widths, strict=True))
        if not explained:
            return row + 1
        helps = [column.help for column in columns]
        self.tab.row_dimensions[row + 1].height = _height(*zip(helps, widths, strict=True))
        return row + 2

    def _write_rows(self, first: int, last: int, rows: Sequence[Mapping[str, object]]) -> None:
        styles = [self.styles.entry(column) for column in self.sheet.columns]
        for row in range(first, last + 1):
            given = rows[row - first] if row - first < len(rows) else {}
            for number, column in enumerate(self.sheet.columns, start=1):
                cell = self.tab.cell(row, number)
                cell.style = styles[number - 1]
                value = given.get(column.key)
                if column.kind == "yes_no" and isinstance(value, bool):
                    value = self.words.yes if value else self.words.no
                if value is not None and value != "":
                    put(cell, value)

    def _add_check(self, column: Column, letter: str, first: int, last: int) -> None:
        check = entry_check(column, self.lists, self.words)
        if check is not None:
            self.tab.add_data_validation(check)
            check.add(f"{letter}{first}:{letter}{max(last, first + 500)}")

    def _protect(self) -> None:
        """Without a password: it keeps people from slips, not from what they want to do."""
        protection = self.tab.protection
        protection.sheet = True
        for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "sort"):
            setattr(protection, allowed, False)
        protection.autoFilter = protection.insertHyperlinks = False
