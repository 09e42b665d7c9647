from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.initiatives.actions import move_initiative
from selaras.initiatives.models import Initiative
from selaras.portfolio import actions
from selaras.portfolio.models import Choice, Commitment, Score
from selaras.portfolio.queries import ranking, standing_of
from selaras.portfolio.types import CriterionRow
from selaras.strategy.models import Round
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db
WORDS = ("buruk", "sedang", "baik")


def criteria(*weights: int) -> list[CriterionRow]:
    return [
        CriterionRow(f"Kriteria {number}", weight, *WORDS) for number, weight in enumerate(weights)
    ]


def test_default_criteria_make_one_hundred(people: SimpleNamespace, round_: Round) -> None:
    made = actions.default_criteria(by=people.planner, round=round_)
    assert sum(each.weight for each in made) == 100
    assert len(made) == 6
    again = actions.default_criteria(by=people.planner, round=round_)
    assert [each.pk for each in again] == [each.pk for each in made]


def test_weights_must_make_one_hundred(people: SimpleNamespace, round_: Round) -> None:
    actions.save_criteria(by=people.planner, round=round_, rows=criteria(60, 40))
    for wrong in (criteria(60, 41), criteria(), criteria(50, 50)[:1] * 2):
        with pytest.raises(Refused):
            actions.save_criteria(by=people.planner, round=round_, rows=wrong)
    assert [each.weight for each in round_.criteria.all()] == [60, 40]


def test_criteria_in_use_stay(people: SimpleNamespace, judged: list[Initiative]) -> None:
    with pytest.raises(Refused) as refusal:
        actions.save_criteria(by=people.planner, round=judged[0].round, rows=criteria(100))
    assert "Manfaat" in str(refusal.value.text)
    with pytest.raises(PermissionDenied):
        actions.save_criteria(by=people.head, round=judged[0].round, rows=criteria(100))


def test_scores_are_each_judges_own(people: SimpleNamespace, judged: list[Initiative]) -> None:
    scores = {"manfaat": (10, "kecil"), "cepat": (20, "")}
    for _twice in range(2):
        actions.save_scores(by=people.assessor, initiative=judged[0], scores=scores)
    assert Score.objects.filter(initiative=judged[0]).count() == 6
    assert history(judged[0]).count() == 1
    points = standing_of(judged[0]).points  # type: ignore[union-attr]
    assert points is not None
    assert points.least == Decimal(14)


def test_scores_are_refused(people: SimpleNamespace, judged: list[Initiative]) -> None:
    with pytest.raises(PermissionDenied):
        actions.save_scores(by=people.officer, initiative=judged[0], scores={})
    for scores in ({"manfaat": (101, "")}, {"lain": (1, "")}):
        with pytest.raises(Refused):
            actions.save_scores(by=people.assessor, initiative=judged[0], scores=scores)
    judged[0].state = "committed"
    with pytest.raises(Refused):
        actions.save_scores(by=people.assessor, initiative=judged[0], scores={})


def test_ranking_by_hand(judged: list[Initiative], people: SimpleNamespace) -> None:
    rows = next(each for each in ranking(judged[0].round) if each.dimension.code == "living").rows
    # 0.6 * 70 + 0.4 * 50 = 62; 0.6 * 90 + 0.4 * 60 = 78; mean 70
    assert [(row.initiative.code, row.rank, row.points.mean) for row in rows if row.points] == [
        ("LIV-01", 1, Decimal(70)),
        ("LIV-02", 2, Decimal(55)),
    ]
    assert [row.band for row in rows] == ["core", "outside"]
    assert [value for _each, value in rows[0].contributions] == [Decimal(48), Decimal(22)]


def test_choice_keeps_rank_and_points(people: SimpleNamespace, judged: list[Initiative]) -> None:
    round_ = judged[0].round
    choice = actions.choose_quick_win(
        by=people.planner, round=round_, year=2020, initiative=judged[0]
    )
    again = actions.choose_quick_win(
        by=people.planner, round=round_, year=2020, initiative=judged[0]
    )
    assert again.pk == choice.pk
    assert (choice.rank, choice.points) == (1, Decimal(70))
    chosen = Initiative.objects.get(pk=judged[0].pk)
    assert (chosen.state, chosen.quick_win_year) == ("selected", 2020)


