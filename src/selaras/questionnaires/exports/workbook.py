"""The answers as a workbook with labels: a sheet for the answers, and one for each repeat."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.registry import Report
from selaras.lib.sheets_book import Link, LongTable, TableBook
from selaras.lib.xforms.definition import Field
from selaras.lib.xforms.layout import Column, Layout, Row, Table
from selaras.questionnaires.exports.cells import Cells, flags, linked, placed, words
from selaras.questionnaires.exports.options import Options
from selaras.questionnaires.exports.source import Answer, Source

Spec = tuple[Column, list[str], Cells]
HEAD = ("_received", "_by", "_unit", "_unit_kind", "_version", "_check", "_source", "_late")


def write_workbook(source: Source, options: Options, file: IO[bytes], report: Report) -> None:
    book = TableBook()
    sheets: dict[str, _Sheet] = {}
    for table in source.layout.tables:
        sheets[table.path] = _Sheet(book, source, table, options, sheets)
    for answer in source.answers(report):
        places: dict[tuple[str, tuple[int, ...]], int] = {}
        for row in answer.rows:
            if (sheet := sheets.get(row.table)) is not None:
                places[row.table, row.index] = sheet.add(answer, row, places)
    book.save(file)


class _Sheet:
    """One table on its tab."""

    def __init__(
        self,
        book: TableBook,
        source: Source,
        table: Table,
        options: Options,
        others: Mapping[str, "_Sheet"],
    ) -> None:
        self.table, self.options = table, options
        form = source.newest.definition
        layout = source.layout
        language = options.language or form.language("id")
        self.specs = [
            spec
            for column in table.columns
            if shown(column.field)
            for spec in _specs(layout, table, column, options, language)
        ]
        self.parent = layout.parent(table)
        self.above = others[self.parent].sheet.title if table.path else ""
        title = _title(source, table, options, language)
        headers = [name for _column, names, _cells in self.specs for name in names]
        self.sheet: LongTable = book.table(title, [*self._head(), *headers, *self._tail()])

    def _head(self) -> Sequence[str]:
        if self.table.path:
            return ()
        if self.options.by_name:
            return HEAD
        return (
            _("Received"), _("Sent by"), _("Unit"), _("Kind of unit"), _("Version"), _("Check"),
            _("Source"), _("late"),
        )  # fmt: skip

    def _tail(self) -> Sequence[str]:
        if self.table.path:
            return ("_index", "_parent_table", "_parent_index", "_submission")
        return ("_id", "_index", "_submission")

    def add(self, answer: Answer, row: Row, places: dict[tuple[str, tuple[int, ...]], int]) -> int:
        """Append a row; its number on the sheet, by which inner rows name it."""
        values: list[Any] = [] if row.table else _about(answer)
        for column, _names, cells in self.specs:
            values += cells(answer, row.values.get(column.path, ""))
        number = self.sheet.rows + 1
        path = reverse("questionnaires:answer", args=[answer.submission.pk])
        link = Link(answer.submission.instance_id, self.options.base + path)
        if row.table:
            above = places.get((self.parent, row.index[: -1 if self.parent else 0]))
            values += [number, self.above, above, link]
        else:
            values += [answer.submission.instance_id, number, link]
        self.sheet.add(values)
        return number


def _about(answer: Answer) -> list[Any]:
    submission = answer.submission
    return [
        timezone.localtime(submission.created),
        str(submission.by or ""),
        answer.unit.name,
        answer.unit.kind,
        answer.version.version,
        str(submission.get_check_state_display()),
        str(submission.get_source_display()),
        _("late") if submission.late else "",
    ]


def shown(field: Field) -> bool:
    """Notes say something and hold nothing, unless they are calculated."""
    return not field.is_note or bool(field.calculate)


def _title(source: Source, table: Table, options: Options, language: str) -> str:
    if options.by_name:
        return table.name or source.questionnaire.form_id
    if not table.path:
        return source.questionnaire.title
    return source.layout.groups[table.path].label(language)


def _specs(
    layout: Layout, table: Table, column: Column, options: Options, language: str
) -> list[Spec]:
    """The columns of a question: one, or several where it was asked for."""
    named = options.by_name
    parts = table.inside(column.path) if named else layout.labels(table, column, language)
    header = options.separator.join(parts if options.groups else parts[-1:])
    field = column.field
    if field.type == "binary":
        return [(column, [header], linked(options))]
    if field.type == "geopoint":
        names = [f"{header}{options.separator}{name}" for name in ("latitude", "longitude")]
        return [(column, [header, *names], placed)]
    found: list[Spec] = []
    if not field.multiple or options.multiple != "columns" or not column.choices:
        found.append((column, [header], words(column, options, language)))
    if field.multiple and options.multiple != "one" and column.choices:
        names = [
            f"{header}{options.separator}{_choice(column, number, options, language)}"
            for number in range(len(column.choices))
        ]
        found.append((column, names, flags(column)))
    return found


def _choice(column: Column, number: int, options: Options, language: str) -> str:
    choice = column.choices[number]
    if options.by_name:
        return choice.value
    words = choice.labels.get(language) or next(iter(choice.labels.values()), "")
    return words or choice.value
