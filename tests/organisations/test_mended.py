"""Faults that were found once, and stay mended."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from selaras.core.errors import ImportRefused, Refused
from selaras.core.models import LedgerEntry
from selaras.organisations import actions
from selaras.organisations.models import Agency, Area, Role, User
from tests.organisations.test_actions import row, workbook

pytestmark = pytest.mark.django_db


def test_two_admins_end_today(people):
    a = people.administrator
    other = actions.grant_role(by=a, user=people.leadership, kind="administrator")
    today = timezone.localdate()
    actions.end_role(by=a, role=other, last_day=today)
    with pytest.raises(Refused):
        actions.end_role(by=a, role=a.roles.get(), last_day=today)


def test_import_self_parent(people):
    with pytest.raises(ImportRefused):
        actions.import_agencies(by=people.planner, data=workbook(row("Dinas A", parent="Dinas A")))


def test_import_circle(people):
    with pytest.raises(ImportRefused):
        actions.import_agencies(
            by=people.planner,
            data=workbook(row("Dinas A", parent="Dinas B"), row("Dinas B", parent="Dinas A")),
        )


def test_import_valid_from_after_to(people, agency):
    agency.valid_to = date(2019, 1, 1)
    agency.save()
    with pytest.raises(ImportRefused):
        actions.import_agencies(
            by=people.planner, data=workbook(row("Dinas Kesehatan", valid_from=date(2020, 1, 1)))
        )


def test_import_email(people):
    with pytest.raises(ImportRefused):
        actions.import_agencies(
            by=people.planner, data=workbook(row("Dinas A", email="bukan surel"))
        )


def test_import_again_ledger(people):
    actions.import_agencies(by=people.planner, data=workbook(row("Dinas A")))
    n = LedgerEntry.objects.count()
    actions.import_agencies(by=people.planner, data=workbook(row("Dinas A")))
    assert LedgerEntry.objects.count() == n


def test_import_parent_removed(people, agency):
    actions.import_agencies(
        by=people.planner, data=workbook(row("Dinas A", parent="Dinas Kesehatan"))
    )
    actions.import_agencies(by=people.planner, data=workbook(row("Dinas A")))
    assert Agency.objects.get(name="Dinas A").parent is None


def test_import_area_unknown(people):
    Area.objects.create(code="35.17", name="J", level="kabupaten")
    with pytest.raises(ImportRefused):
        actions.import_agencies(by=people.planner, data=workbook(row("Kec A", area="35.17.09")))


def test_regrant_future(people, agency):
    a = people.administrator
    role = people.citizen.roles.get()
    actions.end_role(by=a, role=role, last_day=timezone.localdate() - timedelta(days=1))
    actions.grant_role(
        by=a,
        user=people.citizen,
        kind="citizen",
        valid_from=timezone.localdate() + timedelta(days=30),
    )
    assert not Role.objects.held().filter(user=people.citizen).exists()


def test_regrant_held(people):
    # a future role asked to start earlier
    a = people.administrator
    actions.grant_role(
        by=a,
        user=people.citizen,
        kind="planner",
        valid_from=timezone.localdate() + timedelta(days=30),
    )
    actions.grant_role(by=a, user=people.citizen, kind="planner", valid_from=timezone.localdate())
    assert Role.objects.held().filter(user=people.citizen, kind="planner").exists()


def test_create_person_without_key(client_for, people):
    v = {
        "name": "Siti",
        "email": "siti@example.test",
        "language": "id",
        "agency": "",
        "kind": "agency_officer",
    }
    client_for(people.administrator).post(reverse("organisations:create-person"), v)
    assert not User.objects.filter(email="siti@example.test").exists()


def test_edit_person_case(client_for, people):
    v = {"name": "X", "email": people.head.email.upper(), "language": "id"}
    a = client_for(people.administrator).post(
        reverse("organisations:edit-person", args=[people.officer.pk]), v
    )
    assert a.status_code == 422


def test_search_end(people, agency):
    actions.end_agency(by=people.planner, agency=agency, last_day=date(2019, 1, 1))
    # successor of itself via chain
    b = Agency.objects.create(slug="b", name="B")
    actions.end_agency(by=people.planner, agency=b, last_day=date(2019, 1, 1), successor=agency)
    with pytest.raises(Refused):
        actions.end_agency(by=people.planner, agency=agency, last_day=date(2019, 1, 1), successor=b)


def test_edit_ended_parent(client_for, people, agency):
    # unit whose parent has ended can still be edited?
    agency.valid_to = date(2019, 1, 1)
    agency.save()
    Agency.objects.create(slug="c", name="C", parent=agency)
    a = client_for(people.planner).get(reverse("organisations:edit-agency", args=["c"]))
    page = a.content.decode()
    assert f'value="{agency.pk}" selected' in page
