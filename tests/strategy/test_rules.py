from datetime import date

import pytest

from selaras.strategy import rules

TODAY = date(2019, 10, 15)
BEFORE, AFTER = date(2019, 10, 14), date(2019, 10, 16)


@pytest.mark.parametrize(
    "code",
    ["2.16.02", "X.XX.01", "1.02.02.2.01", "2.16.02.1.05", "2.16.02.2.01.01", "2.16.02.2.01.0001"],
)
def test_nomenclature_codes_of_both_decrees(code: str) -> None:
    assert rules.is_nomenclature_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2.16",
        "0.16.02",
        "2.16.2",
        "2.16.02.",
        "2.16.02.3.01",
        "2.16.02.2",
        "2.16.02.2.01.001",
        "2.16.02.2.01.00001",
        "2.16.02 ",
        "2.16.02\n",
        "X.X.01",
        "2,16,02",
    ],
)
def test_what_is_no_nomenclature_code(code: str) -> None:
    assert not rules.is_nomenclature_code(code)


def test_tree_has_one_order() -> None:
    allowed = {
        (kind, parent)
        for kind in rules.PARENTS
        for parent in ("", *rules.PARENTS)
        if rules.can_stand_under(kind, parent)
    }
    assert allowed == {
        ("vision", ""),
        ("mission", ""),
        ("mission", "vision"),
        ("goal", "mission"),
        ("objective", "goal"),
        ("indicator", "mission"),
        ("indicator", "goal"),
        ("indicator", "objective"),
        ("indicator", "programme"),
        ("programme", "mission"),
        ("programme", "goal"),
        ("programme", "objective"),
    }


@pytest.mark.parametrize(
    ("starts", "due", "completed", "is_next", "status"),
    [
        (None, None, None, False, "open"),
        (None, None, None, True, "next"),
        (AFTER, None, None, False, "open"),
        (AFTER, AFTER, None, True, "next"),
        (TODAY, None, None, False, "running"),
        (BEFORE, AFTER, None, True, "running"),
        (BEFORE, TODAY, None, True, "running"),  # the last day is not late yet
        (BEFORE, BEFORE, None, True, "late"),
        (None, BEFORE, None, False, "late"),
        (BEFORE, BEFORE, BEFORE, False, "done"),
        (AFTER, AFTER, BEFORE, True, "done"),
    ],
)
def test_stage_status(
    starts: date | None, due: date | None, completed: date | None, is_next: bool, status: str
) -> None:
    found = rules.stage_status(
        starts=starts, due=due, completed=completed, today=TODAY, is_next=is_next
    )
    assert found == status
