"""The brand passes contrast, whatever colour a regency brings."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selaras.lib.colour import STEPS, brand_tokens, contrast, ramp, readable_on

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_wcag():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#196bcd", "#fff") == pytest.approx(5.2, abs=0.05)
    assert contrast("#fff", "#fff") == 1


@given(colours)
def test_ramp_keeps_the_colour_and_gets_darker(colour):
    steps = ramp(colour)
    assert tuple(steps) == STEPS
    assert steps[500] == colour
    light = [contrast(steps[step], "#000") for step in STEPS]
    assert all(light[at] >= light[at + 1] - 0.35 for at in range(len(light) - 1))


@given(colours)
@example("#ffffff")
@example("#000000")
@example("#010101")
@example("#ffff00")
@example("#7f7f7f")
def test_brand_passes_contrast(colour):
    tokens = brand_tokens(colour)
    assert contrast(tokens["--on-brand"], tokens["--brand-500"]) >= 4.5
    assert contrast("#fff", tokens["--brand-600"]) >= 4.5
    for paper in ("#fff", tokens["--brand-50"], tokens["--brand-100"]):
        assert contrast(paper, tokens["--brand-700"]) >= 4.5


def test_a_good_colour_stays_as_it_is():
    assert brand_tokens("#196bcd")["--brand-500"] == "#196bcd"
    assert brand_tokens("#196BCD")["--on-brand"] == "#fff"
    assert list(brand_tokens("#0a5")) == [
        "--brand-50",
        "--brand-100",
        "--brand-500",
        "--brand-600",
        "--brand-700",
        "--on-brand",
    ]


def test_readable_on():
    assert readable_on("#ffd400") == "#1f1f1f"
    assert readable_on("#083575") == "#fff"


@pytest.mark.parametrize("text", ["", "red", "#12", "#12345g", "123456", "#1234567"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="hex colour"):
        ramp(text)
