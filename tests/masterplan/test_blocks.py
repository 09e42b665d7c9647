from collections.abc import Iterator, Sequence
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from selaras.core.evidence import add_evidence
from selaras.core.models import Evidence
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import sheets
from selaras.lib.document import (
    Block,
    Callout,
    Document,
    Facts,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    Table,
)
from selaras.lib.document_html import to_html
from selaras.masterplan.assembly import book_document, numbered, section_blocks
from selaras.masterplan.blocks import BLOCKS, live_block
from selaras.masterplan.models import Book, Section
from selaras.masterplan.queries import RoundData
from selaras.needs.models import Need
from selaras.strategy.models import Round
from tests.factories.initiatives import InitiativeFactory
from tests.factories.needs import NeedFactory

pytestmark = pytest.mark.django_db

# What each block says while it has nothing to show, and what it shows of the whole round.
MISSING = {
    "stages": "Add them on the page of the round",
    "parties": "Import them under Organisation",
    "plan": "Enter vision and missions under RPJMD",
    "survey": "Send the workbooks under Survey",
    "systems": "They come in with the survey",
    "fgd": "Enter it under FGD",
    "needs": "They come in with the survey and the FGD",
    "alignment": "Enter programmes under Programmes",
    "dimension:living": "No programme is entered in this dimension yet",
    "milestones": "Enter them on the programme sheets",
    "kpis": "Enter them on the programme sheets",
    "roadmap": "Enter programmes under Programmes",
    "budget": "Enter it on the programme sheets",
    "trail": "Enter programmes under Programmes",
    "choice": "Score them under Choice",
    "quick_wins": "Choose them under Choice",
    "commitments": "Choose them under Choice",
    "ledger": "The ledger is empty",
}
SHOWN = {
    "stages": ("FGD persiapan", "8 Oktober 2019", "not done yet"),
    "parties": ("Dinkes, Dishub", "PT Mitra Contoh", "business"),
    "plan": ("Layanan dasar yang merata", "mission"),
    "survey": ("1 of 2 units answered", "Not answered: Dishub", "20 Oktober 2019"),
    "systems": ("SIMPUS", "Dinkes", "data and information", "in use: 1"),
    "fgd": ("FGD uji", "Loket penuh", "Smart Living"),
    "needs": ("Antrean puskesmas", "Survei 2019, Dinkes, sel B4", "Smart Living"),
    "alignment": ("mission 3", "2.16.03", "not linked yet"),
    "dimension:living": ("Antrean daring", "LIV-02", "2020–2021", "Rp250"),
    "milestones": ("Uji coba", "30 Juni 2020"),
    "kpis": ("Waktu tunggu (menit)", ">90<", "2020: "),
    "roadmap": ("Antrean daring", "250", "Smart Living"),
    "budget": ("APBD", "250", "290"),
    "trail": ("Antrean daring", "Survei 2019, Dinkes, sel B4", "no need linked yet"),
    "choice": ("62,00", "Paling mendesak", "chosen"),
    "quick_wins": ("LIV-01 Antrean daring", "Dinas Kesehatan", "Waktu tunggu"),
    "commitments": ("Kepala Contoh", "Kepala Dinas Kesehatan", "Antrean daring"),
    "ledger": ("selaras-ledger.jsonl",),
    "figures": ("2 / 1", "Rp290"),
    "glossary": ("SPBE", "RPJMD"),
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The words of the code itself."""
    with translation.override("en"):
        yield


def words(blocks: Sequence[Block]) -> str:
    """The blocks as a reader sees them."""
    return to_html(Document("", "", "", "", 2020, tuple(blocks), contents=False))


def runs(block: Block) -> Iterator[Run]:
    """Every run of text of a block."""
    match block:
        case Paragraph() | Callout():
            yield from block.runs
        case ListBlock():
            for item in block.items:
                yield from item
        case Facts():
            for _label, text in block.rows:
                yield from text
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from cell.runs


def links(blocks: Sequence[Block]) -> set[str]:
    return {run.href for block in blocks for run in runs(block) if run.href}


def test_every_block_is_spoken_for() -> None:
    assert {name for name in SHOWN if ":" not in name} == set(BLOCKS)
    assert set(SHOWN) - set(MISSING) == {"figures", "glossary"}


@pytest.mark.parametrize("name", MISSING)
def test_block_without_data_says_what_is_missing(round_: Round, name: str) -> None:
    (block,) = live_block(name, RoundData(round_, None))
    assert isinstance(block, Callout)
    assert block.kind == "info"
    assert MISSING[name] in words([block])


def test_figures_without_data_are_zero(round_: Round) -> None:
    page = words(live_block("figures", RoundData(round_, None)))
    assert page.count("<dd>0") == 7
    assert "<dd>Rp0</dd>" in page


@pytest.mark.parametrize("name", SHOWN)
def test_block_with_data_shows_it(whole: Round, name: str) -> None:
    blocks = live_block(name, RoundData(whole, None))
    assert not any(isinstance(block, Callout) for block in blocks)
    page = words(blocks)
    for word in SHOWN[name]:
        assert word in page


def test_unknown_block_is_a_key_error(round_: Round) -> None:
    with pytest.raises(KeyError):
        live_block("entah", RoundData(round_, None))
    (block,) = live_block("dimension:entah", RoundData(round_, None))
    assert isinstance(block, Callout)


def test_every_programme_leads_back_to_its_needs_and_their_evidence(
    whole: Round, programme: Initiative, need: Need, people: SimpleNamespace
) -> None:
    other = NeedFactory(round=whole, dimension=need.dimension, title="Loket kurang")
    add_evidence(other, kind="fgd", label="FGD 2019", locator="kartu 3", url="/fgd/1/")
    programme.need_links.create(need=other)
    data = RoundData(whole, people.planner)
    (table,) = live_block("trail", data)
    assert isinstance(table, Table)
    found: dict[str, set[str]] = {}
    owner = ""
    for row in table.rows:
        cells = [{run.href for run in cell.runs if run.href} for cell in row]
        owner = next(iter(cells[0]), owner)
        found.setdefault(owner, set()).update(*cells[1:])
    assert found == {
        sheet.initiative.get_absolute_url(): {
            *(each.need.get_absolute_url() for each in sheet.needs),
            *(source.url for each in sheet.needs for source in each.sources),
        }
        for sheet in sheets(Initiative.objects.filter(round=whole))
    }
    assert found[programme.get_absolute_url()] == {
        need.get_absolute_url(),
        other.get_absolute_url(),
        "/survei/1/",
        "/fgd/1/",
    }


def test_evidence_that_is_nowhere_to_be_opened_is_named_all_the_same(
    whole: Round, need: Need
) -> None:
    Evidence.objects.update(url="")
    page = words(live_block("trail", RoundData(whole, None)))
    assert "Survei 2019, Dinkes, sel B4" in page
    assert 'href=""' not in page


@pytest.mark.parametrize("name", ["alignment", "dimension:living", "roadmap", "milestones", "kpis"])
def test_every_programme_line_leads_to_its_programme(
    whole: Round, programme: Initiative, people: SimpleNamespace, name: str
) -> None:
    found = links(live_block(name, RoundData(whole, people.planner)))
    assert {each.get_absolute_url() for each in Initiative.objects.all()} <= found


def test_sums_of_the_budget_are_those_of_the_programmes(whole: Round) -> None:
    budget = live_block("budget", RoundData(whole, None))
    tables = [block for block in budget if isinstance(block, Table)]
    for table in tables:
        total = [cell.runs[0].text for cell in table.rows[-1]]
        assert total == ["Total", "290", "290"]
        assert table.total


def test_what_is_no_plan_stays_out_of_the_books(whole: Round, programme: Initiative) -> None:
    for code, state in (("LIV-08", "candidate"), ("LIV-09", "stopped")):
        InitiativeFactory(
            round=whole,
            dimension=programme.dimension,
            owner=programme.owner,
            code=code,
            state=state,
        )
    data = RoundData(whole, None)
    page = "".join(words(live_block(name, data)) for name in SHOWN)
    assert "LIV-08" not in page
    assert "LIV-09" not in page


def test_public_reads_only_what_was_chosen(whole: Round) -> None:
    data = RoundData(whole, AnonymousUser())
    page = "".join(words(live_block(name, data)) for name in SHOWN if name != "choice")
    assert "LIV-01" in page
    assert "LIV-02" not in page  # proposed, but nobody promised it


def test_whole_book_costs_the_same_for_more_needs(
    whole: Round, programme: Initiative, need: Need, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def read() -> None:
        data = RoundData(Round.objects.select_related("plan").get(), None)
        for name in SHOWN:
            live_block(name, data)

    with CaptureQueriesContext(connection) as few:
        read()
    for number in range(3):
        more = NeedFactory(round=whole, dimension=need.dimension, agency=need.agency)
        add_evidence(more, kind="survey", label="Survei", locator=f"B{number}")
        programme.need_links.create(need=more)
    with django_assert_num_queries(len(few)):
        read()


def test_chapters_and_sections_are_numbered() -> None:
    levels = (1, 2, 2, 1, 2)
    found = [number for number, _section in numbered([Section(level=level) for level in levels])]
    assert found == ["CHAPTER 1", "1.1", "1.2", "CHAPTER 2", "2.1"]


def test_section_shows_text_then_data_then_what_is_missing(whole: Round, books: list[Book]) -> None:
    data = RoundData(whole, None)
    written = Section(code="a", title="A", body="## Judul\n\nTeks **tebal**.", block="parties")
    blocks = list(section_blocks(written, data))
    assert isinstance(blocks[0], Heading)
    assert (blocks[0].level, blocks[0].anchor.startswith("a-")) == (4, True)
    assert isinstance(blocks[-1], Table)
    assert "<strong>tebal</strong>" in words(blocks)
    empty = list(section_blocks(Section(code="b", title="B", hint="Tulis visi."), data))
    assert [type(block) for block in empty] == [Callout]
    assert "Tulis visi." in words(empty)
    odd = list(section_blocks(Section(pk=1, code="c", title="C", block="entah"), data))
    assert [block.kind for block in odd if isinstance(block, Callout)] == ["warn"]


def test_book_bears_the_names_of_round_and_demo(whole: Round, books: list[Book]) -> None:
    document = book_document(books[0], RoundData(whole, None))
    assert (document.title, document.subtitle, document.year) == (
        books[0].title,
        whole.name,
        2019,
    )
    assert document.watermark == ""
    whole.is_demo = True
    assert "DEMO" in book_document(books[0], RoundData(whole, None)).watermark


def test_what_people_type_never_becomes_markup(whole: Round, programme: Initiative) -> None:
    programme.title = '<script>alert("x")</script>'
    programme.save()
    page = words(live_block("dimension:living", RoundData(whole, None)))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    section = Section(code="a", title="A", body="<img src=x onerror=y> [a](javascript:x)")
    page = words(list(section_blocks(section, RoundData(whole, None))))
    assert "<img" not in page
    assert "<a " not in page
