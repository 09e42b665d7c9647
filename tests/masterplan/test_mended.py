"""Faults that were found once, and stay mended."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from selaras.core.models import Evidence
from selaras.lib.document import Document, Heading, Paragraph, Run
from selaras.lib.document_html import to_html
from selaras.masterplan.actions import create_books
from selaras.masterplan.assembly import book_document
from selaras.masterplan.blocks import live_block
from selaras.masterplan.queries import RoundData
from selaras.organisations.models import Agency
from selaras.surveys.models import Survey
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


def test_every_link_of_a_public_book_opens_for_everybody(whole, books, programme, need, client_for):
    """Both the page as the public sees it and the built book, which holds proposals too."""
    survey = Survey.objects.get(round=whole)
    Evidence.objects.update(url=survey.get_absolute_url())
    client, found = client_for(None), set()
    for book in books:
        for user in (AnonymousUser(), None):
            html = to_html(book_document(book, RoundData(whole, user)))
            found |= {link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', html)}
            if book.number == 1:
                assert "SIMPUS" in html
                assert "Survei 2019, Dinkes, sel B4" in html
    assert {programme.get_absolute_url(), need.get_absolute_url()} <= found
    for address in found:
        assert client.get(address).status_code == 200, address


def test_the_office_keeps_its_links_to_evidence(whole, people):
    blocks = live_block("systems", RoundData(whole, people.planner))
    assert "/sistem/" in to_html(Document("", "", "", "", 2020, blocks, contents=False))


def test_headings_name_dimensions_as_the_framework_does(people, round_):
    round_.edition.dimensions.filter(code="governance").update(label="Smart Government")
    books = create_books(by=people.planner, round=round_)
    titles = [section.title for book in books for section in book.sections.all()]
    assert "Tata Kelola (Smart Government)" in titles
    assert not any("Smart Governance" in title or "{" in title for title in titles)


def test_table_of_units_says_why_it_counts_one_more(round_, agency):
    Agency.objects.create(slug="bag", name="Bagian Uji", parent=agency)
    page = words(live_block("parties", RoundData(round_, None)))
    assert "Dinkes" in page
    with translation.override("en"):
        assert "2 in all" in words(live_block("parties", RoundData(round_, None)))


def test_chapters_of_a_book_fold_and_lead_back_to_the_contents():
    blocks = (
        Paragraph((Run("Pengantar"),)),
        Heading(1, "Pendahuluan", "satu"),
        Heading(2, "Latar belakang", "satu-a"),
        Heading(1, "Kondisi", "dua"),
    )
    html = to_html(Document("", "", "", "", 2020, blocks))
    assert re.findall(r'<details class="chapter" open><summary><h2 id="(.+?)"', html) == [
        "satu", "dua",
    ]  # fmt: skip
    assert html.count("</details>") == 2
    assert 'id="daftar-isi"' in html
    assert 'href="#daftar-isi"' in html
    assert "<details" not in to_html(Document("", "", "", "", 2020, blocks, contents=False))
