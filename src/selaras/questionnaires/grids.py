"""Tables of the analysis as plain rows, the same on the page and in the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from selaras.lib import figures
from selaras.questionnaires.analysis import Asked, bars, figure, five, summary_words
from selaras.questionnaires.units import NONE

ONE_BY_ONE = ("text", "file")  # kinds whose answers are read, not counted


@dataclass(frozen=True)
class Grid:
    """`rows` hold numbers as numbers; `shown` makes them words for the page."""

    code: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    years: bool = False  # the decimals are years

    @property
    def shown(self) -> list[list[str]]:
        return [[cell(value, years=self.years) for value in row] for row in self.rows]


def cell(value: Any, *, years: bool = False) -> str:
    if isinstance(value, Decimal):
        return figure(value, years=years)
    return "–" if value is None or value == "" else str(value)


def counts(asked: Asked) -> Grid:
    """The question's own table: choices, steps or months."""
    detail = [_("Mean place")] if asked.kind == "order" else []
    rows = [
        [bar.label, bar.count, bar.share, *([bar.detail] if detail else [])] for bar in asked.bars
    ]
    return Grid("counts", _("Counts"), [asked.label, _("Count"), "%", *detail], rows)


def numbers(asked: Asked) -> Grid:
    """The figures of numbers: all together, then by kind of unit."""
    header = [_("Kind of unit"), _("Numbers"), *summary_words(), _("Without an answer")]
    tallies = [(_("all"), asked.tally), *(by_kind(asked) if len(asked.by_kind) > 1 else [])]
    rows = []
    for name, tally in tallies:
        made = figures.summarise(tally.numbers)
        values: Sequence[Any] = five(made) if made else [None] * 6
        rows.append([name, len(tally.numbers), *values, tally.empty])
    return Grid("numbers", _("Figures"), header, rows, years=asked.tally.is_years)


def by_kind(asked: Asked) -> list[tuple[str, Any]]:
    """Kinds of unit in order of name; those that nobody knows last."""
    return sorted(asked.by_kind.items(), key=lambda pair: (pair[0] == NONE.kind, pair[0]))


def cross(asked: Asked) -> Grid:
    """Choices, steps or months against kinds of unit: how many, and per cent of the kind."""
    kinds = by_kind(asked)
    labels = {bar.label: None for _kind, tally in kinds for bar in bars(tally, asked.language)}
    order = [bar.label for bar in asked.bars]
    found = {kind: {bar.label: bar for bar in bars(tally, asked.language)} for kind, tally in kinds}
    rows = []
    for label in dict.fromkeys([*order, *labels]):
        row: list[Any] = [label]
        for kind, _tally in kinds:
            bar = found[kind].get(label)
            row += [bar.count if bar else 0, bar.share if bar else Decimal(0)]
        rows.append(row)
    header = [asked.label, *(name for kind, _tally in kinds for name in (kind, f"{kind} (%)"))]
    return Grid("cross", _("By kind of unit"), header, rows)


def kinds(asked: Asked) -> Grid:
    return _answered("kinds", _("Answered, by kind of unit"), [_("Kind of unit")], [
        ((kind,), tally) for kind, tally in by_kind(asked)
    ])  # fmt: skip


def units(asked: Asked) -> Grid:
    """Those who have not answered stand first."""
    found = sorted(
        asked.by_unit.items(),
        key=lambda pair: (pair[1].answered > 0, pair[0] == NONE, pair[0].name),
    )
    return _answered("units", _("Answered, by unit"), [_("Unit"), _("Kind of unit")], [
        ((unit.name, unit.kind), tally) for unit, tally in found
    ])  # fmt: skip


def _answered(
    code: str, title: str, names: list[str], found: Sequence[tuple[tuple[str, ...], Any]]
) -> Grid:
    rows = [
        [*name, tally.answered, tally.rows, figures.percentage(tally.answered, tally.rows)]
        for name, tally in found
    ]
    return Grid(code, title, [*names, _("Answered"), _("Asked"), "%"], rows)


def texts(asked: Asked) -> Grid:
    """Every answer by itself, newest first."""
    rows = [
        [each.text, each.unit.name, each.unit.kind, each.answer, "/".join(map(str, each.index))]
        for each in reversed(asked.given)
    ]
    header = [asked.label, _("Unit"), _("Kind of unit"), _("Answer"), _("Entry")]
    return Grid("texts", _("Answers one by one"), header, rows)


GRIDS: dict[str, Callable[[Asked], Grid]] = {
    "counts": counts,
    "numbers": numbers,
    "cross": cross,
    "kinds": kinds,
    "units": units,
    "texts": texts,
}


def grids_of(asked: Asked) -> list[str]:
    """Which tables say something about a question."""
    several = len(asked.by_kind) > 1
    found = []
    if asked.kind == "number":
        found += ["numbers", "counts"]
    elif asked.kind not in ONE_BY_ONE:
        found += ["counts", *(["cross"] if several else [])]
    if several:
        found.append("kinds")
    if any(unit != NONE for unit in asked.by_unit):
        found.append("units")
    return found
