"""Dots: what a ballot may hold, and how ballots become a result that betrays nobody."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SMALLEST = 5  # voters of a sector whose dots are shown by themselves


class BadBallot(Exception):  # noqa: N818 - reads as `raise BadBallot("many")`
    """`reason`: many (more dots than allowed), card (not on this wall), number (not a count)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def checked_dots(dots: Mapping[int, int], *, cards: Collection[int], limit: int) -> dict[int, int]:
    """The dots of one ballot without the empty ones; several may lie on one card.

    Raises:
        BadBallot: see there.
    """
    if any(number < 0 for number in dots.values()):
        raise BadBallot("number")
    given = {card: number for card, number in dots.items() if number}
    if sum(given.values()) > limit:
        raise BadBallot("many")
    if not given.keys() <= set(cards):
        raise BadBallot("card")
    return given


@dataclass(frozen=True)
class Cast:
    """A live ballot: the sector of the voter and the dots by card."""

    sector: str
    dots: Mapping[int, int]


def tally(ballots: Iterable[Cast], roots: Mapping[int, int]) -> Counter[int]:
    """Dots by card; those on a merged card count for the one it stands under.

    `roots` names the standing card of every card of the wall; dots elsewhere count no more.
    """
    total: Counter[int] = Counter()
    for ballot in ballots:
        for card, number in ballot.dots.items():
            if card in roots:
                total[roots[card]] += number
    return total


def shown_sectors(voters: Mapping[str, int], smallest: int = SMALLEST) -> dict[str, str]:
    """Under which name each sector is shown: its own, or "" with others where voters are few.

    Nobody may be found by subtraction: when the few together are still too few, the smallest
    sector beside them joins them.
    """
    few = {sector for sector, count in voters.items() if 0 < count < smallest}
    rest = sorted(
        (sector for sector, count in voters.items() if count >= smallest),
        key=lambda sector: (voters[sector], sector),
    )
    while few and rest and sum(voters[sector] for sector in few) < smallest:
        few.add(rest.pop(0))
    return {sector: "" if sector in few else sector for sector in voters}
