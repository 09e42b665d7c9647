import io
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from selaras.core.errors import ImportRefused, Refused
from selaras.core.ledger import history
from selaras.core.models import LedgerEntry
from selaras.initiatives.models import Initiative
from selaras.lib.sheets import write_workbook
from selaras.organisations.models import Agency
from selaras.strategy import actions
from selaras.strategy.actions.plans import _sheets
from selaras.strategy.models import (
    FrameworkEdition,
    NodeTarget,
    PlanDocument,
    PlanNode,
    Round,
    Stage,
    Subdimension,
)
from selaras.strategy.queries import plan_tree
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db
DAY = date(2019, 10, 8)


def kinds(subject: Any) -> list[str]:
    """What the ledger says of an object, oldest first."""
    return [entry.kind for entry in reversed(history(subject))]


def start(by: Any, edition: FrameworkEdition, **changes: Any) -> Round:
    values = {
        "name": "Masterplan 2020–2029",
        "start_year": 2020,
        "end_year": 2029,
        "edition": edition,
        "variant": "kementerian",
        **changes,
    }
    return actions.create_round(by=by, **values)


def state(document: PlanDocument) -> list[list[dict[str, Any]]]:
    nodes, targets = document.nodes.order_by("pk"), NodeTarget.objects.order_by("pk")
    return [list(nodes.values()), list(targets.values())]


def workbook(tree: list[dict[str, Any]], targets: list[dict[str, Any]] | None = None) -> bytes:
    return write_workbook(_sheets(), {"tree": tree, "targets": targets or []}, meta={})


@pytest.mark.parametrize("variant", actions.stage_variants())
def test_round_begins_with_the_stages_of_its_variant(
    people: SimpleNamespace, edition: FrameworkEdition, variant: str
) -> None:
    round_ = start(people.planner, edition, variant=variant)
    wanted = [stage["name"] for stage in actions.stage_variants()[variant]["stages"]]
    stages = list(round_.stages.all())
    assert [stage.name for stage in stages] == wanted
    assert {stage.kind for stage in stages} <= set(Stage.Kind.values)
    assert {(stage.starts, stage.due, stage.completed) for stage in stages} == {(None, None, None)}
    assert history(round_).get().content.content == {"name": round_.name, "variant": variant}


def test_only_the_demo_takes_over_the_days_of_2019(
    people: SimpleNamespace, edition: FrameworkEdition
) -> None:
    round_ = start(people.planner, edition, variant="jombang-2019", is_demo=True)
    assert round_.stages.get(kind="fgd").due == DAY


def test_short_addresses_are_free_and_not_reserved(
    people: SimpleNamespace, edition: FrameworkEdition
) -> None:
    names = ("Rencana", "Rencana", "RPJMD", "…")
    slugs = [start(people.planner, edition, name=name).slug for name in names]
    assert slugs == ["rencana", "rencana-2", "rpjmd-2", "putaran"]


@pytest.mark.parametrize("end_year", [2019, 2045])
def test_round_refuses_years_that_do_not_fit(
    people: SimpleNamespace, edition: FrameworkEdition, round_: Round, end_year: int
) -> None:
    with pytest.raises(Refused) as refusal:
        start(people.planner, edition, end_year=end_year)
    assert refusal.value.field == "end_year"
    with pytest.raises(Refused):
        actions.update_round(by=people.planner, round=round_, end_year=end_year)
    assert not LedgerEntry.objects.exists()


def test_update_says_only_what_changed(people: SimpleNamespace, round_: Round) -> None:
    for _twice in range(2):
        actions.update_round(by=people.planner, round=round_, name="Baru", end_year=2029, slug="x")
    assert history(round_).get().content.content == {"name": ["Putaran uji", "Baru"]}
    round_.refresh_from_db()
    assert (round_.name, round_.slug) == ("Baru", "putaran-uji")


def test_stage_life(people: SimpleNamespace, round_: Round) -> None:
    by = people.planner
    stage = actions.add_stage(by=by, round=round_, kind="fgd", name="FGD")
    second = actions.add_stage(by=by, round=round_, kind="survey", name="Survei")
    assert (stage.position, second.position) == (0, 1)
    for _twice in range(2):
        actions.update_stage(by=by, stage=stage, starts=DAY, due=DAY)
        actions.complete_stage(by=by, stage=stage, on=DAY)
    assert round_.stages.get(pk=stage.pk).completed == DAY
    for _twice in range(2):
        actions.reopen_stage(by=by, stage=stage)
    assert round_.stages.get(pk=stage.pk).completed is None
    assert kinds(stage) == [
        f"strategy.stage_{word}" for word in ("added", "changed", "completed", "reopened")
    ]
    key = stage.pk
    actions.remove_stage(by=by, stage=stage)
    assert list(round_.stages.all()) == [second]
    removed = LedgerEntry.objects.get(kind="strategy.stage_removed")
    assert (removed.object_id, removed.content.content) == (str(key), {"name": "FGD"})


