"""Where the table stands in a sheet that somebody else made, and what its rows are.

Titles above the header, headers of two rows, merged cells, a unit as a line of its own, numbered
columns, repeated headers and sums below: all that real inventories have.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from selaras.lib.sheets_types import Grid
from selaras.lib.sheets_values import shown
from selaras.systems.rules.columns import Suggestion, suggest, tidy

HEADER_ROWS = 40  # among the first filled rows
_SUM = re.compile(
    r"^(?:jumlah|total|sub ?total|grand total|keterangan|catatan|sumber|mengetahui)\b"
)
_WHOLE_SUM = re.compile(
    r"(?:grand |sub ?)?(?:jumlah|total)(?: (?:total|seluruh|keseluruhan|semua))?"
    r"(?: (?:aplikasi|sistem))?"
)
_ORDINAL = re.compile(r"(?:[IVXLC]{1,6}|[A-Za-z])[.)]?")
_NUMBERING = re.compile(r"^\(?\d{1,3}\)?[.)]?$")


@dataclass(frozen=True)
class Header:
    """The row of the table's header (its last one, if it has two) and the titles by column."""

    first: int
    row: int
    titles: Mapping[int, str]
    suggestions: Mapping[int, Suggestion]


@dataclass(frozen=True)
class Line:
    """A row of the table: its number, its values by column, and the heading above it.

    `merged` names the columns whose value comes from a merged cell that begins further up.
    """

    number: int
    values: Mapping[int, object]
    section: str = ""
    merged: frozenset[int] = frozenset()


class Table:
    """A sheet read as a table."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rows: dict[int, dict[int, object]] = {}
        for (row, column), value in grid.cells.items():
            self.rows.setdefault(row, {})[column] = value
        self.left_out: list[tuple[int, str]] = []  # rows that are no records, with their text
        self.header = self._find_header()

    def _find_header(self) -> Header | None:
        """The row, or pair of rows, whose cells are most like the headers of a register."""
        best: tuple[int, int] = (0, 0)
        found: Header | None = None
        for row in sorted(self.rows)[:HEADER_ROWS]:
            for header in self._headers_at(row):
                score = sum(match.score for match in header.suggestions.values())
                score += 100 * any(m.attribute == "name" for m in header.suggestions.values())
                if (score, -row) > best and len(header.titles) > 1:
                    best, found = (score, -row), header
        return found

    def _headers_at(self, row: int) -> Iterator[Header]:
        single = {column: shown(value) for column, value in self.rows[row].items()}
        alternatives: dict[int, Sequence[str]] = {c: (text,) for c, text in single.items()}
        yield Header(row, row, single, suggest(alternatives))
        pair = self._pair_at(row)
        if pair is not None:
            texts = {
                column: " ".join(dict.fromkeys(p for p in (top, low) if p))
                for column, (top, low) in pair.items()
            }
            both = {c: tuple(t for t in (low, texts[c]) if t) for c, (_top, low) in pair.items()}
            alone = {c: (texts[c],) if not pair[c][1] else both[c] for c in pair}
            yield Header(row, row + 1, texts, suggest(alone))

    def _pair_at(self, row: int) -> dict[int, tuple[str, str]] | None:
        """Upper and lower title by column, if the next row only divides wide titles."""
        below = self.rows.get(row + 1)
        wide = self._wide(row)
        if not below or not wide or not set(below) <= set(wide):
            return None
        upper = {column: shown(value) for column, value in self.rows[row].items()}
        return {
            column: (upper.get(column) or wide.get(column, ""), shown(below.get(column, "")))
            for column in sorted({*upper, *below})
        }

    def _wide(self, row: int) -> dict[int, str]:
        """The columns under a title that spans several, with that title."""
        found = {}
        for span in self.grid.spans:
            if span.top == span.bottom == row and span.right > span.left:
                title = shown(self.rows[row].get(span.left, ""))
                for column in range(span.left, min(span.right, span.left + 60) + 1):
                    found[column] = title
        return found

    def lines(self, name_column: int | None) -> Iterator[Line]:
        """The rows below the header, without sums, numberings and repeated headers."""
        if self.header is None:
            return
        filled, section = self._fills(), ""
        for number in sorted(self.rows):
            own = self.rows[number]
            if number <= self.header.row or self._is_decoration(own):
                continue
            heading = self._heading(own, name_column)
            if heading:
                self.left_out.append((number, heading.strip()))
                section = heading if not _SUM.match(tidy(heading)) else section
                continue
            above = {c: v for c, v in filled.get(number, {}).items() if c not in own}
            yield Line(number, {**above, **own}, section, frozenset(above))

    def _fills(self) -> dict[int, dict[int, object]]:
        """What cells merged downwards stand for in the rows below their first."""
        found: dict[int, dict[int, object]] = {}
        for span in self.grid.spans:
            value = self.rows.get(span.top, {}).get(span.left)
            if self.header and value is not None and span.top > self.header.row:
                for row in range(span.top + 1, min(span.bottom, span.top + 2000) + 1):
                    found.setdefault(row, {})[span.left] = value
        return found

    def _is_decoration(self, own: Mapping[int, object]) -> bool:
        texts = [shown(value) for value in own.values()]
        if len(texts) > 2 and all(_NUMBERING.match(text) for text in texts):
            return True  # the row that numbers the columns
        assert self.header
        titles = {tidy(title) for title in self.header.titles.values()}
        return len(texts) > 1 and all(tidy(text) in titles for text in texts)

    def _heading(self, own: Mapping[int, object], name_column: int | None) -> str:
        """The text of a row that is no record: one cell, or a sum; empty for a record."""
        telling = [
            (column, shown(value))
            for column, value in own.items()
            if not _NUMBERING.match(shown(value))
            and (column in (name_column, max(own)) or not _ORDINAL.fullmatch(shown(value)))
        ]
        if not telling:
            return " "
        if len(telling) == 1 and (
            telling[0][0] != name_column or self._is_wide(own, telling[0][0])
        ):
            return telling[0][1]
        first = telling[0][1]
        if _WHOLE_SUM.fullmatch(tidy(first)):
            return first
        return first if name_column not in own and _SUM.match(tidy(first)) else ""

    def _is_wide(self, own: Mapping[int, object], column: int) -> bool:
        """Whether the cell spans more columns than the title above it."""
        assert self.header
        row = next((r for r, cells in self.rows.items() if cells is own), 0)
        title = max(self._width(above, column) for above in (self.header.first, self.header.row))
        return self._width(row, column) > title

    def _width(self, row: int, column: int) -> int:
        widths = (
            span.right - span.left + 1
            for span in self.grid.spans
            if span.top == row and span.left == column
        )
        return max(widths, default=1)


def best_table(grids: Sequence[Grid]) -> Table | None:
    """The sheet that looks most like a register."""
    tables = [table for table in map(Table, grids) if table.header]
    return max(tables, key=_promise, default=None)


def _promise(table: Table) -> tuple[int, int]:
    assert table.header
    named = any(match.attribute == "name" for match in table.header.suggestions.values())
    return (len(table.header.suggestions) if named else 0, len(table.rows))
