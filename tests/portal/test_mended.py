"""Faults that were found once, and stay mended."""

import pytest
from django.core import mail
from django.urls import reverse

from selaras.initiatives.actions import move_initiative
from selaras.lib.sheets import write_table
from selaras.organisations.models import User
from tests.portal.test_pages import living, programmes  # noqa: F401

pytestmark = pytest.mark.django_db


def test_never_chosen_and_stopped_stays_inside(client_for, people, programmes):
    move_initiative(
        by=people.head, initiative=programmes["candidate"], to="stopped", reason="Ganda"
    )
    page = client_for(None).get(reverse("programmes")).content.decode()
    assert "Program candidate" not in page


def test_own_email_cannot_be_changed_behind_the_ledger(client_for, people):
    client_for(people.officer).post(
        "/akun/email/", {"email": "curi@example.test", "action_add": ""}
    )
    assert mail.outbox == []
    assert User.objects.get(pk=people.officer.pk).email == "officer@example.test"


def test_people_export_has_no_entities(client_for, people, agency):
    agency.short_name = "P&K"
    agency.save()
    text = (
        client_for(people.planner)
        .get(reverse("organisations:people"), {"format": "csv"})
        .content.decode()
    )
    assert "&amp;" not in text


def test_noncharacter_can_be_exported():
    assert write_table("T", ["A"], [["a\uffffb"]]).startswith(b"PK")
