"""Deadlines, and what a workbook says compared with what is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

# Days before the deadline on which units are reminded; after it, once a week.
REMIND_BEFORE = (7, 3, 1)
ANSWERED = frozenset({"accepted", "sent", "approved"})
FIXED = frozenset({"sent", "approved"})  # nothing is taken in any more
# When a unit may still write: afterwards nothing changes but by a return or a reopening.
WRITABLE = frozenset({"waiting", "refused", "returned"})
# From this likeness on (0 to 1) an entry with a new name is taken for a renamed one.
ALIKE = 0.6


def reminder_due(deadline: date | None, today: date, reminded: date | None) -> bool:
    """Whether the units are to be reminded today (once a day at most)."""
    if deadline is None or reminded == today:
        return False
    left = (deadline - today).days
    if left >= 0:
        return left in REMIND_BEFORE
    return reminded is None or (today - reminded).days >= 7


def can_write(response_state: str) -> bool:
    """Whether sections may be filled in and corrected: as often as wanted until the head sends."""
    return response_state in WRITABLE


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
        elif is_unlike(row, record):
            unlike.append(record.name)
    return Comparison(tuple(absent), tuple(unlike))


def is_unlike(row: Filled, record: Filled) -> bool:
    """Whether the row says something else than the record."""
    return any(_differs(row, record, key) for key in record.values)


def _differs(row: Filled, record: Filled, key: str) -> bool:
    """Codes are not compared; an empty cell of a list may stand for its usual value."""
    value = plain(row.values.get(key))
    return key != "code" and bool(value) and value != plain(record.values[key])


def match_entries(
    entries: Sequence[Filled], kept: Sequence[Filled], earlier: Collection[str]
) -> dict[int, str]:
    """Which record each entry means: position of the entry to code of the record.

    The same name is the same record. An entry with a name of its own is a renamed one when it is
    like a record that came from an earlier answer (`earlier`, its codes) and that no entry names
    any more; the most alike pairs first.
    """
    by_name: dict[str, str] = {}
    for record in kept:
        by_name.setdefault(_name(record), record.code)
    found: dict[int, str] = {}
    for at, entry in enumerate(entries):
        code = by_name.pop(_name(entry), "")
        if code:
            found[at] = code
    free = [each for each in kept if each.code in earlier and each.code not in found.values()]
    pairs = [
        (likeness(entry, record), -at, record.code)
        for at, entry in enumerate(entries)
        for record in free
        if at not in found
    ]
    for score, minus, code in sorted(pairs, reverse=True):
        if score >= ALIKE and -minus not in found and code not in found.values():
            found[-minus] = code
    return found


def likeness(entry: Filled, record: Filled) -> float:
    """From 0 to 1: how alike the names are, and how many of the other values are the same."""
    names = SequenceMatcher(None, _name(entry), _name(record), autojunk=False).ratio()
    told = [
        (plain(value).casefold(), plain(record.values.get(key)).casefold())
        for key, value in entry.values.items()
        if key != "code" and plain(value) != plain(entry.name) and plain(record.values.get(key))
    ]
    both = [ours == theirs for ours, theirs in told if ours]
    return (names + sum(both) / len(both)) / 2 if both else names


def _name(row: Filled) -> str:
    return plain(row.name).casefold()
