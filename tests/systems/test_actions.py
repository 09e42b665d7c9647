import pytest
from django.core.exceptions import PermissionDenied

from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of
from selaras.core.ledger import history
from selaras.core.registry import Consumed
from selaras.needs.types import Origin
from selaras.organisations.models import Agency
from selaras.systems.actions import create_system, take_in_systems, update_system
from selaras.systems.models import System
from selaras.systems.types import SystemRow
from tests.factories.systems import SystemFactory

ORIGIN = Origin("survey", "Survei 2019, Dinas Kesehatan")


def row(agency, **changes):
    values = {"name": "SIMPUS", "status": "in_use", "year": 2015, **changes}
    return SystemRow("survey/1/simpus", agency.pk, values, locator="Lembar, sel B4", quote="SIMPUS")


def take(people, round_, *rows):
    return take_in_systems(by=people.planner, round=round_, origin=ORIGIN, rows=rows)


def test_create_writes_ledger(people, round_, agency):
    system = create_system(by=people.officer, round=round_, agency=agency, name="SIMPUS", year=2015)
    assert system.year == 2015
    assert history(system).get().kind == "systems.created"


def test_same_name_in_a_unit_is_refused(people, round_, agency):
    SystemFactory(round=round_, agency=agency, name="SIMPUS")
    with pytest.raises(Refused) as refusal:
        create_system(by=people.officer, round=round_, agency=agency, name="simpus")
    assert refusal.value.field == "name"


def test_officer_cannot_write_for_another_unit(people, round_):
    other = Agency.objects.create(slug="lain", name="Dinas Lain")
    with pytest.raises(PermissionDenied):
        create_system(by=people.officer, round=round_, agency=other, name="A")


def test_update_marks_edited(people, round_, agency):
    system = SystemFactory(round=round_, agency=agency)
    update_system(by=people.head, system=system, values={"problem": "Sering mati"})
    system.refresh_from_db()
    assert system.edited
    assert history(system).get().content.content == {"problem": ["", "Sering mati"]}


def test_take_in_creates_updates_and_repeats(people, round_, agency):
    assert take(people, round_, row(agency)) == Consumed(created=1)
    assert evidence_of(System.objects.get())[0].locator == "Lembar, sel B4"
    assert take(people, round_, row(agency)) == Consumed(unchanged=1)
    assert take(people, round_, row(agency, year=2016)) == Consumed(updated=1)
    assert System.objects.get().year == 2016


def test_take_in_never_overwrites_what_a_person_edited(people, round_, agency):
    take(people, round_, row(agency))
    update_system(by=people.planner, system=System.objects.get(), values={"year": 2010})
    assert take(people, round_, row(agency, year=2016)) == Consumed(unchanged=1)
    assert System.objects.get().year == 2010
