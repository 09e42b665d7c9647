from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.lib.xforms.definition import Field
from selaras.lib.xforms.values import fits, typed

WIB = timezone(timedelta(hours=7))


def field(kind: str, control: str = "input") -> Field:
    return Field("/data/a", "a", "question", type=kind, control=control)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "-12", -12),
        ("decimal", "12.50", Decimal("12.50")),
        ("date", "2026-11-26", date(2026, 11, 26)),
        ("dateTime", "2026-11-26T08:30:00.000+07:00", datetime(2026, 11, 26, 8, 30, tzinfo=WIB)),
        ("time", "08:30:00.000Z", time(8, 30, tzinfo=UTC)),
        ("string", " a ", " a "),
        ("geopoint", "-7.5 112.2 0 0", "-7.5 112.2 0 0"),
    ],
)
def test_text_becomes_its_value(kind: str, text: str, value: Any) -> None:
    assert typed(field(kind), text) == value
    assert fits(field(kind), text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "1.5"),
        ("int", "1_000"),
        ("int", "9" * 5000),
        ("decimal", "dua"),
        ("decimal", "NaN"),
        ("decimal", "Infinity"),
        ("decimal", "1_0.5"),
        ("date", "26-11-2026"),
        ("dateTime", "kemarin"),
        ("time", "25:00"),
    ],
)
def test_what_does_not_fit_stays_text(kind: str, text: str) -> None:
    assert typed(field(kind), text) == text
    assert not fits(field(kind), text)


def test_empty_is_none_and_many_is_a_list() -> None:
    assert typed(field("int"), "") is None
    assert fits(field("int"), "")
    assert typed(field("string", "select"), "a b") == ["a", "b"]
    assert typed(field("string", "select"), "") is None


@given(
    text=st.text(), kind=st.sampled_from(["int", "decimal", "date", "dateTime", "time", "string"])
)
def test_no_text_breaks_it(text: str, kind: str) -> None:
    value = typed(field(kind), text)
    assert fits(field(kind), text) or value == text
