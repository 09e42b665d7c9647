import io
import json

import pytest
from pypdf import PdfReader

from selaras.initiatives import workbook
from selaras.initiatives.actions import import_initiatives
from selaras.initiatives.documents import FONTS, sheet_blocks, sheet_document
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import reference_programmes, sheet
from selaras.lib.document import Facts, Heading, Table
from selaras.lib.document_typst import to_pdf
from selaras.needs.models import Need
from selaras.portal.demo.load import Demo, load
from selaras.portal.demo.rows import Names, programme_rows
from selaras.strategy.actions import load_frameworks
from tests.factories.initiatives import InitiativeFactory
from tests.factories.needs import NeedFactory

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


def test_the_printed_sheet_is_one_page(candidate: Initiative) -> None:
    candidate.topics.create(topic="benefit", text="Lebih cepat dilayani")
    data = to_pdf(sheet_document(sheet(candidate)), fonts=FONTS)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) == 1
    for words in ("GOV-01", "Waktu tunggu", "Lebih cepat dilayani"):
        assert words in pages[0]


def test_the_longest_sheet_of_the_demo_is_one_page(db: None) -> None:
    demo = Demo("https://selaras.example")
    load_frameworks()
    demo.regency()
    demo.plan_and_round()
    rows = load("initiatives")
    longest = max(rows, key=lambda row: len(json.dumps(row)))
    names = Names(demo.round)
    data = workbook.build(demo.round, programme_rows([{**longest, "needs": []}], names))
    import_initiatives(by=demo.planner, round=demo.round, data=data)
    made = Initiative.objects.get(code=longest["code"])
    for title in longest["needs"]:
        need = NeedFactory(round=made.round, dimension=made.dimension, title=title)
        made.need_links.create(need=need)
    printed = to_pdf(sheet_document(sheet(made)), fonts=FONTS)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages]
    assert len(pages) == 1
    plain = " ".join(pages[0].split())
    for words in (longest["problem"], longest["topics"]["sustainability"], longest["needs"][-1]):
        assert words in plain


def test_money_of_a_sheet_has_one_format_and_exact_sums(candidate: Initiative) -> None:
    candidate.budget.create(year=2021, source="APBD", amount=1_250_500_000)
    blocks = sheet_blocks(sheet(candidate), base_level=3)
    (table,) = (each for each in blocks if isinstance(each, Table) and each.total)
    cells = {"".join(run.text for run in cell.runs) for row in table.rows for cell in row[1:]}
    assert {"Rp250.000.000", "Rp1.250.500.000", "Rp1.500.500.000"} <= cells
    assert all(words == "–" or words.startswith("Rp") for words in cells)
    assert "2020–2021" in str(blocks[0])


def test_titles_of_reference_programmes_begin_in_indonesian() -> None:
    titles = [each.programme for each in reference_programmes()]
    assert not any(title.startswith("Revitalisation") for title in titles)
    assert any("(Revitalisation of" in title for title in titles)
