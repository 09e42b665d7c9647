from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.ledger import history
from selaras.core.models import SearchEntry
from selaras.initiatives import actions
from selaras.initiatives.models import Initiative, Milestone
from selaras.initiatives.queries import money, reference_programmes, roadmap, sheet
from selaras.initiatives.rules import PUBLIC
from selaras.initiatives.types import BudgetRow, KpiRow, MilestoneRow, RiskRow
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round
from tests.factories.initiatives import InitiativeFactory, complete

pytestmark = pytest.mark.django_db


def make(by: Any, round_: Round, dimension: Dimension, owner: Agency, **more: Any) -> Initiative:
    fields = {"title": "Antrean daring", "start_year": 2020, "end_year": 2021, **more}
    return actions.create_initiative(
        by=by, round=round_, dimension=dimension, owner=owner, **fields
    )


def test_create_numbers_itself(
    people: SimpleNamespace, round_: Round, dimension: Dimension, agency: Agency
) -> None:
    first = make(people.officer, round_, dimension, agency)
    second = make(people.planner, round_, dimension, agency)
    assert [first.code, second.code] == ["GOV-01", "GOV-02"]
    assert history(first).get().kind == "initiatives.created"
    assert not SearchEntry.objects.get(object_id=str(first.pk), kind="initiatives").public


def test_create_refuses_what_does_not_fit(
    people: SimpleNamespace, round_: Round, dimension: Dimension, agency: Agency
) -> None:
    make(people.planner, round_, dimension, agency, code="GOV-09")
    for wrong in ({"code": "gov-09"}, {"start_year": 2019}, {"end_year": 2019}):
        with pytest.raises(Refused):
            make(people.planner, round_, dimension, agency, **wrong)


def test_create_only_for_the_own_unit(
    stranger: Any, people: SimpleNamespace, round_: Round, dimension: Dimension, agency: Agency
) -> None:
    for user in (stranger, people.citizen, people.leadership):
        with pytest.raises(PermissionDenied):
            make(user, round_, dimension, agency)


def test_proposal_needs_a_complete_sheet(
    people: SimpleNamespace, round_: Round, dimension: Dimension, agency: Agency
) -> None:
    bare = InitiativeFactory(round=round_, dimension=dimension, owner=agency, problem="")
    with pytest.raises(Refused) as refusal:
        actions.move_initiative(by=people.officer, initiative=bare, to="proposed")
    assert "GOV" not in str(refusal.value.text)
    bare.problem = "Antrean"
    bare.save()
    actions.move_initiative(by=people.officer, initiative=complete(bare), to="proposed")
    assert Initiative.objects.get().state == "proposed"


def test_moves_are_guarded(people: SimpleNamespace, candidate: Initiative, stranger: Any) -> None:
    with pytest.raises(PermissionDenied):
        actions.move_initiative(by=stranger, initiative=candidate, to="proposed")
    with pytest.raises(Refused):
        actions.move_initiative(by=people.planner, initiative=candidate, to="running")
    with pytest.raises(Refused) as refusal:
        actions.move_initiative(by=people.officer, initiative=candidate, to="stopped")
    assert refusal.value.field == "reason"


def test_only_planners_select_and_only_heads_commit(
    people: SimpleNamespace, candidate: Initiative
) -> None:
    actions.move_initiative(by=people.officer, initiative=candidate, to="proposed")
    with pytest.raises(PermissionDenied):
        actions.move_initiative(by=people.head, initiative=candidate, to="selected")
    actions.move_initiative(by=people.planner, initiative=candidate, to="selected")
    with pytest.raises(PermissionDenied):
        actions.move_initiative(by=people.planner, initiative=candidate, to="committed")
    actions.move_initiative(by=people.head, initiative=candidate, to="committed")
    assert SearchEntry.objects.get(kind="initiatives").public


def test_a_quick_win_is_taken_back_where_it_was_chosen(
    people: SimpleNamespace, candidate: Initiative
) -> None:
    Initiative.objects.update(state="selected", quick_win_year=2020)
    with pytest.raises(Refused):
        actions.move_initiative(
            by=people.planner, initiative=candidate, to="proposed", reason="salah"
        )


