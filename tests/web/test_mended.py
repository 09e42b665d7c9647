"""Faults that were found once, and stay mended."""

from tests.web.test_kit import (
    COLOURS,
    TOKENS,
    VALUES,
    brand_tokens,
    contrast,
    example,
    export,
    given,
)


def test_entity():
    answer = export(VALUES, title="Daftar", name="Daftar Unit", format="csv")
    assert "tebal & miring" in answer.content.decode()


@given(COLOURS)
@example("#ffd400")
def test_focus(colour):
    assert contrast(brand_tokens(colour)["--brand-600"], "#fff") >= 3


@given(COLOURS)
def test_canvas(colour):
    assert contrast(brand_tokens(colour)["--brand-600"], TOKENS["--canvas"]) >= 4.5


@given(COLOURS)
def test_50(colour):
    assert contrast(TOKENS["--ink-2"], brand_tokens(colour)["--brand-50"]) >= 4.5


@given(COLOURS)
def test_700bar(colour):
    assert contrast("#fff", brand_tokens(colour)["--brand-700"]) >= 4.5


@given(COLOURS)
def test_6_50(colour):
    assert contrast(brand_tokens(colour)["--brand-600"], brand_tokens(colour)["--brand-50"]) >= 4.5
