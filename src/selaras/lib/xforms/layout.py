"""All versions of a form side by side: one table for the answers and one for each repeat.

Paths here have no root element ("sistem/sis/nama"), because its name may differ by version.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selaras.lib.xforms.definition import Choice, Field, FormDefinition, Kind


@dataclass(frozen=True)
class Column:
    """One value of a table; `field` is that of the newest version that has it."""

    path: str
    field: Field
    choices: tuple[Choice, ...]  # of all versions, the newest one's first
    types: frozenset[str]  # what the versions said it is: one, unless it was changed


@dataclass(frozen=True)
class Table:
    """`path` is that of the repeat, "" for the answers themselves."""

    path: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def inside(self, path: str) -> list[str]:
        """The parts of a path below this table: groups and the name itself."""
        return path[len(self.path) :].strip("/").split("/")


@dataclass(frozen=True)
class Layout:
    tables: tuple[Table, ...]  # the answers first, outer repeats before inner ones
    groups: Mapping[str, Field]  # groups and repeats by path, of the newest version that has each

    def table(self, path: str) -> Table | None:
        return next((each for each in self.tables if each.path == path), None)

    def parent(self, table: Table) -> str:
        """Path of the table that a repeat lies in."""
        outer = [
            each.path
            for each in self.tables
            if each.path != table.path and within(table.path, each.path)
        ]
        return max(outer, key=len, default="")

    def labels(self, table: Table, column: Column, language: str = "") -> list[str]:
        """The words of the groups around a column inside its table, then its own."""
        parts, before = table.inside(column.path), table.path
        found = []
        for part in parts[:-1]:
            before = f"{before}/{part}".strip("/")
            group = self.groups.get(before)
            found.append(group.label(language) if group else part)
        return [*found, column.field.label(language)]


@dataclass(frozen=True)
class Row:
    """One row of a table: its place as (1,) or (2, 1) inside repeats, its own values by path."""

    table: str
    index: tuple[int, ...]
    values: dict[str, str]


def bare(path: str) -> str:
    """A path without its root element."""
    return path.split("/", 2)[2] if path.count("/") > 1 else ""


def within(path: str, outer: str) -> bool:
    return not outer or path.startswith(f"{outer}/")


def lay_out(forms: Sequence[FormDefinition]) -> Layout:
    """The tables of all versions, given newest first.

    What only an older version asked stands behind what it stood behind there.
    """
    merged = _Merged()
    for form in forms:
        merged.take(form)
    return merged.layout()


Key = tuple[str, str]  # table, path


class _Merged:
    def __init__(self) -> None:
        self.order: list[Key] = []
        self.fields: dict[Key, list[Field]] = {}
        self.groups: dict[str, Field] = {}
        self.repeats: list[str] = []

    def take(self, form: FormDefinition) -> None:
        place = -1
        for field in form.fields:
            path, table = bare(field.path), bare(field.repeat)
            if field.kind in _HOLDERS:
                self.groups.setdefault(path, field)
                if field.kind == "repeat" and path not in self.repeats:
                    self.repeats.append(path)
                continue
            key = (table, path)
            if key in self.fields:
                place = self.order.index(key)
            else:
                place += 1
                self.order.insert(place, key)
            self.fields.setdefault(key, []).append(field)

    def layout(self) -> Layout:
        columns: dict[str, list[Column]] = {"": [], **{path: [] for path in self.repeats}}
        for table, path in self.order:
            columns[table].append(_column(path, self.fields[table, path]))
        tables = tuple(Table(path, tuple(found)) for path, found in columns.items())
        return Layout(tables, self.groups)


_HOLDERS: tuple[Kind, ...] = ("group", "repeat")


def _column(path: str, fields: Sequence[Field]) -> Column:
    known: dict[str, Choice] = {}
    for field in fields:
        for choice in field.choices:
            known.setdefault(choice.value, choice)
    types = frozenset(field.type for field in fields)
    return Column(path, fields[0], tuple(known.values()), types)


def rows_of(data: Mapping[str, Any]) -> Iterator[Row]:
    """The answer's own values, then every entry of every repeat, outer ones first.

    `data` is what `instance.to_data` makes: groups are mappings, repeats are lists.
    """
    yield from _rows(data, "", ())


def _rows(data: Mapping[str, Any], table: str, index: tuple[int, ...]) -> Iterator[Row]:
    values: dict[str, str] = {}
    inner: list[tuple[str, list[Any]]] = []
    _gather(data, f"{table}/" if table else "", values, inner)
    yield Row(table, index, values)
    for path, entries in inner:
        for number, entry in enumerate(entries, start=1):
            yield from _rows(entry, path, (*index, number))


def _gather(
    data: Mapping[str, Any],
    before: str,
    values: dict[str, str],
    inner: list[tuple[str, list[Any]]],
) -> None:
    for name, value in data.items():
        here = before + name
        if isinstance(value, str):
            values[here] = value
        elif isinstance(value, list):
            inner.append((here, value))
        else:
            _gather(value, f"{here}/", values, inner)


class Reader:
    """One version's fields by path, with the words of its choices ready to look up."""

    def __init__(self, form: FormDefinition) -> None:
        self.form = form
        self.fields = {bare(field.path): field for field in form.fields}
        self._words: dict[tuple[str, str], dict[str, str]] = {}

    def words(self, path: str, language: str) -> dict[str, str]:
        """Value → label of a question's choices in one of the form's languages."""
        key = (path, language)
        if key not in self._words:
            field = self.fields[path]
            self._words[key] = {
                each.value: field.choice(each.value, language) for each in field.choices
            }
        return self._words[key]


def key_of(instance_id: str, row: Row, repeats: Container[str]) -> str:
    """A row's lasting key: uuid:…/sistem/sis[2]/modul[1]."""
    if not row.table:
        return instance_id
    numbers = iter(row.index)
    parts, before = [instance_id], ""
    for part in row.table.split("/"):
        before = f"{before}/{part}".strip("/")
        parts.append(f"{part}[{next(numbers)}]" if before in repeats else part)
    return "/".join(parts)
