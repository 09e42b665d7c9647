from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from selaras.core.registry import cards, search_sources, steps, tasks
from selaras.initiatives.models import Initiative, Milestone
from selaras.strategy.models import Dimension, PlanDocument, PlanNode, Round
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db


def waiting(user: Any) -> list[tuple[str, str, bool]]:
    found = tasks["initiatives"](user)
    return [(str(task.title), str(task.context), task.late) for task in found]


def test_owner_completes_then_proposes(
    people: SimpleNamespace, candidate: Initiative, round_: Round, dimension: Dimension
) -> None:
    InitiativeFactory(round=round_, dimension=dimension, owner=candidate.owner, code="GOV-02")
    told = waiting(people.officer)
    assert ["GOV-01" in title for title, _context, _late in told].count(True) == 1
    assert ["GOV-02" in title for title, _context, _late in told].count(True) == 1
    assert waiting(people.planner) == []
    assert waiting(people.citizen) == []


def test_planner_decides_on_proposals(people: SimpleNamespace, candidate: Initiative) -> None:
    Initiative.objects.update(state="proposed")
    assert len(waiting(people.planner)) == 1
    assert waiting(people.officer) == []


def test_late_milestones_of_what_was_promised(
    people: SimpleNamespace, candidate: Initiative
) -> None:
    assert not any(late for _title, _context, late in waiting(people.officer))
    Initiative.objects.update(state="running")
    assert [late for _title, _context, late in waiting(people.head)] == [True]
    Milestone.objects.update(done_on=timezone.localdate())
    assert waiting(people.head) == []


def test_step_counts_what_is_proposed(
    candidate: Initiative, round_: Round, dimension: Dimension
) -> None:
    for code, state in (("GOV-02", "proposed"), ("GOV-03", "stopped")):
        InitiativeFactory(
            round=round_, dimension=dimension, owner=candidate.owner, code=code, state=state
        )
    (step,) = steps["initiatives"](round_)
    assert (step.done, step.total) == (1, 2)


def test_cards_are_for_the_office(
    people: SimpleNamespace, candidate: Initiative, round_: Round
) -> None:
    assert next(iter(cards["initiatives"](people.officer, round_))).value == "1"
    assert list(cards["initiatives"](people.citizen, round_)) == []
    assert list(cards["initiatives"](people.officer, None)) == []


def test_search_tells_the_public_what_was_selected(candidate: Initiative) -> None:
    (document,) = search_sources["initiatives"].documents()
    assert not document.public
    Initiative.objects.update(state="selected")
    (document,) = search_sources["initiatives"].documents()
    assert document.public


def test_a_plan_node_knows_its_programmes(candidate: Initiative) -> None:
    from selaras.core.evidence import outcomes_of
    from selaras.initiatives.queries import sheet

    plan = PlanDocument.objects.create(code="rpjmd", name="RPJMD", first_year=2018, last_year=2023)
    vision = PlanNode.objects.create(document=plan, kind="vision", code="V", text="Visi")
    mission = PlanNode.objects.create(
        document=plan, kind="mission", code="1", text="Misi", parent=vision
    )
    Initiative.objects.update(plan_node=mission)
    assert [link.label for link in outcomes_of(mission)] == [str(candidate)]
    assert sheet(candidate).plan_path == (vision, mission)
