"""Where the table stands in a sheet that somebody else made, and what its rows are.

Titles above the header, headers of two rows, merged cells, a unit as a line of its own, numbered
columns, repeated headers and sums below: all that real inventories have.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selaras.lib.sheets_types import Grid
from selaras.lib.sheets_values import shown
from selaras.systems.rules.columns import Suggestion, best_match, suggest, tidy

HEADER_DEPTH = 3
HEADER_ROWS = 40  # among the first filled rows
_SUM = re.compile(
    r"^(?:jumlah|total|sub ?total|grand total|keterangan|catatan|sumber|mengetahui)\b"
)
_WHOLE_SUM = re.compile(
    r"(?:grand |sub ?)?(?:jumlah|total)(?: (?:total|seluruh|keseluruhan|semua))?"
    r"(?: (?:aplikasi|sistem))?"
)
_ORDINAL = re.compile(r"(?:[IVXLC]{1,6}|[A-Za-z])[.)]?")
_LEAD = re.compile(r"^(?:[IVXLC]{1,6}|\d{1,3}|[A-Z])[.)]\s*")
_SIGNED = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|dibuat oleh|disusun oleh|diperiksa|a\.?n\.? |plt\.? |nip\b"
    r"|[\w ]{3,30}, *(?:\d{1,2}|\.{2,}|…)? *(?:januari|februari|maret|april|mei|juni|juli|agustus"
    r"|september|oktober|november|desember) \d{4})",
    re.IGNORECASE,
)
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
        levels = self._levels_at(row)
        for depth in range(2, len(levels) + 1):
            yield self._header_of(row, levels[:depth])

    def _header_of(self, row: int, levels: Sequence[Mapping[int, str]]) -> Header:
        """A header of several rows: the lowest title of a column, or all of them together."""
        texts: dict[int, str] = {}
        choices: dict[int, Sequence[str]] = {}
        for column in sorted({column for level in levels for column in level}):
            titles = [level[column] for level in levels if level.get(column)]
            texts[column] = " ".join(dict.fromkeys(titles))
            divided = bool(levels[-1].get(column)) or len(titles) > 1
            choices[column] = (titles[-1], texts[column]) if divided else (texts[column],)
        return Header(row, row + len(levels) - 1, texts, suggest(choices))

    def _levels_at(self, row: int) -> list[Mapping[int, str]]:
        """The titles row by row, as long as each row only divides wide titles of the one above."""
        level = {column: shown(value) for column, value in self.rows[row].items()}
        wide = self._wide(row)
        levels: list[Mapping[int, str]] = [{**wide, **level}]
        while len(levels) < HEADER_DEPTH:
            below = self.rows.get(row + len(levels))
            wide = wide or self._open(levels[-1], below or {})
            if not below or not wide or not set(below) <= set(wide):
                break
            levels[-1] = {**wide, **levels[-1]}
            levels.append({column: shown(value) for column, value in below.items()})
            wide = self._wide(row + len(levels) - 1)
        return levels

    def _open(self, level: Mapping[int, str], below: Mapping[int, object]) -> dict[int, str]:
        """Wide titles that are not merged, as in a table as text: empty cells follow them."""
        titles = [shown(value) for value in below.values()]
        last = max(below, default=0)
        if len(titles) < 2 or not all(map(best_match, titles)) or level.keys() <= below.keys():
            return {}
        found, title = {}, ""
        for column in range(min(level), last + 1):
            title = level.get(column, title)
            found[column] = title
        bare = [column for column in below if column not in level]
        return found if bare and set(below) <= set(found) else {}

    def _wide(self, row: int) -> dict[int, str]:
        """The columns under a title that spans several, with that title."""
        found = {}
        for span in self.grid.spans:
            if span.top == span.bottom == row and span.right > span.left:
                title = shown(self.rows[row].get(span.left, ""))
                for column in range(span.left, min(span.right, span.left + 60) + 1):
                    found[column] = title
        return found

    def lines(
        self, name_column: int | None, is_unit: Callable[[str], bool] = lambda _text: False
    ) -> Iterator[Line]:
        """The rows below the header, without sums, numberings, repeated headers and signatures.

        A row that says nothing but a unit (`is_unit`) is a heading.
        """
        if self.header is None:
            return
        filled, section = self._fills(), ""
        end = self._signatures()
        for number in sorted(self.rows):
            own = self.rows[number]
            if number <= self.header.row or self._is_decoration(own):
                continue
            if number >= end:
                self.left_out.append((number, " · ".join(map(shown, own.values()))))
                continue
            heading = self._heading(own, name_column) or self._unit_alone(own, is_unit)
            if heading:
                self.left_out.append((number, heading.strip()))
                section = heading if not _SUM.match(tidy(heading)) else section
                continue
            above = {c: v for c, v in filled.get(number, {}).items() if c not in own}
            yield Line(number, {**above, **own}, section, frozenset(above))

    def _signatures(self) -> int:
        """The row where the table is over and those who sign it begin."""
        assert self.header
        numbers = sorted(number for number in self.rows if number > self.header.row)
        full = max((len(self.rows[number]) for number in numbers), default=0)
        for number in reversed(numbers):
            if 2 * len(self.rows[number]) > full > 3:
                numbers = [each for each in numbers if each > number]
                break
        signed = (n for n in numbers if any(_SIGNED.match(shown(v)) for v in self.rows[n].values()))
        return next(signed, 10**9)

    @staticmethod
    def _unit_alone(own: Mapping[int, object], is_unit: Callable[[str], bool]) -> str:
        if len(own) > 3:  # an ordinal, a number and the unit at most
            return ""
        texts = [text for text in map(shown, own.values()) if not _NUMBERING.match(text)]
        told = [text for text in texts if not _ORDINAL.fullmatch(text)]
        return told[0] if len(told) == 1 and is_unit(_LEAD.sub("", told[0])) else ""

    def above(self) -> list[str]:
        """The texts of the titles above the header."""
        first = self.header.first if self.header else 0
        return [
            shown(v) for row in sorted(self.rows) if row < first for v in self.rows[row].values()
        ]

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
        if len(own) > 2 and all(_NUMBERING.match(shown(value)) for value in own.values()):
            return True  # the row that numbers the columns
        return len(own) > 1 and all(tidy(shown(value)) in self._titles for value in own.values())

    @cached_property
    def _titles(self) -> frozenset[str]:
        titles = self.header.titles.values() if self.header else ()
        return frozenset(tidy(title) for title in titles)

    def _heading(self, own: Mapping[int, object], name_column: int | None) -> str:
        """The text of a row that is no record: one cell, or a sum; empty for a record."""
        ends = (name_column, max(own))
        telling = [
            (column, text)
            for column, text in ((column, shown(value)) for column, value in own.items())
            if not _NUMBERING.match(text) and (column in ends or not _ORDINAL.fullmatch(text))
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
