"""Faults that were found once, and stay mended."""

import logging
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selaras.core import ledger, search
from selaras.core.registry import SearchDocument
from selaras.initiatives.actions import move_initiative
from selaras.lib.sheets import write_table
from selaras.organisations.models import Role, User
from selaras.portfolio.contributions import _heads
from selaras.strategy.models import Stage
from tests.factories.initiatives import InitiativeFactory, complete
from tests.factories.surveys import ResponseFactory, SurveyFactory
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


def document(kind: str, number: int, title: str, body: str = "") -> SearchDocument:
    return SearchDocument(kind, str(number), title, body, f"/{kind}/{number}/", public=True)


def test_search_counts_all_and_pages_on(client_for, django_assert_num_queries):
    search.put([document("needs", n, f"Pasar {n}") for n in range(60)])
    client = client_for(None)
    address = reverse("search")
    first = client.get(address, {"q": "pasar"})
    assert (first.context["found"].total, len(first.context["found"].hits)) == (60, 50)
    assert "page=2" in first.content.decode()
    with CaptureQueriesContext(connection) as many:
        second = client.get(address, {"q": "pasar", "page": "2"})
    assert len(second.context["found"].hits) == 10
    assert "page=1" in second.content.decode()
    with django_assert_num_queries(len(many)):
        client.get(address, {"q": "pasar 7"})
    for odd in ("0", "99", "-1", "x"):
        assert client.get(address, {"q": "pasar", "page": odd}).status_code == 200


def test_search_ranks_titles_first_and_programmes_before_needs(client_for):
    search.put(
        [
            document("section", 1, "Bab satu", "## Pasar\n\n- **pasar** pasar pasar"),
            document("needs", 2, "Pasar becek"),
            document("initiatives", 3, "Pasar bersih"),
        ]
    )
    answer = client_for(None).get(reverse("search"), {"q": "pasar"})
    hits = answer.context["found"].hits
    assert [hit.url for hit in hits] == ["/initiatives/3/", "/needs/2/", "/section/1/"]
    assert hits[2].excerpt == "Pasar pasar pasar pasar"
    assert all(str(hit.kind) in answer.content.decode() for hit in hits)


def test_planner_of_a_fresh_regency_is_told_how_to_begin(client_for, edition):
    user = User.objects.create_user("awal@example.test", name="Awal")
    Role.objects.create(user=user, kind="planner")
    page = client_for(user).get(reverse("home"))
    urls = {task.url for task in page.context["tasks"]}
    assert urls == {reverse("organisations:import-agencies"), reverse("strategy:create")}


def test_planner_has_the_next_step_of_the_round_as_a_task(client_for, people, round_):
    Stage.objects.create(round=round_, kind="preparation", name="Persiapan", due=date(2030, 1, 1))
    (task,) = client_for(people.planner).get(reverse("home")).context["tasks"]
    assert (task.url, task.context) == (reverse("strategy:plans"), "Persiapan")
    assert not client_for(people.officer).get(reverse("home")).context["tasks"]


def test_leaders_and_auditors_see_what_is_late(client_for, people, round_, agency, living):
    Stage.objects.create(round=round_, kind="roadmap", name="Peta jalan", due=date(2019, 12, 1))
    fields = {"round": round_, "dimension": living, "owner": agency}
    made = complete(InitiativeFactory(**fields, code="LIV-08", state="committed"))
    made.milestones.update(due=date(2019, 11, 1))
    InitiativeFactory(**fields, code="LIV-09", state="selected")
    survey = SurveyFactory(round=round_, deadline=date(2019, 10, 1))
    ResponseFactory(survey=survey, agency=agency)
    for role in (people.leadership, people.inspector):
        page = client_for(role).get(reverse("home"))
        rows = page.context["late"]
        assert [row.late.due.month for row in rows] == [10, 11, 12, 12]
        assert rows[0].days == rows[1].days + 31
        assert rows[0].late.unit == "Dinkes"
        for row in rows:
            assert f'href="{row.late.url}"' in page.content.decode()
        assert "Dinkes" in page.context["board"].stages[0].next_actor
    for role in (people.planner, people.officer, people.administrator):
        assert client_for(role).get(reverse("home")).context["late"] is None


def test_leaders_see_decisions_and_commitments(client_for, people, round_, agency, living):
    fields = {"round": round_, "dimension": living, "owner": agency}
    InitiativeFactory(**fields, code="LIV-09", state="selected")
    InitiativeFactory(**fields, code="LIV-10", state="proposed")
    client = client_for(people.leadership)
    with CaptureQueriesContext(connection) as one:
        home = client.get(reverse("home"))
    leader = home.context["leader"]
    assert "auditor" not in home.context
    assert [each.code for each in leader.waiting] == ["LIV-09"]
    assert leader.promised == 1
    assert len(leader.decisions) == 2  # quick wins to choose, a proposal to select
    for number in (11, 12):
        InitiativeFactory(**fields, code=f"LIV-{number}", state="selected")
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("home"))
    assert len(three) == len(one)


def test_auditors_see_the_ledger_and_what_changed_since(client_for, people, round_, monkeypatch):
    def record():
        ledger.record(by=people.planner, kind="surveys.created", subject=round_, content={})

    record()
    client = client_for(people.inspector)
    first = client.get(reverse("home")).context["auditor"]
    assert (first.size, first.total, first.changes[0][1]) == (1, 1, 1)
    assert "leader" not in client.get(reverse("home")).context
    assert client.get(reverse("home")).context["auditor"].total == 1  # the same visit still
    record()
    record()
    monkeypatch.setattr("selaras.portal.homes.VISIT", timedelta(0))
    later = client.get(reverse("home")).context["auditor"]
    assert (later.total, later.more) == (2, 0)
    assert str(later.size) in client.get(reverse("home")).content.decode()


def test_a_forged_visit_is_passed_over(client_for, people):
    client = client_for(people.inspector)
    client.cookies["selaras_visit"] = "1.1.1.1:forged"
    assert client.get(reverse("home")).status_code == 200


def test_heads_are_named_while_they_are_few():
    assert _heads([]) == ""
    assert _heads(["A", "B", "C"]).endswith(": A, B, C")
    assert "A" not in _heads(["A", "B", "C", "D"])


def test_a_refused_page_prints_no_traceback():
    assert not logging.getLogger("django.request").isEnabledFor(logging.WARNING)
