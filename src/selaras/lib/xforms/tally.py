"""What was answered to one question, counted while the answers pass by."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from selaras.lib.xforms.definition import Field
from selaras.lib.xforms.layout import Column
from selaras.lib.xforms.values import NUMBERS, typed

Kind = Literal["choice", "several", "order", "number", "day", "file", "text"]
EXAMPLES = 3
FIRST_YEAR, LAST_YEAR = 1800, 2200
_YEAR = re.compile(r"\b(?:tahun|year)\b", re.IGNORECASE)


def kind_of(asked: Field) -> Kind:
    """How the answers to a question are counted."""
    if asked.control == "rank":
        return "order"
    if asked.multiple:
        return "several"
    if asked.control in ("select1", "trigger") or asked.choices or asked.type == "boolean":
        return "choice"
    if asked.type in NUMBERS:
        return "number"
    if asked.type in ("date", "dateTime"):
        return "day"
    return "file" if asked.type == "binary" else "text"


@dataclass
class Tally:
    """`rows` were asked or could have been, `answered` say something."""

    column: Column
    rows: int = 0
    answered: int = 0
    counts: Counter[str] = field(default_factory=Counter)  # choice, month, for an order: first
    places: Counter[str] = field(default_factory=Counter)  # of an order: sum of places
    placed: Counter[str] = field(default_factory=Counter)  # of an order: how often placed at all
    numbers: list[Decimal] = field(default_factory=list)
    odd: int = 0  # answers that are no value of the question's type
    examples: list[str] = field(default_factory=list)
    first: date | None = None
    last: date | None = None

    @property
    def kind(self) -> Kind:
        """A calculation is text to the form; where it gave numbers only, it is counted so."""
        found = kind_of(self.column.field)
        calculated = found == "text" and self.column.field.kind == "hidden"
        return "number" if calculated and self.numbers and not self.odd else found

    @property
    def empty(self) -> int:
        return self.rows - self.answered

    @property
    def is_years(self) -> bool:
        """Whether the numbers are years, which nobody groups by thousands: 2008."""
        field = self.column.field
        said = " ".join([field.name.replace("_", " "), *field.labels.values()])
        return _YEAR.search(said) is not None and all(
            FIRST_YEAR <= value <= LAST_YEAR for value in self.numbers
        )

    def add(self, text: str) -> None:
        """One answer, or one entry of a repeat; "" where nothing was said."""
        self.rows += 1
        if not text:
            return
        self.answered += 1
        match kind_of(self.column.field):
            case "choice":
                self.counts[text] += 1
            case "several":
                self.counts.update(set(text.split()))
            case "order":
                self._order(text.split())
            case "number":
                self._number(typed(self.column.field, text))
            case "day":
                self._day(typed(self.column.field, text))
            case "text":
                self._text(text)

    def _order(self, given: list[str]) -> None:
        self.counts[given[0]] += 1
        for place, value in enumerate(given, start=1):
            self.places[value] += place
            self.placed[value] += 1

    def _number(self, value: object) -> None:
        if isinstance(value, int | Decimal):
            self.numbers.append(Decimal(value))
        else:
            self.odd += 1

    def _day(self, value: object) -> None:
        if not isinstance(value, date):
            self.odd += 1
            return
        day = value.date() if isinstance(value, datetime) else value
        self.counts[f"{day.year:04d}-{day.month:02d}"] += 1
        self.first = min(self.first or day, day)
        self.last = max(self.last or day, day)

    def _text(self, text: str) -> None:
        if len(self.examples) < EXAMPLES:
            self.examples.append(text)
        if self.column.field.kind == "hidden":
            self._number(typed(_DECIMAL, text))

    def mean_place(self, value: str) -> Decimal | None:
        """The mean place of a choice in an order, among those who placed it."""
        placed = self.placed[value]
        return Decimal(self.places[value]) / placed if placed else None


_DECIMAL = Field("", "", "hidden", "decimal")
