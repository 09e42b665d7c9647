import pytest

from selaras.initiatives import rules
from selaras.initiatives.rules import State


def test_every_state_has_its_moves() -> None:
    assert set(rules.MOVES) == set(State)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (State.CANDIDATE, State.PROPOSED, True),
        (State.CANDIDATE, State.SELECTED, False),
        (State.SELECTED, State.COMMITTED, True),
        (State.FINISHED, State.RUNNING, False),
        (State.STOPPED, State.CANDIDATE, True),
    ],
)
def test_moves(before: State, after: State, allowed: bool) -> None:
    assert rules.can_move(before, after) is allowed


@pytest.mark.parametrize(
    ("before", "after", "needed"),
    [
        (State.CANDIDATE, State.PROPOSED, False),
        (State.PROPOSED, State.CANDIDATE, True),
        (State.RUNNING, State.STALLED, True),
        (State.STALLED, State.RUNNING, False),
        (State.STOPPED, State.CANDIDATE, True),
    ],
)
def test_reason(before: State, after: State, needed: bool) -> None:
    assert rules.needs_reason(before, after) is needed


def test_missing_parts_in_order_of_the_sheet() -> None:
    assert rules.missing_for_proposal({"problem": True, "budget": True, "goal": True}) == [
        "output",
        "outcome",
        "beneficiaries",
        "kpis",
    ]


def test_next_code_follows_the_highest() -> None:
    assert rules.next_code("GOV", ["GOV-01", "GOV-07", "LIV-12", "GOV-x"]) == "GOV-08"
    assert rules.next_code("ENV", []) == "ENV-01"


def test_prefix_of_an_unknown_dimension() -> None:
    assert rules.prefix_of("living") == "LIV"
    assert rules.prefix_of("kesehatan") == "KES"


def test_no_cycle_in_a_diamond() -> None:
    assert rules.find_cycle({"A": ["B", "C"], "B": ["D"], "C": ["D"]}) == ()


def test_cycle_is_told_whole() -> None:
    cycle = rules.find_cycle({"A": ["B"], "B": ["C"], "C": ["A"], "D": ["A"]})
    assert cycle[0] == cycle[-1]
    assert set(cycle) == {"A", "B", "C"}
