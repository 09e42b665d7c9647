from datetime import time, timedelta

import pytest
from django.utils import timezone

from selaras.core.types import RoleKind
from selaras.meetings.models import Invitation
from selaras.organisations.models import Agency, Role, User
from tests.factories.meetings import MeetingFactory

UNITS = (
    ("kec-perak", "Kecamatan Perak", "kecamatan", "government"),
    ("rsud", "RSUD Ploso", "rsud", "government"),
    ("kadin", "Kadin", "partner", "business"),
)


@pytest.fixture
def units(agency):
    """The unit of the shared fixtures, a camat, a hospital, a partner."""
    made = [
        Agency.objects.create(slug=slug, name=name, kind=kind, sector=sector)
        for slug, name, kind, sector in UNITS
    ]
    return [agency, *made]


@pytest.fixture
def coming(round_):
    """An FGD in ten days, with time and place."""
    day = timezone.localdate() + timedelta(days=10)
    return MeetingFactory(
        round=round_, held_on=day, starts=time(8), ends=time(15), place="Pendopo", remind_days=[3]
    )


@pytest.fixture
def invited(coming, agency):
    return Invitation.objects.create(
        meeting=coming, agency=agency, addressee="Kepala Dinas Kesehatan",
        email="kepala@example.test", phone="0812-3456-7890",
    )  # fmt: skip


@pytest.fixture
def camat(units):
    """A head with an account."""
    user = User.objects.create_user("camat@example.test", "x", name="Camat", phone="081200000000")
    Role.objects.create(user=user, kind=RoleKind.HEAD, agency=units[1])
    return user
