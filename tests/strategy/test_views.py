import io
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from selaras.core.registry import tasks
from selaras.strategy.actions import plan_workbook
from selaras.strategy.models import FrameworkEdition, PlanDocument, PlanNode, Round, Stage
from selaras.strategy.queries import current_round

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"strategy:{name}", args=args)


def another_round(edition: FrameworkEdition, number: int, **fields: Any) -> Round:
    values = {"start_year": 2020, "end_year": 2029, "edition": edition, **fields}
    return Round.objects.create(slug=f"lain-{number}", name=f"Putaran lain {number}", **values)


def round_form(edition: FrameworkEdition, **changes: Any) -> dict[str, Any]:
    values = {
        "name": "Masterplan 2020",
        "start_year": 2020,
        "end_year": 2029,
        "edition": edition.pk,
        "variant": "kementerian",
    }
    return {**values, **changes}


def test_list_costs_the_same_for_one_and_three(
    client_for: ClientFor,
    people: SimpleNamespace,
    round_: Round,
    django_assert_num_queries: Any,
) -> None:
    client = client_for(people.planner)
    with django_assert_num_queries(7):
        client.get(url("rounds"))
    for number in range(2):
        another_round(round_.edition, number)
    with django_assert_num_queries(7):
        page = client.get(url("rounds")).content.decode()
    assert "Putaran lain 1" in page


def test_board_costs_the_same_for_one_and_three_stages(
    client_for: ClientFor,
    people: SimpleNamespace,
    round_: Round,
    django_assert_num_queries: Any,
) -> None:
    client = client_for(people.planner)
    Stage.objects.create(round=round_, kind="fgd", name="FGD")
    with CaptureQueriesContext(connection) as one:
        client.get(round_.get_absolute_url())
    for kind in ("survey", "masterplan"):
        Stage.objects.create(round=round_, kind=kind, name=kind)
    with django_assert_num_queries(len(one)):  # every room's steps are counted here
        client.get(round_.get_absolute_url())


def test_plan_costs_the_same_for_five_and_seven_nodes(
    client_for: ClientFor,
    people: SimpleNamespace,
    plan: PlanDocument,
    django_assert_num_queries: Any,
) -> None:
    client = client_for(people.planner)
    with django_assert_num_queries(8):
        client.get(plan.get_absolute_url())
    goal = plan.nodes.get(kind="goal")
    for number in (2, 3):
        PlanNode.objects.create(
            document=plan, kind="programme", code=f"P-{number}", parent=goal, text="Program"
        )
    with django_assert_num_queries(8):
        client.get(plan.get_absolute_url())


