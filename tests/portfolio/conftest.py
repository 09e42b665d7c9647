from types import SimpleNamespace

import pytest

from selaras.initiatives.models import Initiative
from selaras.organisations.models import Agency, User
from selaras.strategy.models import Dimension, Round
from tests.factories.initiatives import InitiativeFactory, complete
from tests.factories.portfolio import give, two_criteria


@pytest.fixture
def dimension(round_: Round) -> Dimension:
    return Dimension.objects.get(edition=round_.edition, code="living")


@pytest.fixture
def proposed(round_: Round, dimension: Dimension, agency: Agency) -> list[Initiative]:
    """Two proposed programmes of one dimension."""
    return [
        complete(
            InitiativeFactory(
                round=round_, dimension=dimension, owner=agency, code=code, state="proposed"
            )
        )
        for code in ("LIV-01", "LIV-02")
    ]


@pytest.fixture
def judged(proposed: list[Initiative], people: SimpleNamespace) -> list[Initiative]:
    """LIV-01 has 62 and 78 points, LIV-02 has 50 and 60."""
    first, second = proposed
    two_criteria(first.round)
    judges: list[User] = [people.planner, people.leadership]
    for judge, scores in zip(judges, ((70, 50), (90, 60)), strict=True):
        give(judge, first, scores)
    for judge, scores in zip(judges, ((50, 50), (60, 60)), strict=True):
        give(judge, second, scores)
    return proposed