def test_completed_stage_keeps_its_first_day(people: SimpleNamespace, round_: Round) -> None:
    stage = Stage.objects.create(round=round_, kind="fgd", name="FGD")
    actions.complete_stage(by=people.planner, stage=stage, on=DAY)
    actions.complete_stage(by=people.planner, stage=stage, on=date(2019, 12, 1))
    assert stage.completed == DAY


def test_deadline_before_the_beginning_is_refused(people: SimpleNamespace, round_: Round) -> None:
    stage = Stage.objects.create(round=round_, kind="fgd", name="FGD")
    with pytest.raises(Refused) as refusal:
        actions.update_stage(by=people.planner, stage=stage, starts=DAY, due=date(2019, 10, 7))
    assert refusal.value.field == "due"
    assert round_.stages.get().due is None
    assert kinds(stage) == []


def test_strategy_is_written_by_planners_alone(
    people: SimpleNamespace, edition: FrameworkEdition, round_: Round, plan: PlanDocument
) -> None:
    stage, node = Stage.objects.create(round=round_, kind="fgd", name="FGD"), plan.nodes.first()
    for who in (people.officer, people.head, people.leadership, people.administrator):
        for write in (
            lambda by: start(by, edition),
            lambda by: actions.update_round(by=by, round=round_, name="Lain"),
            lambda by: actions.add_stage(by=by, round=round_, kind="fgd", name="Lain"),
            lambda by: actions.update_stage(by=by, stage=stage, name="Lain"),
            lambda by: actions.complete_stage(by=by, stage=stage, on=DAY),
            lambda by: actions.reopen_stage(by=by, stage=stage),
            lambda by: actions.remove_stage(by=by, stage=stage),
            lambda by: actions.create_plan(
                by=by, code="x", name="X", first_year=2018, last_year=2023
            ),
            lambda by: actions.save_node(by=by, document=plan, node=node, text="Lain"),
            lambda by: actions.remove_node(by=by, node=node),
            lambda by: actions.import_plan(by=by, document=plan, data=b""),
        ):
            with pytest.raises(PermissionDenied):
                write(who)
    assert not LedgerEntry.objects.exists()


def test_plan_refuses_a_last_year_before_the_first(people: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_plan(
            by=people.planner, code="rpjmd", name="RPJMD", first_year=2023, last_year=2018
        )
    assert refusal.value.field == "last_year"
    assert not PlanDocument.objects.exists()


def test_node_is_added_at_the_end_and_changed(people: SimpleNamespace, plan: PlanDocument) -> None:
    goal = plan.nodes.get(kind="goal")
    node = actions.save_node(
        by=people.planner,
        document=plan,
        targets={2019: Decimal(70), 2020: None},
        kind="indicator",
        code="1.1.2",
        text="Kepuasan warga",
        parent=goal,
        unit="persen",
    )
    assert list(plan.nodes.all())[-1] == node
    assert [(each.year, each.value) for each in node.targets.all()] == [(2019, 70)]
    actions.save_node(
        by=people.planner,
        document=plan,
        node=node,
        targets={2019: None, 2020: Decimal(80)},
        text="Kepuasan",
    )
    assert [(each.year, each.value) for each in node.targets.all()] == [(2020, 80)]
    assert kinds(node) == ["strategy.node_saved"] * 2
    assert history(node)[0].content.content["text"] == ["Kepuasan warga", "Kepuasan"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "goal", "code": "9"}, "parent"),  # a goal under a goal
        ({"kind": "vision", "code": "9"}, "parent"),
        ({"code": "9", "nomenclature_code": "2.16"}, "nomenclature_code"),
        ({"code": "P-1"}, "code"),  # taken
    ],
)
def test_node_refuses_what_does_not_fit(
    people: SimpleNamespace, plan: PlanDocument, changes: dict[str, Any], field: str
) -> None:
    goal, before = plan.nodes.get(kind="goal"), state(plan)
    values = {"kind": "programme", "text": "Baru", "parent": goal, **changes}
    with pytest.raises(Refused) as refusal:
        actions.save_node(by=people.planner, document=plan, **values)
    assert refusal.value.field == field
    assert state(plan) == before
    assert not LedgerEntry.objects.exists()


def test_node_goes_with_what_stands_under_it(people: SimpleNamespace, plan: PlanDocument) -> None:
    mission = plan.nodes.get(kind="mission")
    key = str(mission.pk)
    actions.remove_node(by=people.planner, node=mission)
    assert [node.kind for node in plan.nodes.all()] == ["vision"]
    assert LedgerEntry.objects.get(object_id=key).kind == "strategy.node_removed"


