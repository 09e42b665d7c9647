"""Figures computed by hand."""

from decimal import Decimal

import pytest

from selaras.portfolio import rules

WEIGHTS = {"a": 50, "b": 30, "c": 20}


def test_points_of_two_judges() -> None:
    # judge 1: 40 + 15 + 4 = 59; judge 2: 30 + 21 + 20 = 71; mean 65
    points = rules.weighted_points(
        {1: {"a": 80, "b": 50, "c": 20}, 2: {"a": 60, "b": 70, "c": 100}}, WEIGHTS
    )
    assert points is not None
    assert points.by_judge == {1: Decimal("59.00"), 2: Decimal("71.00")}
    assert (points.mean, points.least, points.most) == (Decimal(65), Decimal(59), Decimal(71))
    assert points.spread == Decimal(12)
    assert points.stdev == Decimal("8.49")  # sqrt(((59-65)² + (71-65)²) / 1) = sqrt(72)
    assert points.contributions == {"a": Decimal(35), "b": Decimal(18), "c": Decimal(12)}


def test_three_judges_with_thirds_still_add_up() -> None:
    scores = {
        judge: {"a": value, "b": value, "c": value} for judge, value in ((1, 50), (2, 50), (3, 51))
    }
    points = rules.weighted_points(scores, WEIGHTS)
    assert points is not None
    assert points.mean == Decimal("50.33")
    assert sum(points.contributions.values()) == points.mean


def test_one_judge_has_no_spread() -> None:
    points = rules.weighted_points({1: {"a": 10, "b": 10, "c": 10}}, WEIGHTS)
    assert points is not None
    assert (points.mean, points.stdev, points.spread) == (Decimal(10), Decimal(0), Decimal(0))


def test_half_a_score_does_not_count() -> None:
    assert rules.weighted_points({1: {"a": 100}}, WEIGHTS) is None
    points = rules.weighted_points({1: {"a": 100}, 2: {"a": 0, "b": 0, "c": 0}}, WEIGHTS)
    assert points is not None
    assert list(points.by_judge) == [2]


def test_a_criterion_of_weight_zero_is_not_asked_for() -> None:
    points = rules.weighted_points({1: {"a": 40}}, {"a": 100, "b": 0})
    assert points is not None
    assert points.mean == 40


def test_no_criteria_no_points() -> None:
    assert rules.weighted_points({1: {}}, {}) is None


def test_ties_share_a_rank_and_skip_the_next() -> None:
    points = {"A": Decimal(70), "B": Decimal(80), "C": Decimal(70), "D": Decimal(10)}
    assert rules.ranks(points) == {"B": 1, "A": 2, "C": 2, "D": 4}


def test_a_new_programme_moves_no_old_points() -> None:
    before = rules.weighted_points({1: {"a": 60, "b": 60, "c": 60}}, WEIGHTS)
    after = rules.weighted_points({1: {"a": 60, "b": 60, "c": 60}}, WEIGHTS)
    assert before == after


def test_bands_when_judges_disagree() -> None:
    by_judge = {
        "A": {1: Decimal(90), 2: Decimal(80)},
        "B": {1: Decimal(50), 2: Decimal(85)},
        "C": {1: Decimal(40), 2: Decimal(10)},
    }
    assert rules.bands(by_judge, 1) == {"A": "borderline", "B": "borderline", "C": "outside"}
    assert rules.bands(by_judge, 2) == {"A": "core", "B": "core", "C": "outside"}
    assert rules.rank_range(by_judge, "B") == (1, 2)


@pytest.mark.parametrize(
    ("weights", "fit"), [({"a": 60, "b": 40}, True), ({"a": 60}, False), ({}, False)]
)
def test_weights(weights: dict[str, int], fit: bool) -> None:
    assert rules.weights_fit(weights) is fit


def test_places_left_is_never_negative() -> None:
    assert (rules.places_left(2, 1), rules.places_left(1, 3)) == (1, 0)
