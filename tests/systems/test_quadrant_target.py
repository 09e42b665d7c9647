import pytest

from selaras.systems.rules.matrices import at_level, between_units, heat, shade
from selaras.systems.rules.quadrant import STEPS, verdict_of
from selaras.systems.rules.target import (
    Exchange,
    Place,
    difference,
    exchange_change,
    exchange_counts,
)


@pytest.mark.parametrize(
    ("business", "technical", "verdict"),
    [
        (4, 4, "invest"), (3, 3, "invest"), (3, 2, "migrate"), (4, 1, "migrate"),
        (2, 3, "tolerate"), (1, 4, "tolerate"), (2, 2, "eliminate"), (1, 1, "eliminate"),
    ],
)  # fmt: skip
def test_quadrant(business, technical, verdict):
    assert verdict_of(business, technical) == verdict


def test_answers_have_four_steps():
    assert len({verdict_of(b, t) for b in STEPS for t in STEPS}) == 4
    with pytest.raises(ValueError, match="1 to 4"):
        verdict_of(0, 5)


def test_target_and_today():
    places = [
        Place(1, "in_use"),
        Place(2, "in_use", "keep"),
        Place(3, "in_use", "merge", 1),
        Place(4, "in_use", "retire"),
        Place(5, "planned"),
        Place(6, "unused"),
        Place(7, "in_use", "improve"),
        Place(8, "building", "retire"),
    ]
    plan = difference(places)
    assert plan.changes == {
        1: "stays", 2: "stays", 3: "merged", 4: "retired", 5: "new", 6: "gone", 7: "improved",
        8: "gone",
    }  # fmt: skip
    assert (plan.today, plan.later, plan.undecided) == (5, 4, {1})


def test_interfaces_end_with_their_systems():
    plan = difference([Place(1, "in_use"), Place(2, "in_use", "retire"), Place(3, "planned")])
    live, gone, wanted = (
        Exchange(1, 1, None, "live"),
        Exchange(2, 1, 2, "live"),
        Exchange(3, 1, 3, "wanted"),
    )
    assert [exchange_change(each, plan) for each in (live, gone, wanted)] == [
        "stays",
        "ends",
        "new",
    ]
    never = Exchange(4, 2, 1, "wanted")
    assert exchange_counts([live, gone, wanted, never], plan) == {"stays": 1, "new": 1, "ends": 1}


def test_heat_and_exchange_matrices():
    matrix = heat([(1, "02.01"), (1, "02.01"), (2, "01.01")])
    assert (matrix.rows, matrix.columns, matrix.cells[1, "02.01"]) == (
        (1, 2),
        ("01.01", "02.01"),
        2,
    )
    assert [shade(value, 10) for value in (0, 1, 2, 3, 10)] == [0, 1, 1, 2, 5]
    assert at_level("02.01.03", 2) == "02.01"
    order, cells = between_units([(1, 2, "live"), (1, 2, "wanted"), (3, 1, "live")])
    assert order[0] == 1
    assert cells[1, 2] == {"live": 1, "wanted": 1}
