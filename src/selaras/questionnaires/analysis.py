"""What the answers say, question by question: counted here, shown by pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.lib import figures
from selaras.lib.indonesia import amount
from selaras.lib.xforms.layout import Column, Layout, Table, bare, lay_out, rows_of
from selaras.lib.xforms.tally import Tally
from selaras.questionnaires import queries
from selaras.questionnaires.models import Questionnaire
from selaras.questionnaires.types import Chosen
from selaras.questionnaires.units import NONE, Unit, units_of
from selaras.questionnaires.words import describe_type

Key = tuple[str, str]  # table, path


@dataclass(frozen=True)
class Bar:
    """One line of a table with its bar: a choice, a range of numbers, a month."""

    label: str
    count: int
    share: Decimal  # per cent
    detail: str = ""

    @property
    def width(self) -> int:
        """Of the bar, in thousandths."""
        return int(min(self.share, Decimal(100)) * 10)


@dataclass(frozen=True)
class Given:
    """One answer to one question, for lists: who said it, and where."""

    text: str
    answer: int
    index: tuple[int, ...]
    unit: Unit


@dataclass
class Asked:
    """One question with all that was answered to it."""

    layout: Layout
    table: Table
    tally: Tally
    language: str
    answers: int = 0  # answers that hold an entry, of a question inside a repeat
    by_kind: dict[str, Tally] = field(default_factory=dict)  # kind of unit → its answers
    by_unit: dict[Unit, Tally] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)

    @property
    def column(self) -> Column:
        return self.tally.column

    @property
    def path(self) -> str:
        return self.column.path

    @property
    def label(self) -> str:
        return self.column.field.label(self.language)

    @property
    def around(self) -> str:
        """The groups around it."""
        parts = self.layout.labels(self.table, self.column, self.language)[:-1]
        return " › ".join([*([self.repeat] if self.table.path else []), *parts])

    @property
    def repeat(self) -> str:
        """The words of the repeat it is asked in, empty for none."""
        return self.layout.groups[self.table.path].label(self.language) if self.table.path else ""

    @property
    def type(self) -> str:
        return describe_type(self.column.field)

    @property
    def kind(self) -> str:
        return self.tally.kind

    @property
    def share(self) -> Decimal:
        """How many of a hundred answered it."""
        return figures.percentage(self.tally.answered, self.tally.rows)

    @property
    def bars(self) -> list[Bar]:
        return bars(self.tally, self.language)

    @property
    def summary(self) -> list[tuple[str, str]]:
        return summary(self.tally)

    @property
    def note(self) -> str:
        return NOTES[self.kind]() if self.tally.answered and self.kind in NOTES else ""


NOTES = {
    "choice": lambda: _("Percentages of those who answered; together 100%."),
    "several": lambda: _(
        "Percentages of those who answered; as several may be chosen, they can add up to more than"
        " 100%."
    ),
    "order": lambda: _(
        "How often each was put first, and its mean place among those who placed it."
    ),
    "number": lambda: _("The quarters are interpolated between the numbers on both sides."),
}


@dataclass(frozen=True)
class Analysis:
    count: int
    asked: list[Asked]


class Counting:
    """One pass over the answers of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire, chosen: Chosen, language: str) -> None:
        versions = list(questionnaire.versions.order_by("-number"))
        self.layout = lay_out([each.definition for each in versions])
        self.language = versions[0].definition.language(language)
        # A question counts for the answers to the versions that asked it.
        self.asked_in: dict[int, set[Key]] = {
            each.pk: {(bare(one.repeat), bare(one.path)) for one in each.definition.fields}
            for each in versions
        }
        pairs = list(queries.chosen_answers(questionnaire, chosen).values_list("pk", "subject"))
        self.ids = [pk for pk, _subject in pairs]
        self.subjects = [subject for _pk, subject in pairs]

    def everything(self) -> Analysis:
        """All questions, without their texts and units."""
        asked = [self._asked(table, column) for table, column in self._columns()]
        by_table: dict[str, list[Asked]] = {}
        for each in asked:
            by_table.setdefault(each.table.path, []).append(each)
        for _pk, _subject, version, data in queries.answered_data(self.ids):
            known, seen = self.asked_in[version], set()
            for row in rows_of(data):
                for each in by_table.get(row.table, ()):
                    if (row.table, each.path) in known:
                        each.tally.add(row.values.get(each.path, ""))
                        each.answers += row.table not in seen
                seen.add(row.table)
        return Analysis(len(self.ids), asked)

    def _columns(self) -> list[tuple[Table, Column]]:
        return [
            (table, column)
            for table in self.layout.tables
            for column in table.columns
            if is_counted(column)
        ]

    def _asked(self, table: Table, column: Column) -> Asked:
        return Asked(self.layout, table, Tally(column), self.language)

    def one(self, path: str) -> Asked | None:
        """One question, with its texts, its units and their kinds."""
        found = next(
            ((table, column) for table, column in self._columns() if column.path == path), None
        )
        if found is None:
            return None
        asked, units = self._asked(*found), units_of(self.subjects)
        key = (found[0].path, path)
        for pk, subject, version, data in queries.answered_data(self.ids):
            if key in self.asked_in[version]:
                self._take(asked, pk, units.get(subject, NONE), data)
        return asked

    def _take(self, asked: Asked, pk: int, unit: Unit, data: Any) -> None:
        seen = False
        for row in rows_of(data):
            if row.table != asked.table.path:
                continue
            text = row.values.get(asked.path, "")
            of_kind = asked.by_kind.setdefault(unit.kind, Tally(asked.column))
            of_unit = asked.by_unit.setdefault(unit, Tally(asked.column))
            for tally in (asked.tally, of_kind, of_unit):
                tally.add(text)
            if text:
                asked.given.append(Given(text, pk, row.index, unit))
            asked.answers += not seen
            seen = True


