"""Weighted points that add up, their spread over the judges, ranks and bands.

The method is additive value on a fixed, worded scale of 0 to 100 per criterion: a new programme
never moves an old one. All figures are decimals; points lie between 0 and 100.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
FULL = 100


class Band:
    """Where a programme stands whichever judge is believed."""

    CORE = "core"  # inside for every judge
    BORDERLINE = "borderline"  # inside for some
    OUTSIDE = "outside"  # inside for none


@dataclass(frozen=True)
class Points:
    """Points of one programme. `stdev` is over the judges (n - 1), 0 for a single judge."""

    mean: Decimal
    least: Decimal
    most: Decimal
    stdev: Decimal
    by_judge: dict[int, Decimal]
    contributions: dict[str, Decimal]  # per criterion; they add up to the mean

    @property
    def spread(self) -> Decimal:
        return self.most - self.least


def two(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def weights_fit(weights: Mapping[str, int]) -> bool:
    """Weights are shares of one hundred."""
    return sum(weights.values()) == FULL


def complete_judges(
    scores: Mapping[int, Mapping[str, int]], weights: Mapping[str, int]
) -> dict[int, Mapping[str, int]]:
    """Judges who scored every criterion that counts; half a score would be no fair total."""
    counted = [code for code, weight in weights.items() if weight]
    return {
        judge: given
        for judge, given in scores.items()
        if counted and all(code in given for code in counted)
    }


def weighted_points(
    scores: Mapping[int, Mapping[str, int]], weights: Mapping[str, int]
) -> Points | None:
    """Points of a programme from what each judge gave per criterion; None without a full judge.

    Each judge's total is rounded to hundredths only for showing: mean, spread and contributions
    come from the exact totals, and the last contribution takes up the rounding, so that what is
    shown adds up.
    """
    full = complete_judges(scores, weights)
    if not full:
        return None
    share = {code: Decimal(weight) / FULL for code, weight in weights.items() if weight}
    totals = {
        judge: sum((share[code] * given[code] for code in share), Decimal(0))
        for judge, given in full.items()
    }
    mean = two(sum(totals.values(), Decimal(0)) / len(totals))
    return Points(
        mean=mean,
        least=two(min(totals.values())),
        most=two(max(totals.values())),
        stdev=two(_stdev(list(totals.values()))),
        by_judge={judge: two(total) for judge, total in totals.items()},
        contributions=_contributions(full, share, mean),
    )


def _stdev(values: Sequence[Decimal]) -> Decimal:
    if len(values) < 2:
        return Decimal(0)
    mean = sum(values, Decimal(0)) / len(values)
    squares = sum(((value - mean) ** 2 for value in values), Decimal(0))
    return (squares / (len(values) - 1)).sqrt()


def _contributions(
    full: Mapping[int, Mapping[str, int]], share: Mapping[str, Decimal], mean: Decimal
) -> dict[str, Decimal]:
    exact = {
        code: weight
        * sum((Decimal(given[code]) for given in full.values()), Decimal(0))
        / len(full)
        for code, weight in share.items()
    }
    shown = {code: two(value) for code, value in exact.items()}
    largest = max(shown, key=lambda code: shown[code])
    shown[largest] += mean - sum(shown.values(), Decimal(0))
    return shown


def ranks(points: Mapping[str, Decimal]) -> dict[str, int]:
    """Rank by points, highest first; equal points share a rank and the next one is skipped."""
    ordered = sorted(points.values(), reverse=True)
    return {name: ordered.index(value) + 1 for name, value in points.items()}


def bands(by_judge: Mapping[str, Mapping[int, Decimal]], places: int) -> dict[str, str]:
    """For how many of the judges a programme would be among the first `places`.

    Each judge's own ranking counts over the programmes which that judge scored in full.
    """
    judges = sorted({judge for totals in by_judge.values() for judge in totals})
    inside: dict[str, list[bool]] = {name: [] for name in by_judge}
    for judge in judges:
        own = {name: totals[judge] for name, totals in by_judge.items() if judge in totals}
        for name, rank in ranks(own).items():
            inside[name].append(rank <= places)
    return {name: _band(votes) for name, votes in inside.items()}


def _band(votes: Sequence[bool]) -> str:
    if votes and all(votes):
        return Band.CORE
    return Band.BORDERLINE if any(votes) else Band.OUTSIDE


def rank_range(by_judge: Mapping[str, Mapping[int, Decimal]], name: str) -> tuple[int, int] | None:
    """Best and worst rank that a single judge gives a programme."""
    found = []
    for judge in by_judge[name]:
        own = {other: totals[judge] for other, totals in by_judge.items() if judge in totals}
        found.append(ranks(own)[name])
    return (min(found), max(found)) if found else None


def places_left(quota: int, chosen: int) -> int:
    return max(0, quota - chosen)
