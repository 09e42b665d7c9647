"""Faults that were found once, and stay mended."""

import pytest

from selaras.core.errors import ImportRefused, Refused
from selaras.core.ledger import history
from selaras.strategy import actions
from tests.strategy.test_actions import workbook

pytestmark = pytest.mark.django_db


def test_kind_of_parent(people, plan):
    vision = plan.nodes.get(kind="vision")
    with pytest.raises(Refused):
        actions.save_node(by=people.planner, document=plan, node=vision, kind="mission", code="77")


def test_big(people, plan):
    data = workbook(
        [
            {"kind": "misi", "code": "1", "text": "x"},
            {"kind": "indikator", "code": "1", "parent": "misi 1", "text": "x"},
        ],
        [{"code": "1", "year": 2019, "value": 500_000_000_000_000}],
    )
    with pytest.raises(ImportRefused):
        actions.import_plan(by=people.planner, document=plan, data=data)


def test_dup_target(people, plan):
    data = workbook(
        [
            {"kind": "misi", "code": "1", "text": "x"},
            {"kind": "indikator", "code": "1", "parent": "misi 1", "text": "x"},
        ],
        [{"code": "1", "year": 2019, "value": 5}, {"code": "1", "year": 2019, "value": 6}],
    )
    with pytest.raises(ImportRefused):
        actions.import_plan(by=people.planner, document=plan, data=data)


def test_nochange(people, plan):
    node = plan.nodes.get(kind="goal")
    actions.save_node(
        by=people.planner, document=plan, node=node, text=node.text, targets={2018: None}
    )
    assert not history(node).exists()


def test_case(people, plan):
    goal = plan.nodes.get(kind="goal")
    code = plan.nodes.get(kind="programme").code.lower()
    with pytest.raises(Refused):
        actions.save_node(
            by=people.planner, document=plan, kind="programme", code=code, text="x", parent=goal
        )


def test_move_order(people, plan):
    # child placed before parent by position: new goal added late, then an older node moved under it
    g = actions.save_node(
        by=people.planner,
        document=plan,
        kind="goal",
        code="1.2",
        text="x",
        parent=plan.nodes.get(kind="mission"),
    )
    p = plan.nodes.get(kind="programme")
    actions.save_node(by=people.planner, document=plan, node=p, parent=g)
    actions.import_plan(by=people.planner, document=plan, data=actions.plan_workbook(plan))