def test_passing_over_the_first_needs_a_reason(
    people: SimpleNamespace, judged: list[Initiative]
) -> None:
    round_ = judged[0].round
    with pytest.raises(Refused) as refusal:
        actions.choose_quick_win(by=people.planner, round=round_, year=2020, initiative=judged[1])
    assert refusal.value.field == "reason"
    choice = actions.choose_quick_win(
        by=people.planner, round=round_, year=2020, initiative=judged[1], reason="Lebih siap"
    )
    assert (choice.rank, choice.reason) == (2, "Lebih siap")


def test_quota_holds(people: SimpleNamespace, judged: list[Initiative]) -> None:
    round_, by = judged[0].round, people.planner
    actions.choose_quick_win(by=by, round=round_, year=2020, initiative=judged[0])
    with pytest.raises(Refused):
        actions.choose_quick_win(
            by=by, round=round_, year=2020, initiative=judged[1], reason="Juga"
        )
    actions.set_quota(by=by, round=round_, year=2020, per_dimension=2)
    actions.choose_quick_win(by=by, round=round_, year=2020, initiative=judged[1])
    with pytest.raises(Refused):
        actions.set_quota(by=by, round=round_, year=2020, per_dimension=1)
    with pytest.raises(Refused):
        actions.set_quota(by=by, round=round_, year=2050, per_dimension=1)


def test_choice_refuses_what_is_not_proposed(
    people: SimpleNamespace, judged: list[Initiative]
) -> None:
    candidate = InitiativeFactory(
        round=judged[0].round, dimension=judged[0].dimension, owner=judged[0].owner, code="LIV-09"
    )
    with pytest.raises(Refused):
        actions.choose_quick_win(
            by=people.planner, round=candidate.round, year=2020, initiative=candidate, reason="x"
        )
    with pytest.raises(PermissionDenied):
        actions.choose_quick_win(
            by=people.leadership, round=candidate.round, year=2020, initiative=judged[0]
        )


def chosen(people: SimpleNamespace, initiative: Initiative) -> Choice:
    return actions.choose_quick_win(
        by=people.planner, round=initiative.round, year=2020, initiative=initiative
    )


def sign(by: object, initiative: Initiative) -> Commitment:
    return actions.commit(
        by=by,
        initiative=initiative,
        signer_name="Kepala Contoh",
        signer_position="Kepala Dinas",
        statement="Kami berkomitmen",
    )


def test_withdrawn_with_a_reason(people: SimpleNamespace, judged: list[Initiative]) -> None:
    choice = chosen(people, judged[0])
    with pytest.raises(Refused):
        actions.withdraw_choice(by=people.planner, choice=choice, reason=" ")
    actions.withdraw_choice(by=people.planner, choice=choice, reason="Anggaran dipotong")
    back = Initiative.objects.get(pk=judged[0].pk)
    assert (back.state, back.quick_win_year) == ("proposed", None)
    assert not Choice.objects.exists()


def test_only_the_head_commits(people: SimpleNamespace, judged: list[Initiative]) -> None:
    with pytest.raises(Refused):
        sign(people.head, judged[0])
    choice = chosen(people, judged[0])
    for other in (people.planner, people.officer, people.leadership):
        with pytest.raises(PermissionDenied):
            sign(other, judged[0])
    assert sign(people.head, judged[0]).pk == sign(people.head, judged[0]).pk
    assert Initiative.objects.get(pk=judged[0].pk).state == "committed"
    with pytest.raises(Refused):
        actions.withdraw_choice(by=people.planner, choice=choice, reason="salah")


def test_the_signers_name_stays_out_of_the_ledger(
    people: SimpleNamespace, judged: list[Initiative]
) -> None:
    chosen(people, judged[0])
    sign(people.head, judged[0])
    for entry in history(judged[0]):
        assert "Kepala Contoh" not in str(entry.content.content)


def test_commitment_after_a_step_back(people: SimpleNamespace, judged: list[Initiative]) -> None:
    choice = chosen(people, judged[0])
    sign(people.head, judged[0])
    initiative = Initiative.objects.get(pk=judged[0].pk)
    move_initiative(by=people.planner, initiative=initiative, to="selected", reason="Kepala baru")
    assert sign(people.head, initiative).statement == "Kami berkomitmen"
    assert Commitment.objects.count() == 1
    initiative = Initiative.objects.get(pk=judged[0].pk)
    move_initiative(by=people.planner, initiative=initiative, to="selected", reason="Batal")
    actions.withdraw_choice(by=people.planner, choice=choice, reason="Batal")
    assert not Commitment.objects.exists()
