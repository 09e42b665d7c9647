import io

import pytest
from pypdf import PdfReader

from selaras.initiatives.documents import FONTS, sheet_blocks, sheet_document
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import sheet
from selaras.lib.document import Facts, Heading
from selaras.lib.document_typst import to_pdf
from selaras.needs.models import Need
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db


def test_a_bare_candidate_is_only_facts(candidate: Initiative) -> None:
    bare = InitiativeFactory(
        round=candidate.round, dimension=candidate.dimension, owner=candidate.owner, code="GOV-90"
    )
    assert [type(block) for block in sheet_blocks(sheet(bare), base_level=3)] == [Facts]


def test_blocks_are_below_the_level_asked_for(candidate: Initiative, need: Need) -> None:
    candidate.need_links.create(need=need)
    candidate.topics.create(topic="benefit", text="Cepat")
    headings = [
        block
        for block in sheet_blocks(sheet(candidate), base_level=3)
        if isinstance(block, Heading)
    ]
    assert len(headings) == 6
    assert {heading.level for heading in headings} == {3}
    assert len({heading.anchor for heading in headings}) == 6


def test_the_printed_sheet_is_one_page_and_an_annex(candidate: Initiative) -> None:
    candidate.topics.create(topic="benefit", text="Lebih cepat dilayani")
    data = to_pdf(sheet_document(sheet(candidate)), fonts=FONTS)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) == 2
    assert "GOV-01" in pages[0]
    assert "Waktu tunggu" in pages[0]
    assert "Lebih cepat dilayani" in pages[1]
