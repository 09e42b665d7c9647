from types import SimpleNamespace

import pytest

from selaras.initiatives.models import Initiative
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round
from tests.factories.initiatives import InitiativeFactory, complete


@pytest.fixture
def dimension(round_: Round) -> Dimension:
    return Dimension.objects.get(edition=round_.edition, code="governance")


@pytest.fixture
def candidate(round_: Round, dimension: Dimension, agency: Agency) -> Initiative:
    """A candidate of Dinkes with a complete sheet."""
    return complete(
        InitiativeFactory(round=round_, dimension=dimension, owner=agency, code="GOV-01")
    )


@pytest.fixture
def need(round_: Round, dimension: Dimension) -> Need:
    return Need.objects.create(round=round_, dimension=dimension, title="Antrean puskesmas panjang")


@pytest.fixture
def stranger(people: SimpleNamespace) -> object:
    """An officer of another unit."""
    from selaras.organisations.models import Role, User

    other = Agency.objects.create(slug="disdik", name="Dinas Pendidikan")
    user = User.objects.create_user("lain@example.test", "kata-sandi-uji", name="Lain")
    Role.objects.create(user=user, kind="agency_officer", agency=other)
    return user
