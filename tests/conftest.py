"""Shared fixtures: a regency with one unit, one person per role and one round."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from selaras.core import preferences
from selaras.core.types import RoleKind
from selaras.organisations.models import Agency, Role, User
from selaras.strategy.models import Dimension, FrameworkEdition, Round, Subdimension

DIMENSIONS = {
    "governance": "service",
    "branding": "tourism",
    "economy": "industry",
    "living": "health",
    "society": "learning",
    "environment": "waste",
}
OF_AN_AGENCY = (RoleKind.OFFICER, RoleKind.HEAD, RoleKind.PARTNER)
SHORT = {RoleKind.OFFICER: "officer", RoleKind.HEAD: "head"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests measure time: no two of them run at once."""
    for item in items:
        if item.get_closest_marker("e2e"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def _fresh_preferences() -> None:
    preferences.forget()


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(slug="dinkes", name="Dinas Kesehatan", short_name="Dinkes")


@pytest.fixture
def people(agency: Agency) -> SimpleNamespace:
    """One person per role, by the role's short name."""
    made = {}
    for kind in RoleKind:
        name = SHORT.get(kind, str(kind))
        user = User.objects.create_user(f"{name}@example.test", "kata-sandi-uji", name=name.title())
        Role.objects.create(user=user, kind=kind, agency=agency if kind in OF_AN_AGENCY else None)
        made[name] = user
    return SimpleNamespace(**made)


@pytest.fixture
def edition(db: None) -> FrameworkEdition:
    edition = FrameworkEdition.objects.create(code="uji", name="Enam dimensi")
    for position, (code, sub) in enumerate(DIMENSIONS.items()):
        dimension = Dimension.objects.create(
            edition=edition,
            code=code,
            name_id=f"{code} cerdas",
            name_en=f"Smart {code}",
            label=f"Smart {code.title()}",
            position=position,
        )
        Subdimension.objects.create(dimension=dimension, code=sub, name_id=sub, name_en=sub)
    return edition


@pytest.fixture
def round_(edition: FrameworkEdition) -> Round:
    return Round.objects.create(
        slug="putaran-uji",
        name="Putaran uji",
        start_year=2020,
        end_year=2029,
        edition=edition,
        public=True,
    )


@pytest.fixture
def client_for(db: None) -> Callable[[User | None], Client]:
    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make
