"""A foreign file read as a list of systems: every row with its values, every problem with its cell.

Nothing is written here; `queries.plan` says what taking it in would do.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from selaras.core.preferences import preference
from selaras.lib.sheets import Grid, Unreadable, cell_name, read_grids
from selaras.lib.sheets_values import shown
from selaras.organisations.models import Agency
from selaras.systems.models import ReferenceCode, System
from selaras.systems.rules.attributes import ATTRIBUTES, BY_KEY, Attribute
from selaras.systems.rules.choices import with_labels
from selaras.systems.rules.codes import Codes, Known, NewCode, UnknownCode
from selaras.systems.rules.columns import LIKELY
from selaras.systems.rules.grids import Header, Line, Table, best_table
from selaras.systems.rules.names import split_names
from selaras.systems.rules.text import plain
from selaras.systems.rules.types import Reason
from selaras.systems.rules.units import Match, UnitMatcher
from selaras.systems.rules.values import Mistake, Taken, take
from selaras.systems.types import Mapped

EVERYTHING = "*"
SAMPLES = 3
_ORDINAL = re.compile(r"^(?:[IVXLC]{1,6}|\d{1,3}|[A-Z])[.)]\s*")
_OF_UNIT = re.compile(
    r"^(?:nama )?(?:opd|skpd|pd|perangkat daerah|unit kerja|instansi|unit)\s*[:=]\s*", re.IGNORECASE
)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row; `cell` and `column` are empty where the whole row is meant."""

    row: int
    cell: str
    column: str
    reason: Reason


@dataclass
class Entry:
    """A system as the file tells it; codes are ids or new ones."""

    row: int
    name: str = ""
    agency: Agency | None = None
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class UnknownUnit:
    """A text that is no unit, in how many rows it stands, and what comes nearest."""

    text: str
    rows: int
    suggestion: Agency | None


