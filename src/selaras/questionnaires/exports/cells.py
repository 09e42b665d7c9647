"""From the text of an answer to what a cell of a spreadsheet holds."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from selaras.lib.sheets_book import Link
from selaras.lib.xforms.definition import Field
from selaras.lib.xforms.layout import Column
from selaras.lib.xforms.values import typed
from selaras.questionnaires.exports.options import Options
from selaras.questionnaires.exports.source import Answer

Cells = Callable[[Answer, str], list[Any]]
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
PLACE = ("Latitude", "Longitude", "Altitude", "Accuracy")


def is_choice(field: Field) -> bool:
    return field.control == "select1" or (bool(field.choices) and not field.multiple)


def plain(field: Field, text: str) -> Any:
    """A number, day or time as such; any other text as it is; nothing for nothing."""
    value = typed(field, text)
    if isinstance(value, datetime):
        return timezone.localtime(value) if value.tzinfo else value
    if isinstance(value, list):
        return text
    calculated = field.kind == "hidden" and field.type == "string" and field.calculate
    if calculated and _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    return value


def place_parts(text: str) -> list[str]:
    """Latitude, longitude, altitude, accuracy; empty where the text has fewer."""
    parts = text.split()[:4]
    return [*parts, *[""] * (4 - len(parts))]


def words(column: Column, options: Options, language: str) -> Cells:
    """The value of a question in one cell: in words, or as the form's own names."""

    def named(_answer: Answer, text: str) -> list[Any]:
        return [plain(column.field, text)]

    def worded(answer: Answer, text: str) -> list[Any]:
        field = answer.reader.fields.get(column.path, column.field)
        if not (field.multiple or is_choice(field)):
            return [plain(field, text)]
        if not text:
            return [None]
        labels = answer.reader.words(column.path, language)
        given = text.split() if field.multiple else [text]
        return ["; ".join(labels.get(each, each) for each in given)]

    return named if options.by_name else worded


def flags(column: Column) -> Cells:
    """One cell for each choice: 1 and 0, or for an order its place; nothing for no answer."""
    values = [each.value for each in column.choices]
    ordered = column.field.control == "rank"

    def cells(_answer: Answer, text: str) -> list[Any]:
        if not text:
            return [None] * len(values)
        given = text.split()
        if ordered:
            return [given.index(each) + 1 if each in given else None for each in values]
        return [int(each in given) for each in values]

    return cells


def linked(options: Options) -> Cells:
    """A file under its own name, which opens it; one that has not arrived by its name alone."""

    def cells(answer: Answer, text: str) -> list[Any]:
        file = answer.files.get(text)
        if not text or file is None or file.file_id is None:
            return [text or None]
        path = reverse("questionnaires:answer-file", args=[answer.submission.pk, file.name])
        return [Link(file.original_name or file.name, options.base + path)]

    return cells


def placed(_answer: Answer, text: str) -> list[Any]:
    """A place as text, with latitude and longitude as numbers behind it."""
    latitude, longitude, *_rest = place_parts(text)
    return [text or None, _number(latitude), _number(longitude)]


def _number(text: str) -> Any:
    return typed(Field("", "", "question", "decimal"), text)
