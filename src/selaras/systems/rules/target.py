"""Today's register and the one aimed at, and what lies between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Change = Literal["stays", "improved", "replaced", "merged", "retired", "new", "gone"]
_BY_TARGET: dict[str, Change] = {
    "keep": "stays",
    "improve": "improved",
    "replace": "replaced",
    "merge": "merged",
    "retire": "retired",
}
LEAVING: tuple[Change, ...] = ("replaced", "merged", "retired")
CHANGES: tuple[Change, ...] = (
    "new",
    "improved",
    "replaced",
    "merged",
    "retired",
    "stays",
    "gone",
)


@dataclass(frozen=True)
class Place:
    """A system with what is planned for it."""

    key: int
    status: str
    target: str = ""
    successor: int | None = None


@dataclass(frozen=True)
class Difference:
    """What happens to each system; `undecided` are those for which nobody has said anything."""

    changes: dict[int, Change]
    undecided: frozenset[int]

    def count(self, *names: Change) -> int:
        return sum(change in names for change in self.changes.values())

    @property
    def today(self) -> int:
        """Systems in use now."""
        return len(self.changes) - self.count("new", "gone")

    @property
    def later(self) -> int:
        """Systems in use in the target state."""
        return self.count("stays", "improved", "new")


def difference(places: Sequence[Place]) -> Difference:
    """A planned system is new, an unused one is gone already; the rest is as decided."""
    changes: dict[int, Change] = {}
    undecided = set()
    for place in places:
        if place.status in ("planned", "building"):
            changes[place.key] = "gone" if place.target == "retire" else "new"
        elif place.status == "unused":
            changes[place.key] = "gone"
        else:
            changes[place.key] = _BY_TARGET.get(place.target, "stays")
            if not place.target:
                undecided.add(place.key)
    return Difference(changes, frozenset(undecided))


@dataclass(frozen=True)
class Exchange:
    """An interface between two systems (None: outside the register)."""

    key: int
    source: int | None
    target: int | None
    state: str


def exchange_change(exchange: Exchange, plan: Difference) -> Literal["stays", "new", "ends"]:
    """What becomes of an interface: it ends with one of its systems."""
    ends = [end for end in (exchange.source, exchange.target) if end is not None]
    leaving = any(plan.changes.get(end) in (*LEAVING, "gone") for end in ends)
    if leaving:
        return "ends"
    return "stays" if exchange.state == "live" else "new"


def exchange_counts(
    exchanges: Iterable[Exchange], plan: Difference
) -> dict[Literal["stays", "new", "ends"], int]:
    counts: dict[Literal["stays", "new", "ends"], int] = {"stays": 0, "new": 0, "ends": 0}
    for exchange in exchanges:
        change = exchange_change(exchange, plan)
        if change != "ends" or exchange.state == "live":
            counts[change] += 1
    return counts
