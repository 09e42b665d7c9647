"""Tables of units by codes and of units by units."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

SHADES = 5
Value = TypeVar("Value")


@dataclass(frozen=True)
class Matrix(Generic[Value]):
    """`cells` are by row and column key; totals by key."""

    rows: tuple[int, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[int, str], Value]


def heat(pairs: Iterable[tuple[int, str]]) -> Matrix[int]:
    """How often each (unit, code) occurs; rows and columns that occur, columns in order."""
    counts = Counter(pairs)
    rows = dict.fromkeys(unit for unit, _code in counts)
    columns = sorted({code for _unit, code in counts})
    return Matrix(tuple(rows), tuple(columns), dict(counts))


def shade(value: int, highest: int) -> int:
    """0 for nothing, then 1 to 5 in equal steps up to the highest value."""
    return 0 if value <= 0 else max(1, -(-value * SHADES // max(highest, 1)))


def at_level(code: str, level: int) -> str:
    """A code cut to its level: 02.01.03 at level 2 is 02.01."""
    return ".".join(code.split(".")[:level])


def between_units(
    exchanges: Iterable[tuple[int, int, str]],
) -> tuple[list[int], dict[tuple[int, int], Counter[str]]]:
    """Units that exchange, busiest first, and how many interfaces go from one to another.

    `exchanges`: (unit that gives, unit that gets, state).
    """
    cells: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    busy: Counter[int] = Counter()
    for giver, getter, state in exchanges:
        cells[giver, getter][state] += 1
        busy.update({giver, getter})
    return [unit for unit, _count in busy.most_common()], dict(cells)
