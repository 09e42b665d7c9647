"""The codebook: what was asked, with which choices, how it changed, how often it was answered."""

from itertools import pairwise
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.registry import Report
from selaras.lib.sheets_book import TableBook
from selaras.lib.xforms.layout import Column, Table
from selaras.lib.xforms.spoken import spoken
from selaras.lib.xforms.tally import Tally
from selaras.questionnaires import queries
from selaras.questionnaires.exports.options import Options
from selaras.questionnaires.exports.source import Source
from selaras.questionnaires.models import FormVersion
from selaras.questionnaires.rules import differences
from selaras.questionnaires.words import describe_change, describe_type

Key = tuple[str, str]  # table, path


def write_codebook(source: Source, _options: Options, file: IO[bytes], report: Report) -> None:
    tallies = _count(source, report)
    book = TableBook()
    _questions(book, source, tallies)
    _choices(book, source, tallies)
    _versions(book, source)
    _changes(book, source)
    book.save(file)


def _count(source: Source, report: Report) -> dict[Key, Tally]:
    tables = {table.path: table for table in source.layout.tables}
    tallies = {
        (table.path, column.path): Tally(column)
        for table in tables.values()
        for column in table.columns
    }
    for answer in source.answers(report):
        for row in answer.rows:
            for column in tables[row.table].columns if row.table in tables else ():
                tallies[row.table, column.path].add(row.values.get(column.path, ""))
    return tallies


def _languages(source: Source) -> list[str]:
    """All languages of all versions, the newest version's first."""
    named = [name for version in source.versions for name in version.definition.languages]
    return list(dict.fromkeys(named)) or [""]


def _questions(book: TableBook, source: Source, tallies: dict[Key, Tally]) -> None:
    languages = _languages(source)
    sheet = book.table(
        _("Questions"),
        [
            _("No."), _("Name"), _("Groups"), _("Repeat"), _("Type"),
            *(_titled(_("Label"), name) for name in languages),
            *(_titled(_("Hint"), name) for name in languages),
            _("Required"), _("Asked when"), _("Limit"), _("Calculation"),
            _("As written in the form"), _("Versions"), _("Answers"), _("Without an answer"),
        ],
    )  # fmt: skip
    number = 0
    for table in source.layout.tables:
        for column in table.columns:
            number += 1
            sheet.add(_question(number, source, table, column, tallies[table.path, column.path]))


def _titled(word: str, language: str) -> str:
    return f"{word}: {language}" if language else word


def _question(number: int, source: Source, table: Table, column: Column, tally: Tally) -> list[Any]:
    field, languages = column.field, _languages(source)
    asked_in = source.asked_in(table.path, column.path)
    form = asked_in[0].definition
    language = form.language("id")
    said = [
        spoken(rule, form, language, at=field.path)
        for rule in (field.relevant, field.constraint, field.calculate)
    ]
    written = [rule for rule in (field.relevant, field.constraint, field.calculate) if rule]
    return [
        number,
        field.name,
        " / ".join(source.layout.labels(table, column, language)[:-1]),
        table.path,
        describe_type(field),
        *(field.labels.get(name, "") for name in languages),
        *(field.hints.get(name, "") for name in languages),
        _("yes")
        if field.required == "true()"
        else spoken(field.required, form, language, at=field.path),
        *said,
        "; ".join(written),
        _named(asked_in, source),
        tally.answered,
        tally.empty,
    ]


def _named(asked_in: list[FormVersion], source: Source) -> str:
    """Versions that ask the question, oldest first."""
    if len(asked_in) == len(source.versions):
        return _("all")
    return ", ".join(each.version for each in reversed(asked_in))


def _choices(book: TableBook, source: Source, tallies: dict[Key, Tally]) -> None:
    languages = _languages(source)
    headers = [_titled(_("Label"), name) for name in languages]
    sheet = book.table(
        _("Choices"), [_("Question"), _("Value"), *headers, _("Answers"), _("Share")]
    )
    for table in source.layout.tables:
        for column in table.columns:
            tally = tallies[table.path, column.path]
            for choice in column.choices:
                count = tally.placed[choice.value] if tally.placed else tally.counts[choice.value]
                labels = [
                    choice.labels.get(name) or choice.labels.get("", "") for name in languages
                ]
                share = count / tally.answered if tally.answered else None
                sheet.add([column.path, choice.value, *labels, count, _percent(share)])


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _versions(book: TableBook, source: Source) -> None:
    sheet = book.table(
        _("Versions"),
        [_("No."), _("Version"), _("Published"), _("By"), _("Questions"), _("Answers")],
    )
    counted = {each.pk: each.answers for each in queries.versions_of(source.questionnaire)}  # type: ignore[attr-defined]
    for version in reversed(source.versions):
        sheet.add(
            [
                version.number,
                version.version,
                timezone.localtime(version.published),
                str(version.by or "Selaras"),
                len(version.definition.questions),
                counted[version.pk],
            ]
        )


def _changes(book: TableBook, source: Source) -> None:
    """From each version to the next, in words."""
    sheet = book.table(_("Changes"), [_("Version"), _("Question"), _("What changed")])
    versions = list(reversed(source.versions))
    for before, after in pairwise(versions):
        form = after.definition
        for change in differences(before.definition, form, form.language("id")):
            sheet.add([after.version, change.path, describe_change(change)])