def is_counted(column: Column) -> bool:
    """What a person is asked, and what the form calculates from it."""
    field = column.field
    return (field.kind == "question" and not field.is_note) or bool(field.calculate)


def bars(tally: Tally, language: str = "") -> list[Bar]:
    """The lines of a question's table, with their share of those who answered."""
    match tally.kind:
        case "choice":
            return _choices(tally, language)
        case "several":
            return [
                Bar(label, count, figures.percentage(count, tally.answered))
                for _value, label, count in _counted(tally, language)
            ]
        case "order":
            return _order(tally, language)
        case "number":
            return _steps(tally)
        case "day":
            return _months(tally)
    return []


def _counted(tally: Tally, language: str) -> list[tuple[str, str, int]]:
    """(value, label, count) of each choice in the form's order, then what is no choice."""
    known = {each.value: each for each in tally.column.choices}
    found = [
        (value, choice.labels.get(language) or next(iter(choice.labels.values()), "") or value)
        for value, choice in known.items()
    ]
    found += [(value, _strange(tally, value)) for value in tally.counts if value not in known]
    return [(value, label, tally.counts[value]) for value, label in found]


def _strange(tally: Tally, value: str) -> str:
    """A value without a label: a confirmation, a truth, or what the form does not offer."""
    if tally.column.field.control == "trigger":
        return _("confirmed")
    if not tally.column.choices:
        return value
    return _("%(value)s (not one of the choices)") % {"value": value}


def _choices(tally: Tally, language: str) -> list[Bar]:
    counted = _counted(tally, language)
    parts = figures.shares([count for _value, _label, count in counted])
    return [
        Bar(label, count, share)
        for (_value, label, count), share in zip(counted, parts, strict=True)
    ]


def _order(tally: Tally, language: str) -> list[Bar]:
    made = []
    for value, label, count in _counted(tally, language):
        mean = tally.mean_place(value)
        place = _("mean place %(place)s") % {"place": figure(mean)} if mean is not None else ""
        made.append(Bar(label, count, figures.percentage(count, tally.answered), place))
    return made


def _steps(tally: Tally) -> list[Bar]:
    whole = all(value == value.to_integral_value() for value in tally.numbers)
    steps = figures.histogram(tally.numbers, whole=whole)
    parts = figures.shares([step.count for step in steps])
    return [
        Bar(_range(step.low, step.high, years=tally.is_years), step.count, share)
        for step, share in zip(steps, parts, strict=True)
    ]


def _range(low: Decimal, high: Decimal, *, years: bool) -> str:
    words = [figure(value, years=years) for value in dict.fromkeys((low, high))]
    return " – ".join(words)


def _months(tally: Tally) -> list[Bar]:
    months = sorted(tally.counts)
    parts = figures.shares([tally.counts[month] for month in months])
    return [
        Bar(date_format(date.fromisoformat(f"{month}-01"), "F Y"), tally.counts[month], share)
        for month, share in zip(months, parts, strict=True)
    ]


def summary(tally: Tally) -> list[tuple[str, str]]:
    """The five figures and the mean of numbers; first and last of days."""
    if tally.kind == "day" and tally.first and tally.last:
        return [(_("First"), _day(tally.first)), (_("Last"), _day(tally.last))]
    made = figures.summarise(tally.numbers) if tally.kind == "number" else None
    if made is None:
        return []
    shown = [figure(value, years=tally.is_years) for value in five(made)]
    return list(zip(summary_words(), shown, strict=True))


def summary_words() -> list[str]:
    return [
        _("Least"), _("First quarter"), _("Middle (median)"), _("Third quarter"), _("Most"),
        _("Mean"),
    ]  # fmt: skip


def five(made: figures.Summary) -> Sequence[Decimal]:
    return (made.minimum, made.q1, made.median, made.q3, made.maximum, made.mean)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def figure(value: Decimal, *, years: bool = False) -> str:
    """A number as people read it: two decimals at most, four below one; a year is whole."""
    if years:
        return f"{round(value)}"
    try:
        return amount(round(value, 2 if abs(value) >= 1 else 4))
    except InvalidOperation:  # more digits than we count with
        return f"{value:f}"
