"""Deadlines, and what a workbook says compared with what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# Days before the deadline on which units are reminded; after it, once a week.
REMIND_BEFORE = (7, 3, 1)
ANSWERED = frozenset({"accepted", "sent", "approved"})
FIXED = frozenset({"sent", "approved"})  # nothing is taken in any more
# When a unit may still write: afterwards nothing changes but by a return or a reopening.
WRITABLE = frozenset({"waiting", "refused", "returned"})


def reminder_due(deadline: date | None, today: date, reminded: date | None) -> bool:
    """Whether the units are to be reminded today (once a day at most)."""
    if deadline is None or reminded == today:
        return False
    left = (deadline - today).days
    if left >= 0:
        return left in REMIND_BEFORE
    return reminded is None or (today - reminded).days >= 7


def can_write(response_state: str, part_state: str) -> bool:
    """Whether a part may be filled in: in a returned answer, only what was returned or is empty."""
    if response_state not in WRITABLE:
        return False
    return response_state != "returned" or part_state != "filled"


def can_send(response_state: str, parts: Sequence[tuple[str, bool]]) -> bool:
    """Whether the answer may be sent; parts are (state, required)."""
    ready = all(
        state == "filled" or state == "approved" or (state == "waiting" and not required)
        for state, required in parts
    )
    return response_state in WRITABLE and bool(parts) and ready


def is_late(deadline: date | None, today: date, *, answered: bool) -> bool:
    return deadline is not None and today > deadline and not answered


def plain(value: object) -> str:
    """A value as it is compared: nothing and the empty text are the same."""
    return "" if value is None else " ".join(str(value).split())


@dataclass(frozen=True)
class Filled:
    """A row of a sheet: its code, its name (first own column), and all values by column key."""

    code: str
    name: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Comparison:
    """Names of kept records: `absent` from the workbook, or `unlike` what it says."""

    absent: tuple[str, ...]
    unlike: tuple[str, ...]


def unknown_codes(rows: Sequence[Filled], kept: Sequence[Filled]) -> list[int]:
    """Positions of rows whose code is not one of the unit's own."""
    known = {row.code.casefold() for row in kept}
    return [at for at, row in enumerate(rows) if row.code and row.code.casefold() not in known]


def compare(rows: Sequence[Filled], kept: Sequence[Filled]) -> Comparison:
    """After taking the rows in: what the workbook left out, and what it could not change."""
    by_code = {row.code.casefold(): row for row in rows if row.code}
    by_name = {plain(row.name).casefold(): row for row in rows}
    absent, unlike = [], []
    for record in kept:
        row = by_code.get(record.code.casefold()) or by_name.get(plain(record.name).casefold())
        if row is None:
            absent.append(record.name)
        elif any(_differs(row, record, key) for key in record.values):
            unlike.append(record.name)
    return Comparison(tuple(absent), tuple(unlike))


def _differs(row: Filled, record: Filled, key: str) -> bool:
    """Codes are not compared; an empty cell of a list may stand for its usual value."""
    value = plain(row.values.get(key))
    return key != "code" and bool(value) and value != plain(record.values[key])