def test_owner_is_told(
    people: SimpleNamespace, candidate: Initiative, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.move_initiative(by=people.planner, initiative=candidate, to="proposed")
    assert people.officer.notices.count() == people.head.notices.count() == 1
    assert people.planner.notices.count() == 0


def test_update_records_only_what_changed(people: SimpleNamespace, candidate: Initiative) -> None:
    actions.update_initiative(by=people.officer, initiative=candidate, goal="Tanpa antrean")
    actions.update_initiative(by=people.officer, initiative=candidate, goal="Tanpa antrean")
    entry = history(candidate).get()
    assert entry.content.content == {"goal": ["Antrean pendek", "Tanpa antrean"]}


def test_owner_cannot_edit_once_selected(people: SimpleNamespace, candidate: Initiative) -> None:
    Initiative.objects.update(state="selected")
    candidate.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.update_initiative(by=people.officer, initiative=candidate, goal="lain")
    actions.update_initiative(by=people.planner, initiative=candidate, goal="lain")


def test_rows_keep_their_identity(people: SimpleNamespace, candidate: Initiative) -> None:
    old = candidate.milestones.get()
    rows = [
        MilestoneRow("Uji coba di dua puskesmas", date(2020, 7, 31), pk=old.pk),
        MilestoneRow("Peluncuran", date(2020, 12, 1)),
    ]
    for _twice in range(2):
        actions.save_milestones(by=people.officer, initiative=candidate, rows=rows)
    assert [each.title for each in candidate.milestones.all()] == [row.title for row in rows]
    assert Milestone.objects.filter(pk=old.pk, title=rows[0].title).exists()
    assert history(candidate).count() == 1


def test_parts_are_replaced(people: SimpleNamespace, candidate: Initiative) -> None:
    by = {"by": people.officer, "initiative": candidate}
    actions.save_budget(**by, rows=[BudgetRow(2020, "CSR", 5), BudgetRow(2021, "APBD", 0)])
    actions.save_kpis(**by, rows=[KpiRow("Puas", "persen", None, {2020: Decimal(80)})])
    actions.save_risks(**by, rows=[RiskRow("Mundur", 2, 2, "Jadwal")])
    actions.save_topics(**by, answers={"benefit": " Cepat ", "risk": ""})
    whole = sheet(candidate)
    assert whole.budget.amounts == {(2020, "CSR"): 5}
    assert [(kpi.name, kpi.targets.get().value) for kpi in whole.kpis] == [("Puas", 80)]
    assert [risk.text for risk in whole.risks] == ["Mundur"]
    assert whole.topics["benefit"] == "Cepat"


def test_budget_refuses_years_outside_the_round(
    people: SimpleNamespace, candidate: Initiative
) -> None:
    for row in (BudgetRow(2031, "APBD", 1), BudgetRow(2020, "APBD", -1)):
        with pytest.raises(Refused):
            actions.save_budget(by=people.officer, initiative=candidate, rows=[row])


def test_needs_are_linked_both_ways(
    people: SimpleNamespace, candidate: Initiative, need: Need
) -> None:
    actions.link_needs(by=people.officer, initiative=candidate, needs=[need])
    assert [each.need for each in sheet(candidate).needs] == [need]
    assert [link.label for link in outcomes_of(need)] == [str(candidate)]
    assert str(candidate) in [link.label for link in outcomes_of(candidate.owner)]


def test_no_circle_of_dependencies(
    people: SimpleNamespace, candidate: Initiative, round_: Round, dimension: Dimension
) -> None:
    other = InitiativeFactory(
        round=round_, dimension=dimension, owner=candidate.owner, code="GOV-77"
    )
    actions.set_dependencies(by=people.planner, initiative=candidate, needs=[other])
    with pytest.raises(Refused) as refusal:
        actions.set_dependencies(by=people.planner, initiative=other, needs=[candidate])
    assert "GOV-77" in str(refusal.value.text)
    assert other.dependencies.count() == 0
    with pytest.raises(Refused):
        actions.set_dependencies(by=people.planner, initiative=candidate, needs=[candidate])


def test_milestone_done_and_open_again(people: SimpleNamespace, candidate: Initiative) -> None:
    milestone = candidate.milestones.get()
    for _twice in range(2):
        actions.complete_milestone(by=people.officer, milestone=milestone, done_on=date(2020, 6, 1))
    assert history(candidate).count() == 1
    actions.reopen_milestone(by=people.officer, milestone=milestone)
    assert candidate.milestones.get().done_on is None


def test_copy_keeps_the_source(
    people: SimpleNamespace, round_: Round, dimension: Dimension, agency: Agency
) -> None:
    reference = reference_programmes()[0]
    made = actions.copy_inspiration(
        by=people.officer, round=round_, reference=reference, dimension=dimension, owner=agency
    )
    assert reference.source in made.inspiration
    assert evidence_of(made)[0].locator == reference.source


def test_sums_and_roadmap(candidate: Initiative, round_: Round) -> None:
    assert [(row.year, row.source, row.amount) for row in money(round_)] == [
        (2020, "APBD", 250_000_000)
    ]
    row = roadmap(round_, [candidate.state])[0]
    assert (row.years, row.budget) == ((2020, 2021), {2020: 250_000_000})
    assert roadmap(round_, PUBLIC) == []


def test_sheet_costs_the_same_for_many(
    candidate: Initiative,
    round_: Round,
    dimension: Dimension,
    need: Need,
    django_assert_num_queries: Any,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from selaras.initiatives.queries import sheets

    candidate.need_links.create(need=need)
    with CaptureQueriesContext(
        connection,
    ) as one:
        sheets(Initiative.objects.all())
    for _more in range(2):
        each = InitiativeFactory(round=round_, dimension=dimension, owner=candidate.owner)
        complete(each).need_links.create(need=need)
    with django_assert_num_queries(len(one)):
        sheets(Initiative.objects.all())
