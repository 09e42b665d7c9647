"""Figures about many answers: shares that add up, five-figure summaries, steps of a histogram."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Summary:
    """Least, quarter, middle, three quarters, most; the mean; how many numbers."""

    count: int
    minimum: Decimal
    q1: Decimal
    median: Decimal
    q3: Decimal
    maximum: Decimal
    mean: Decimal


def summarise(values: Sequence[Decimal]) -> Summary | None:
    """The five figures and the mean; None for no numbers."""
    if not values:
        return None
    ordered = sorted(values)
    q1, median, q3 = (quantile(ordered, Decimal(part) / 4) for part in (1, 2, 3))
    mean = sum(ordered, Decimal(0)) / len(ordered)
    return Summary(len(ordered), ordered[0], q1, median, q3, ordered[-1], mean)


def quantile(ordered: Sequence[Decimal], part: Decimal) -> Decimal:
    """The value below which a part (0-1) of sorted numbers lies, interpolated linearly.

    As QUARTILE.INC of spreadsheets: the place is part × (n - 1), counted from 0.
    """
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def shares(counts: Sequence[int], places: int = 1) -> list[Decimal]:
    """Percentages of the sum of the counts, rounded so that they add up to exactly 100.

    What rounding leaves over goes to those who lost most by it (largest remainder).
    """
    total, unit = sum(counts), Decimal(1).scaleb(-places)
    if not total:
        return [Decimal(0) for _count in counts]
    steps = 100 * 10**places  # the whole, in units of the last place
    whole = [count * steps // total for count in counts]
    left = steps - sum(whole)
    order = sorted(range(len(counts)), key=lambda n: (-(counts[n] * steps % total), n))
    for number in order[:left]:
        whole[number] += 1
    return [unit * number for number in whole]


def percentage(count: int, total: int, places: int = 1) -> Decimal:
    """A share by itself, rounded; 0 of nothing."""
    exact = Decimal(100 * count) / total if total else Decimal(0)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Step:
    """Numbers from `low` up to but without `high`; the last step takes its `high` too.

    Of whole numbers `high` is the largest of the step.
    """

    low: Decimal
    high: Decimal
    count: int


def histogram(values: Sequence[Decimal], most: int = 10, *, whole: bool = False) -> list[Step]:
    """About `most` steps of equal, round width over all numbers; none for no numbers."""
    if not values:
        return []
    low, high = min(values), max(values)
    if low == high:
        return [Step(low, high, len(values))]
    width = _round_up(max((high - low) / most, Decimal(int(whole))))
    start = (low / width).to_integral_value(ROUND_FLOOR) * width
    rounding = ROUND_FLOOR if whole else ROUND_CEILING
    wanted = int(((high - start) / width).to_integral_value(rounding)) + int(whole)
    counts = [0] * max(1, min(wanted, most + 2))
    for value in values:
        place = int((value - start) / width)
        counts[max(0, min(place, len(counts) - 1))] += 1
    last = 1 if whole else 0
    return [
        Step(start + width * number, start + width * (number + 1) - last, count)
        for number, count in enumerate(counts)
    ]


def _round_up(width: Decimal) -> Decimal:
    """The next 1, 2 or 5 with zeros."""
    size = Decimal(1).scaleb(width.adjusted())
    return next(size * step for step in (1, 2, 5, 10) if size * step >= width)