@dataclass
class Inventory:
    """All that a file holds. `columns` is what each column was taken for, empty for nothing."""

    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    header: Header | None = None
    columns: dict[int, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_units: list[UnknownUnit] = field(default_factory=list)
    decided_units: dict[str, Agency] = field(default_factory=dict)  # text → as people said
    new_codes: dict[tuple[str, str], NewCode] = field(default_factory=dict)
    samples: dict[int, str] = field(default_factory=dict)  # what the first rows hold
    left_out: list[tuple[int, str]] = field(default_factory=list)  # rows that are no records
    rows: int = 0  # that are records
    unreadable: str = ""  # why the file cannot be opened at all


def read_inventory(data: bytes, mapped: Mapped, *, only_columns: bool = False) -> Inventory:
    """Read a file as `mapped` says; no exception escapes, whatever the bytes are.

    `only_columns` stops before the rows become entries.
    """
    try:
        grids = read_grids(data)
    except Unreadable as error:
        return Inventory(unreadable=error.code)
    return _Reader(mapped).read(grids, only_columns=only_columns)


class _Reader:
    def __init__(self, mapped: Mapped) -> None:
        self.mapped = mapped
        self.year = timezone.localdate().year
        self.agencies = {agency.pk: agency for agency in Agency.objects.current()}
        self.units = UnitMatcher(
            (
                (pk, [name for name in (each.name, each.short_name, each.slug) if name])
                for pk, each in self.agencies.items()
            ),
            str(preference("regency.name")),
        )
        self.codes = Codes(
            Known(each.reference, each.code, each.name, each.pk)
            for each in ReferenceCode.objects.order_by("level")
        )
        self.words = with_labels(_labels())
        self.unknown: dict[str, tuple[str, int, int | None]] = {}
        self.above: Agency | None = None
        self.titled: Agency | None = None
        self.taken: dict[object, Taken] = {}
        self.matches: dict[str, Match] = {}

    def read(self, grids: list[Grid], *, only_columns: bool = False) -> Inventory:
        found = Inventory([grid.title for grid in grids])
        table = self._table(grids)
        if table is None or table.header is None:
            found.problems.append(_of_file("no_header"))
            return found
        found.sheet, found.header = table.grid.title, table.header
        found.columns = self._columns(table.header)
        places = {key: column for column, key in found.columns.items() if key}
        if "name" not in places:
            found.problems.append(_of_file("no_name_column"))
            return found
        lines = list(table.lines(places["name"], self._is_unit))
        self._unit_of_all(table)
        found.samples, found.left_out, found.rows = _samples(lines), table.left_out, len(lines)
        if not self._knows_units(places, lines):
            found.problems.append(_of_file("no_unit_column"))
            return found
        if only_columns:
            return found
        for entry, problems in self._entries(found, lines, places):
            found.problems += problems
            found.entries.append(entry)
        if not found.entries:
            found.problems.append(_of_file("no_rows"))
        found.decided_units = {
            text: self.agencies[match.unit]
            for text, match in self.matches.items()
            if match.unit in self.agencies and plain(text) in self.mapped.units
        }
        found.unknown_units = [
            UnknownUnit(text, rows, self.agencies.get(near or 0))
            for text, rows, near in self.unknown.values()
        ]
        return found

    def _is_unit(self, text: str) -> bool:
        return self.units.find(text).unit is not None

    def _unit_of_all(self, table: Table) -> None:
        """A list of one unit often names it above the table or on the sheet's tab alone."""
        texts = [_OF_UNIT.sub("", text) for text in table.above()]
        named = {self.units.find(text).unit for text in (*texts, table.grid.title)} - {None}
        self.titled = self.agencies[named.pop() or 0] if len(named) == 1 else None

    def _table(self, grids: list[Grid]) -> Table | None:
        if self.mapped.sheet:
            chosen = [grid for grid in grids if grid.title == self.mapped.sheet]
            return Table(chosen[0]) if chosen else None
        return best_table(grids)

    def _columns(self, header: Header) -> dict[int, str]:
        """What was chosen for a column, else what it is most likely; no attribute twice."""
        chosen = {c: self.mapped.columns[c] for c in header.titles if c in self.mapped.columns}
        taken = {key for key in chosen.values() if key}
        columns = {}
        for column in header.titles:
            if column in chosen:
                columns[column] = chosen[column] if chosen[column] in BY_KEY else ""
                continue
            match = header.suggestions.get(column)
            fits = match and match.score >= LIKELY and match.attribute not in taken
            columns[column] = match.attribute if match and fits else ""
        return columns

    def _knows_units(self, places: Mapping[str, int], lines: list[Line]) -> bool:
        """By a column, by headings between the rows, or by one unit for all."""
        named = "agency" in places or EVERYTHING in self.mapped.units or self.titled is not None
        return named or any(line.section for line in lines)

    def _entries(
        self, found: Inventory, lines: list[Line], places: Mapping[str, int]
    ) -> Iterator[tuple[Entry, list[Problem]]]:
        last: Entry | None = None
        for line in lines:
            if last is not None and places["name"] in line.merged:
                _join(last, self._entry(found, line, places)[0], line.number)
                continue
            for each in _one_by_one(line, places):
                last, problems = self._entry(found, each, places)
                if each is not line:
                    last.notes.append(
                        Reason("split", {"value": shown(line.values[places["name"]])})
                    )
                yield last, problems

    def _entry(
        self, found: Inventory, line: Line, places: Mapping[str, int]
    ) -> tuple[Entry, list[Problem]]:
        entry, problems = Entry(line.number), []
        platforms: list[str] = []
        for key, column in places.items():
            value = line.values.get(column)
            if value is None or key == "agency":
                continue
            try:
                taken = self._value(found, entry, value, BY_KEY[key])
            except Mistake as mistake:
                problems.append(_at(line.number, column, found, mistake.reason))
                continue
            if key.startswith("tick:"):
                platforms += [key.removeprefix("tick:")] if taken else []
            elif key == "platform":
                platforms = [*(taken or ()), *platforms]
            elif taken is not None:
                entry.values[_field(BY_KEY[key])] = taken
        if platforms:
            first, *further = dict.fromkeys(platforms)
            entry.values |= {"platform": first, "more_platforms": ";".join(further)}
        entry.name = str(entry.values.get("name") or "")
        if not entry.name:
            problems.append(_at(line.number, places["name"], found, Reason("name_missing")))
        self._unit(entry, line, places.get("agency"), found, problems)
        return entry, problems

    def _value(self, found: Inventory, entry: Entry, value: object, attribute: Attribute) -> Any:
        if attribute.kind == "code":
            return self._code(found, entry, value, attribute.reference)
        key = (attribute.key, type(value), value)
        if key not in self.taken:  # most values stand in many rows
            self.taken[key] = take(value, attribute, self.year, self.words)
        taken = self.taken[key]
        if taken.note is not None:
            entry.notes.append(taken.note)
        return taken.value

    def _code(self, found: Inventory, entry: Entry, value: object, reference: str) -> Any:
        text = shown(value)
        if plain(text) in ("", "-", "–"):
            return None
        try:
            code = self.codes.find(value if isinstance(value, float) else text, reference)
        except UnknownCode as error:
            values = {"value": text[:80], "reference": reference, "nearest": error.nearest}
            raise Mistake("code_near" if error.nearest else "code_unknown", **values) from error
        if isinstance(code, NewCode):
            found.new_codes.setdefault((code.reference, code.code), code)
            entry.notes.append(Reason("new_code", {"code": f"{reference} {code.code}"}))
            return code
        return code.key

    def _unit(
        self,
        entry: Entry,
        line: Line,
        column: int | None,
        found: Inventory,
        problems: list[Problem],
    ) -> None:
        """The unit of a row: its own cell, a heading, the row above if so wished, one for all."""
        text = shown(line.values[column]) if column in line.values and column else ""
        if text:
            entry.agency = self._named(text)
            if entry.agency is None:
                problems.append(_at(line.number, column, found, self._unknown(text)))
            self.above = entry.agency
        elif section := _ORDINAL.sub("", line.section.strip()):
            entry.agency = self._named(section)
            if entry.agency is not None:
                entry.notes.append(Reason("unit_section", {"unit": entry.agency.label}))
            elif column is None:
                problems.append(_at(line.number, None, found, self._unknown(section)))
                return
        if entry.agency is None and not text:
            self._unit_from_elsewhere(entry, line, column, found, problems)

    def _unit_from_elsewhere(
        self,
        entry: Entry,
        line: Line,
        column: int | None,
        found: Inventory,
        problems: list[Problem],
    ) -> None:
        if self.mapped.carry_units and self.above is not None:
            entry.agency = self.above
            entry.notes.append(Reason("unit_carried", {"unit": self.above.label}))
        elif EVERYTHING in self.mapped.units:
            entry.agency = self.agencies.get(self.mapped.units[EVERYTHING])
        elif self.titled is not None:
            entry.agency = self.titled
            entry.notes.append(Reason("unit_titled", {"unit": self.titled.label}))
        if entry.agency is None:
            reason = Reason("unit_missing")
            if self.above is not None:
                reason = Reason("unit_above", {"unit": self.above.label})
            problems.append(_at(line.number, column, found, reason))

    def _named(self, text: str) -> Agency | None:
        if text not in self.matches:
            self.matches[text] = self.units.find(text, self.mapped.units)
        unit = self.matches[text].unit
        return self.agencies.get(unit) if unit is not None else None

    def _unknown(self, text: str) -> Reason:
        """Remember a text that is no unit, and say it."""
        near = self.matches[text].suggestion
        key = plain(text)
        rows = self.unknown[key][1] if key in self.unknown else 0
        self.unknown[key] = (text, rows + 1, near)
        if near is None:
            return Reason("unit_unknown", {"value": text[:80]})
        return Reason("unit_near", {"value": text[:80], "unit": self.agencies[near].name})


def _one_by_one(line: Line, places: Mapping[str, int]) -> list[Line]:
    """The row once for each system that its name cell lists; an ID can only be one's own."""
    names = split_names(line.values.get(places["name"], ""))
    if len(names) < 2:
        return [line]
    shared = {c: v for c, v in line.values.items() if c != places.get("register_id")}
    return [replace(line, values={**shared, places["name"]: name}) for name in names]


def _labels() -> dict[str, dict[str, str]]:
    """What the register calls its choices, in every language: an exported list comes back."""
    found: dict[str, dict[str, str]] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for attribute in ATTRIBUTES:
                if attribute.kind in ("choice", "platforms"):
                    field: Any = System._meta.get_field(attribute.key)  # noqa: SLF001
                    labels = {str(label): value for value, label in field.choices}
                    found.setdefault(attribute.key, {}).update(labels)
    return found


def _samples(lines: list[Line]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for line in lines[:20]:
        for column, value in line.values.items():
            seen = found.setdefault(column, [])
            if len(seen) < SAMPLES and shown(value) not in seen:
                seen.append(shown(value)[:60])
    return {column: " · ".join(texts) for column, texts in found.items()}


def _field(attribute: Attribute) -> str:
    return f"{attribute.key}_id" if attribute.kind == "code" else attribute.key


def _join(entry: Entry, more: Entry, row: int) -> None:
    """A row that only continues the one above: texts that differ are put together."""
    for name, value in more.values.items():
        present = entry.values.get(name)
        if present is None:
            entry.values[name] = value
        elif isinstance(present, str) and isinstance(value, str) and value not in present:
            attribute = BY_KEY.get(name)
            if attribute is not None and attribute.kind == "long":
                entry.values[name] = f"{present}; {value}"
    entry.notes.append(Reason("joined", {"row": row}))


def _of_file(code: str) -> Problem:
    return Problem(0, "", "", Reason(code))


def _at(row: int, column: int | None, found: Inventory, reason: Reason) -> Problem:
    title = found.header.titles.get(column or 0, "") if found.header else ""
    return Problem(row, cell_name(row, column) if column else "", title, reason)