def test_list_is_searched_filtered_and_exported(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    another_round(round_.edition, 1, state=Round.State.CLOSED, purpose="Percontohan")
    client = client_for(people.leadership)
    page = client.get(url("rounds"), {"q": "percontohan", "state": "closed"}).content.decode()
    assert "Putaran lain 1" in page
    assert round_.name not in page
    table = client.get(url("rounds"), {"format": "csv"}).content.decode("utf-8-sig")
    assert len(table.splitlines()) == 3
    assert f"{round_.name},2020,2029,Enam dimensi" in table
    book = client.get(url("rounds"), {"format": "xlsx", "q": "lain"}).content
    cells = [row[0].value for row in load_workbook(io.BytesIO(book)).active.iter_rows()]
    assert cells[1:] == ["Putaran lain 1"]


def test_office_sees_the_board_with_its_tools(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    stage = Stage.objects.create(round=round_, kind="fgd", name="FGD persiapan")
    tool = url("move-stage", round_.slug, stage.pk)
    assert tool in client_for(people.planner).get(round_.get_absolute_url()).content.decode()
    page = client_for(people.officer).get(round_.get_absolute_url()).content.decode()
    assert "FGD persiapan" in page
    assert tool not in page
    assert url("edit", round_.slug) not in page


def test_public_sees_public_rounds_without_tools_and_history(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    Stage.objects.create(round=round_, kind="fgd", name="FGD persiapan")
    client_for(people.planner).post(
        url("edit", round_.slug), {**round_form(round_.edition), "public": "on", "state": "running"}
    )
    page = client_for(None).get(round_.get_absolute_url()).content.decode()
    assert "FGD persiapan" in page
    assert '<form method="post"' not in page.split("<main")[1]
    assert people.planner.name not in page
    Round.objects.update(public=False)
    assert client_for(None).get(round_.get_absolute_url()).status_code == 404
    assert client_for(people.citizen).get(round_.get_absolute_url()).status_code == 404
    assert client_for(people.officer).get(round_.get_absolute_url()).status_code == 200


def test_planner_starts_and_changes_a_round(
    client_for: ClientFor, people: SimpleNamespace, edition: FrameworkEdition
) -> None:
    client = client_for(people.planner)
    assert client.get(url("create")).status_code == 200
    answer = client.post(url("create"), round_form(edition))
    round_ = Round.objects.get()
    assert answer.url == round_.get_absolute_url()
    assert (round_.stages.count(), round_.public) == (7, False)
    changed = round_form(edition, name="Baru", public="on", state="closed")
    assert client.post(url("edit", round_.slug), changed).url == round_.get_absolute_url()
    round_.refresh_from_db()
    assert (round_.name, round_.public, round_.state) == ("Baru", True, "closed")


def test_planner_runs_the_stages(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    client = client_for(people.planner)
    values = {"name": "FGD", "kind": "fgd", "starts": "2019-10-08", "due": "", "position": 0}
    assert client.post(url("add-stage", round_.slug), values).url == round_.get_absolute_url()
    stage = round_.stages.get()
    assert stage.starts == date(2019, 10, 8)
    client.post(url("stage", round_.slug, stage.pk), {**values, "name": "FGD persiapan"})
    move = url("move-stage", round_.slug, stage.pk)
    client.post(move, {"do": "complete", "on": "2019-10-09"})
    stage.refresh_from_db()
    assert (stage.name, stage.completed) == ("FGD persiapan", date(2019, 10, 9))
    client.post(move, {"do": "reopen"})
    client.post(move, {"do": "complete"})
    stage.refresh_from_db()
    assert stage.completed == timezone.localdate()
    client.post(move, {"do": "remove"})
    assert not Stage.objects.exists()


def test_stage_of_another_round_is_not_there(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    other = another_round(round_.edition, 1)
    stage = Stage.objects.create(round=other, kind="fgd", name="FGD")
    client = client_for(people.planner)
    assert client.get(url("stage", round_.slug, stage.pk)).status_code == 404
    answer = client.post(url("move-stage", round_.slug, stage.pk), {"do": "remove"})
    assert answer.status_code == 404
    assert Stage.objects.exists()


def test_bad_input_comes_back_with_422_and_what_was_typed(
    client_for: ClientFor, people: SimpleNamespace, round_: Round, plan: PlanDocument
) -> None:
    client = client_for(people.planner)
    goal, stage = plan.nodes.get(kind="goal"), Stage.objects.create(round=round_, kind="fgd")
    node = {"kind": "goal", "code": "9", "parent": goal.pk, "text": "Di bawah tujuan"}
    days = {"name": "FGD", "kind": "fgd", "starts": "2019-10-08", "due": "2019-10-07"}
    for address, values, shown in (
        (url("create"), round_form(round_.edition, end_year=2019), "Masterplan 2020"),
        (url("edit", round_.slug), round_form(round_.edition, name="", state="closed"), "2029"),
        (url("stage", round_.slug, stage.pk), {**days, "position": 0}, "2019-10-07"),
        (url("create-plan"), {"name": "RPJMD lain", "code": plan.code}, "RPJMD lain"),
        (url("add-node", plan.code), node, "Di bawah tujuan"),
        (url("node", plan.code, goal.pk), {**node, "parent": ""}, "Di bawah tujuan"),
    ):
        answer = client.post(address, values)
        assert answer.status_code == 422, address
        page = answer.content.decode()
        assert "data-error-summary" in page
        assert shown in page
    assert (Round.objects.count(), PlanDocument.objects.count(), plan.nodes.count()) == (1, 1, 5)
    stage.refresh_from_db()
    assert stage.due is None


def test_planner_edits_the_tree(
    client_for: ClientFor, people: SimpleNamespace, plan: PlanDocument
) -> None:
    client = client_for(people.planner)
    goal = plan.nodes.get(kind="goal")
    values = {
        "kind": "indicator",
        "code": "1.1.2",
        "parent": goal.pk,
        "text": "Kepuasan warga",
        "target_2019": "75.5",
        "target_2020": "",
    }
    answer = client.post(url("add-node", plan.code), values)
    assert answer.url == plan.get_absolute_url()
    made = plan.nodes.get(code="1.1.2")
    assert [(each.year, str(each.value)) for each in made.targets.all()] == [(2019, "75.5000")]
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Kepuasan warga" in page
    assert "75,5" in page
    client.post(url("node", plan.code, made.pk), {**values, "target_2019": ""})
    assert not made.targets.exists()
    client.post(url("remove-node", plan.code, made.pk))
    assert plan.nodes.count() == 5


def test_plan_is_public_with_its_round(
    client_for: ClientFor, people: SimpleNamespace, plan: PlanDocument, round_: Round
) -> None:
    assert client_for(None).get(plan.get_absolute_url()).status_code == 403
    assert client_for(people.officer).get(plan.get_absolute_url()).status_code == 200
    round_.plan = plan
    round_.save()
    page = client_for(None).get(plan.get_absolute_url())
    assert "Birokrasi yang bersih" in page.content.decode()
    assert url("import-plan", plan.code) not in page.content.decode()


def test_plan_goes_out_and_comes_in(
    client_for: ClientFor, people: SimpleNamespace, plan: PlanDocument
) -> None:
    client, address = client_for(people.planner), url("import-plan", plan.code)
    data = client.get(url("plan-file", plan.code)).content
    plan.nodes.filter(kind="programme").delete()
    sent = client.post(address, {"file": SimpleUploadedFile("rpjmd.xlsx", data)})
    assert sent.url == plan.get_absolute_url()
    assert plan.nodes.count() == 5


def test_wrong_workbook_comes_back_with_its_cells(
    client_for: ClientFor, people: SimpleNamespace, plan: PlanDocument
) -> None:
    book = load_workbook(io.BytesIO(plan_workbook(plan)))
    book["Pohon"]["C5"], book["Target"]["B4"] = "misi 77", "besok"
    out = io.BytesIO()
    book.save(out)
    client, address = client_for(people.planner), url("import-plan", plan.code)
    answer = client.post(address, {"file": SimpleUploadedFile("rpjmd.xlsx", out.getvalue())})
    assert answer.status_code == 422
    assert "Target · B4" in answer.content.decode()
    assert client.post(address).status_code == 422


@pytest.mark.parametrize("name", ["create", "edit", "add-stage", "create-plan", "add-node"])
def test_writing_is_for_planners(
    client_for: ClientFor,
    people: SimpleNamespace,
    round_: Round,
    plan: PlanDocument,
    name: str,
) -> None:
    of_round, of_plan = name in {"edit", "add-stage"}, name == "add-node"
    address = url(name, *([round_.slug] if of_round else [plan.code] if of_plan else []))
    assert client_for(people.planner).get(address).status_code == 200
    for who in (people.head, people.leadership, people.citizen):
        assert client_for(who).get(address).status_code == 403
    assert client_for(None).get(address).status_code == 302


def test_current_round_is_the_newest_that_is_not_closed(
    people: SimpleNamespace, round_: Round
) -> None:
    newer = another_round(round_.edition, 1, start_year=2025, end_year=2034)
    assert current_round(people.officer) == newer
    assert current_round(people.citizen) == round_  # the newer one is not public
    Round.objects.filter(pk=newer.pk).update(state=Round.State.CLOSED)
    assert current_round(people.officer) == round_
    Round.objects.update(state=Round.State.CLOSED)
    assert current_round(people.officer) == newer


def test_late_stages_are_the_planners_task(people: SimpleNamespace, round_: Round) -> None:
    today = timezone.localdate()
    for days in (-1, 0, 1):
        Stage.objects.create(
            round=round_, kind="fgd", name=f"FGD {days}", due=today + timedelta(days=days)
        )
    found = list(tasks["strategy.stages"](people.planner))
    assert [(task.due, task.late) for task in found] == [
        (today - timedelta(days=1), True),
        (today, False),
    ]
    assert list(tasks["strategy.stages"](people.leadership)) == []
    Stage.objects.update(completed=today)
    assert list(tasks["strategy.stages"](people.planner)) == []