def test_node_with_a_programme_linked_stays(
    people: SimpleNamespace, plan: PlanDocument, round_: Round, agency: Agency
) -> None:
    dimension = Subdimension.objects.first().dimension
    programme = plan.nodes.get(kind="programme")
    InitiativeFactory(round=round_, dimension=dimension, owner=agency, plan_node=programme)
    with pytest.raises(Refused):
        actions.remove_node(by=people.planner, node=plan.nodes.get(kind="goal"))
    assert plan.nodes.count() == 5
    assert Initiative.objects.get().plan_node == programme
    assert not LedgerEntry.objects.exists()


def test_exported_plan_changes_nothing_when_imported(
    people: SimpleNamespace, plan: PlanDocument
) -> None:
    before, data = state(plan), actions.plan_workbook(plan)
    assert actions.import_plan(by=people.planner, document=plan, data=data) == 5
    assert state(plan) == before
    assert history(plan).get().content.content == {"nodes": 5}


def test_exported_plan_makes_the_same_tree_elsewhere(
    people: SimpleNamespace, plan: PlanDocument
) -> None:
    copy = actions.create_plan(
        by=people.planner, code="salinan", name="Salinan", first_year=2018, last_year=2023
    )
    actions.import_plan(by=people.planner, document=copy, data=actions.plan_workbook(plan))
    assert kinds(copy) == ["strategy.plan_created", "strategy.plan_imported"]

    def shape(nodes: list[Any]) -> list[Any]:
        return [(str(each.node), each.targets, shape(each.children)) for each in nodes]

    assert shape(plan_tree(copy)) == shape(plan_tree(plan))


def test_imported_plan_updates_by_kind_and_number(
    people: SimpleNamespace, plan: PlanDocument
) -> None:
    book = load_workbook(io.BytesIO(actions.plan_workbook(plan)))
    for row in book["Pohon"].iter_rows():
        for cell in row:
            if cell.value == "Indeks SPBE":
                cell.value = "Indeks Pemdi"
    out = io.BytesIO()
    book.save(out)
    known = plan.nodes.get(kind="indicator").pk
    actions.import_plan(by=people.planner, document=plan, data=out.getvalue())
    assert plan.nodes.get(kind="indicator").text == "Indeks Pemdi"
    assert plan.nodes.get(kind="indicator").pk == known


def test_every_wrong_cell_is_reported_and_nothing_written(
    people: SimpleNamespace, plan: PlanDocument
) -> None:
    tree = [
        {"kind": "misi", "code": "9", "text": "Misi baru"},
        {"kind": "misi", "code": "9", "text": "Misi dua kali"},
        {"kind": "tujuan", "code": "9.1", "parent": "misi 7", "text": "Induk tidak ada"},
        {"kind": "sasaran", "code": "9.2", "parent": "misi 9", "text": "Induk tidak cocok"},
        {
            "kind": "program",
            "code": "P-9",
            "parent": "misi 9",
            "text": "Kode salah",
            "nomenclature_code": "2.16",
        },
    ]
    targets = [{"code": "1.1.1", "year": 2019, "value": 3}]
    before = state(plan)
    with pytest.raises(ImportRefused) as refusal:
        actions.import_plan(by=people.planner, document=plan, data=workbook(tree, targets))
    told = refusal.value.problems
    assert len(told) == 5
    assert [line.split(":")[0] for line in told] == [
        "Pohon · B5",
        "Pohon · C6",
        "Pohon · C7",
        "Pohon · E8",
        "Target · A3",
    ]
    for number, word in enumerate(("9", "misi 7", "misi 9", "2.16", "1.1.1")):
        assert f"“{word}”" in told[number]
    assert state(plan) == before
    assert not LedgerEntry.objects.exists()


def test_wrong_values_are_reported_before_the_tree_is_read(
    people: SimpleNamespace, plan: PlanDocument
) -> None:
    tree = [
        {"kind": "visi", "code": "", "text": "Tanpa nomor"},
        {"kind": "msi", "code": "1", "text": "Jenis salah"},
        {"kind": "indikator", "code": "2", "parent": "misi 1", "text": "X", "baseline": "banyak"},
    ]
    targets = [{"code": "2", "year": "besok", "value": 1}]
    with pytest.raises(ImportRefused) as refusal:
        actions.import_plan(by=people.planner, document=plan, data=workbook(tree, targets))
    places = [line.split(":")[0] for line in refusal.value.problems]
    assert places == ["Pohon · B4", "Pohon · A5", "Pohon · G6", "Target · B3"]
    assert PlanNode.objects.count() == 5


@pytest.mark.parametrize("data", [b"", b"bukan buku kerja", b"PK\x03\x04 rusak"])
def test_what_is_no_workbook_is_refused(
    people: SimpleNamespace, plan: PlanDocument, data: bytes
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        actions.import_plan(by=people.planner, document=plan, data=data)
    assert len(refusal.value.problems) == 1
    assert plan.nodes.count() == 5
