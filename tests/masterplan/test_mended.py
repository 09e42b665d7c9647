"""Faults that were found once, and stay mended."""

import pytest
from django.utils import translation

from selaras.masterplan.blocks import live_block
from selaras.masterplan.queries import RoundData
from tests.masterplan.test_blocks import words

pytestmark = pytest.mark.django_db


def test_targets_keep_their_decimals(whole):
    assert "2020: 45,5" in words(live_block("kpis", RoundData(whole, None)))


def test_public_choice(whole):
    from django.contrib.auth.models import AnonymousUser

    page = words(live_block("choice", RoundData(whole, AnonymousUser())))
    assert "LIV-02" not in page


@pytest.mark.parametrize("odd", ["😀", "中", "ꦗ", "\x80", "\uf0b7"])
def test_any_character_can_be_typeset(odd):
    from selaras.lib.document import Document, Paragraph, text
    from selaras.lib.document_typst import to_pdf

    doc = Document("T", "", "", "", 2020, (Paragraph(text(f"Warga senang {odd}")),))
    assert to_pdf(doc).startswith(b"%PDF")


def test_choice_of_a_later_year_is_marked(whole, programme):
    programme.choices.update(year=2021)
    with translation.override("en"):
        assert "chosen" in words(live_block("choice", RoundData(whole, None)))
