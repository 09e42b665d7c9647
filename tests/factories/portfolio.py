"""Criteria and scores for tests."""

from collections.abc import Sequence

import factory

from selaras.initiatives.models import Initiative
from selaras.organisations.models import User
from selaras.portfolio.models import Criterion, Score
from selaras.strategy.models import Round


class CriterionFactory(factory.django.DjangoModelFactory):
    """Give `round`, `code` and `weight`."""

    class Meta:
        model = Criterion

    name = factory.LazyAttribute(lambda criterion: criterion.code.title())
    anchor_0 = "buruk"
    anchor_50 = "sedang"
    anchor_100 = "baik"


def two_criteria(round_: Round) -> list[Criterion]:
    """Benefit counts 60, speed 40."""
    return [
        CriterionFactory(round=round_, code="manfaat", weight=60, position=0),
        CriterionFactory(round=round_, code="cepat", weight=40, position=1),
    ]


def give(judge: User, initiative: Initiative, values: Sequence[int]) -> None:
    """Score a programme on the round's criteria in their order."""
    for criterion, value in zip(initiative.round.criteria.all(), values, strict=True):
        Score.objects.create(initiative=initiative, criterion=criterion, judge=judge, value=value)
