"""Reads of criteria, scores, rankings, choices and commitments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from selaras.initiatives.models import Initiative, State
from selaras.initiatives.models.initiative import InitiativeQuerySet
from selaras.portfolio.models import Choice, Commitment, Criterion, Quota, Score
from selaras.portfolio.rules import (
    Points,
    bands,
    complete_judges,
    places_left,
    rank_range,
    ranks,
    weighted_points,
    weights_fit,
)
from selaras.strategy.models import Dimension, Round

# What stands in a ranking: from the proposal on, unless it was stopped.
RANKED = (
    State.PROPOSED,
    State.SELECTED,
    State.COMMITTED,
    State.RUNNING,
    State.STALLED,
    State.FINISHED,
)
# While judges may still score: afterwards the figures of the choice would move.
SCORED = (State.PROPOSED, State.SELECTED)
BOUND = (State.COMMITTED, State.RUNNING, State.STALLED, State.FINISHED)


@dataclass(frozen=True)
class Ranked:
    """A programme in the ranking of its dimension; without full scores it has no rank."""

    initiative: Initiative
    points: Points | None
    rank: int | None
    rank_range: tuple[int, int] | None  # best and worst rank by a single judge
    band: str
    choice: Choice | None
    contributions: tuple[tuple[Criterion, Decimal], ...]

    @property
    def judges(self) -> int:
        return len(self.points.by_judge) if self.points else 0


@dataclass(frozen=True)
class DimensionRanking:
    dimension: Dimension
    rows: tuple[Ranked, ...]  # ranked ones first
    quota: int

    @property
    def chosen(self) -> tuple[Ranked, ...]:
        return tuple(row for row in self.rows if row.choice)

    @property
    def places_left(self) -> int:
        return places_left(self.quota, len(self.chosen))


def criteria_of(round_: Round) -> list[Criterion]:
    return list(Criterion.objects.filter(round=round_))


def criteria_ready(round_: Round) -> bool:
    """Weights are set and add up to one hundred."""
    return weights_fit({each.code: each.weight for each in criteria_of(round_)})


def quota_of(round_: Round, year: int) -> int:
    """Quick wins per dimension in a year; one, unless the regency decided otherwise."""
    found = Quota.objects.filter(round=round_, year=year).first()
    return found.per_dimension if found else 1


def ranked_initiatives(round_: Round) -> InitiativeQuerySet:
    found: InitiativeQuerySet = (
        Initiative.objects.filter(round=round_, state__in=RANKED)
        .select_related("dimension", "owner", "round")
        .order_by("dimension__position", "code")
    )
    return found


def ranking(
    round_: Round,
    *,
    year: int | None = None,
    dimension: Dimension | None = None,
    every_year: bool = False,
) -> list[DimensionRanking]:
    """Every dimension with its programmes by rank; a constant number of queries.

    What is the quick win of another year no longer competes, unless all years are asked for.
    """
    year = year or round_.start_year
    criteria, quota = criteria_of(round_), quota_of(round_, year)
    found = ranked_initiatives(round_)
    dimensions = Dimension.objects.filter(edition=round_.edition_id)
    if dimension is not None:
        found, dimensions = found.filter(dimension=dimension), dimensions.filter(pk=dimension.pk)
    scores = _scores(round_)
    made = list(choices_of(round_))
    choices = {each.initiative_id: each for each in made if each.year == year}
    if not every_year:
        found = found.exclude(pk__in=[each.initiative_id for each in made if each.year != year])
    by_dimension: dict[int, list[Initiative]] = defaultdict(list)
    for initiative in found:
        by_dimension[initiative.dimension_id].append(initiative)
    return [
        DimensionRanking(
            each, _ranked(by_dimension[each.pk], criteria, scores, choices, quota), quota
        )
        for each in dimensions
    ]


Scores = dict[int, dict[int, dict[str, int]]]  # initiative → judge → criterion → value


def _scores(round_: Round) -> Scores:
    found: Scores = defaultdict(lambda: defaultdict(dict))
    rows = Score.objects.filter(initiative__round=round_).values_list(
        "initiative_id", "judge_id", "criterion__code", "value"
    )
    for initiative, judge, criterion, value in rows:
        found[initiative][judge][criterion] = value
    return found


def _ranked(
    initiatives: Sequence[Initiative],
    criteria: Sequence[Criterion],
    scores: Scores,
    choices: dict[int, Choice],
    quota: int,
) -> tuple[Ranked, ...]:
    weights = {each.code: each.weight for each in criteria}
    points = {
        each.code: found
        for each in initiatives
        if (found := weighted_points(scores.get(each.pk, {}), weights))
    }
    places = ranks({code: each.mean for code, each in points.items()})
    by_judge = {code: each.by_judge for code, each in points.items()}
    standing = bands(by_judge, quota)
    rows = [
        Ranked(
            initiative=each,
            points=points.get(each.code),
            rank=places.get(each.code),
            rank_range=rank_range(by_judge, each.code) if each.code in by_judge else None,
            band=standing.get(each.code, ""),
            choice=choices.get(each.pk),
            contributions=_parts(criteria, points.get(each.code)),
        )
        for each in initiatives
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank or len(rows) + 1, row.initiative.code)))


def _parts(
    criteria: Iterable[Criterion], points: Points | None
) -> tuple[tuple[Criterion, Decimal], ...]:
    if points is None:
        return ()
    return tuple(
        (each, points.contributions.get(each.code, Decimal(0))) for each in criteria if each.weight
    )


def standing_of(initiative: Initiative, *, year: int | None = None) -> Ranked | None:
    """Where one programme stands in its dimension; None when it is not ranked at all."""
    found = ranking(initiative.round, year=year, dimension=initiative.dimension)
    rows = (row for each in found for row in each.rows)
    return next((row for row in rows if row.initiative.pk == initiative.pk), None)


def choices_of(round_: Round, year: int | None = None) -> QuerySet[Choice]:
    """Quick wins chosen, those of stopped programmes left out."""
    found = (
        Choice.objects.filter(round=round_)
        .exclude(initiative__state=State.STOPPED)
        .select_related(
            "dimension",
            "initiative__round",
            "initiative__owner",
            "initiative__dimension",
            "initiative__commitment",
            "by",
        )
    )
    return found if year is None else found.filter(year=year)


def commitments_of(round_: Round) -> QuerySet[Commitment]:
    """Commitments that stand: the programme was not taken back since."""
    return Commitment.objects.filter(
        initiative__round=round_, initiative__state__in=BOUND
    ).select_related("initiative__dimension", "initiative__round", "agency")


def awaiting_commitment(round_: Round | None = None) -> QuerySet[Initiative]:
    """Selected programmes whose head has not committed yet."""
    found: QuerySet[Initiative] = Initiative.objects.filter(state=State.SELECTED).select_related(
        "round", "owner", "dimension"
    )
    return found if round_ is None else found.filter(round=round_)


@dataclass(frozen=True)
class Judging:
    """A programme as one judge sees it in the list."""

    initiative: Initiative
    complete: bool


def judging(round_: Round, judge: Any) -> list[Judging]:
    """Programmes open for scoring, each with whether this judge scored it in full."""
    weights = {each.code: each.weight for each in criteria_of(round_)}
    given: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Score.objects.filter(initiative__round=round_, judge=judge).values_list(
        "initiative_id", "criterion__code", "value"
    )
    for initiative, criterion, value in rows:
        given[initiative][criterion] = value
    open_now = ranked_initiatives(round_).filter(state__in=SCORED)
    return [
        Judging(each, bool(complete_judges({0: given.get(each.pk, {})}, weights)))
        for each in open_now
    ]


def scores_by_judge(initiative: Initiative, judge: Any) -> dict[str, Score]:
    found = Score.objects.filter(initiative=initiative, judge=judge).select_related("criterion")
    return {score.criterion.code: score for score in found}


def reasons(initiative: Initiative) -> list[Score]:
    """Every score of a programme with its judge and reason."""
    found = Score.objects.filter(initiative=initiative).select_related("criterion", "judge")
    return list(found.order_by("criterion__position", "criterion__pk", "judge__name"))


def score_counts(round_: Round) -> dict[int, int]:
    """How many judges have scored anything, by programme."""
    rows = (
        Score.objects.filter(initiative__round=round_)
        .order_by()
        .values_list("initiative_id")
        .annotate(judges=Count("judge", distinct=True))
    )
    return dict(rows)
