import hashlib
import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from pypdf import PdfReader

from selaras.core import files
from selaras.core.ledger import history
from selaras.core.models import LedgerEntry, SearchEntry
from selaras.masterplan import actions
from selaras.masterplan.blocks import BLOCKS
from selaras.masterplan.models import Book, Edition, Section
from selaras.masterplan.queries import empty_sections, section_counts
from selaras.strategy.models import Dimension, Round

pytestmark = pytest.mark.django_db
FORMATS = ("pdf", "docx", "html")


def rows() -> list[dict[str, Any]]:
    """Every section of the shipped outline."""
    return [row for book in actions.outline()["books"] for row in book["sections"]]


def codes(book: Book) -> list[str]:
    return list(book.sections.values_list("code", flat=True))


def test_outline_names_only_blocks_that_there_are() -> None:
    named = {row["block"] for row in rows() if row["block"]}
    dimensions = {name for name in named if name.startswith("dimension:")}
    assert named - dimensions <= set(BLOCKS)
    assert set(BLOCKS) <= named  # and every block stands in a book
    assert len(dimensions) == 6
    assert {row["level"] for row in rows()} == {1, 2}


def test_books_are_laid_out_once_after_the_outline(people: SimpleNamespace, round_: Round) -> None:
    for _twice in range(2):
        books = actions.create_books(by=people.planner, round=round_)
    assert [book.number for book in books] == [1, 2, 3]
    for book, source in zip(books, actions.outline()["books"], strict=True):
        assert book.title == source["title"]
        assert codes(book) == [row["code"] for row in source["sections"]]
        assert [entry.kind for entry in history(book)] == ["masterplan.book_created"]
    filled, total = section_counts(round_)
    assert (filled, total) == (
        sum(bool(row["block"]) for row in rows()),
        sum(bool(row["block"] or row["hint"]) for row in rows()),
    )


def test_laid_out_again_keeps_what_people_wrote(people: SimpleNamespace, books: list[Book]) -> None:
    section = books[0].sections.get(code="latar-belakang")
    actions.save_section(by=people.planner, section=section, title="Mengapa", body="Sebab.")
    actions.remove_section(by=people.planner, section=books[0].sections.get(code="dasar-hukum"))
    actions.create_books(by=people.planner, round=books[0].round)
    assert books[0].sections.get(pk=section.pk).title == "Mengapa"
    assert "dasar-hukum" not in codes(books[0])


def test_narratives_fill_new_sections(round_: Round) -> None:
    books = actions.create_books(by=None, round=round_, narratives={"latar_belakang": "Jombang."})
    assert books[0].sections.get(code="latar-belakang").body == "Jombang."
    waiting = {section.code for section in empty_sections(round_)}
    assert "latar-belakang" not in waiting
    assert "dasar-hukum" in waiting
    assert "pihak" not in waiting  # comes from the data


def test_books_are_written_by_planners_alone(people: SimpleNamespace, books: list[Book]) -> None:
    section, before = books[0].sections.first(), LedgerEntry.objects.count()
    for who in (people.officer, people.head, people.leadership, people.administrator):
        for write in (
            lambda by: actions.create_books(by=by, round=books[0].round),
            lambda by: actions.save_section(by=by, section=section, title="X", body="x"),
            lambda by: actions.add_section(by=by, book=books[0], title="X"),
            lambda by: actions.remove_section(by=by, section=section),
            lambda by: actions.build(by=by, round=books[0].round),
        ):
            with pytest.raises(PermissionDenied):
                write(who)
    assert LedgerEntry.objects.count() == before


def test_saved_section_says_what_changed_and_is_found(
    people: SimpleNamespace, books: list[Book]
) -> None:
    section = books[0].sections.get(code="latar-belakang")
    for _twice in range(2):
        actions.save_section(
            by=people.planner, section=section, title=section.title, body="Warga antre sejak subuh."
        )
    entry = history(section).get()
    assert entry.kind == "masterplan.section_written"
    assert entry.content.content == {"body": ["", "Warga antre sejak subuh."]}
    found = SearchEntry.objects.get(kind="section")
    assert found.public
    assert found.url.endswith("#latar-belakang")
    round_ = books[0].round
    round_.public = False
    round_.save()
    fresh = Section.objects.get(pk=section.pk)
    actions.save_section(by=people.planner, section=fresh, title="Latar", body="Lain.")
    assert not SearchEntry.objects.get(kind="section").public


def test_section_is_added_in_its_place(people: SimpleNamespace, books: list[Book]) -> None:
    book, by = books[0], people.planner
    before = codes(book)
    after = book.sections.get(code="latar-belakang")
    made = actions.add_section(by=by, book=book, title="Keadaan daerah", after=after)
    last = actions.add_section(by=by, book=book, title="Keadaan daerah", level=1)
    assert (made.code, last.code) == ("keadaan-daerah", "keadaan-daerah-2")
    at = before.index("latar-belakang") + 1
    assert codes(book) == [*before[:at], made.code, *before[at:], last.code]
    assert (made.level, last.level) == (2, 1)
    assert history(made).get().content.content == {"title": "Keadaan daerah"}


def test_removed_section_stays_readable_in_the_ledger(
    people: SimpleNamespace, books: list[Book]
) -> None:
    section = books[0].sections.get(code="latar-belakang")
    actions.save_section(by=people.planner, section=section, title="Latar", body="Teks penting.")
    before = codes(books[0])
    actions.remove_section(by=people.planner, section=section)
    assert codes(books[0]) == [code for code in before if code != "latar-belakang"]
    entry = LedgerEntry.objects.get(kind="masterplan.section_removed")
    assert entry.content.content == {"title": "Latar", "body": "Teks penting."}
    assert not SearchEntry.objects.filter(kind="section").exists()


@pytest.fixture
def built(whole: Round, books: list[Book], people: SimpleNamespace) -> Edition:
    return actions.build(by=people.planner, round=whole)


def test_every_book_is_built_in_every_format(built: Edition) -> None:
    made = {f"buku-{each.book.number}.{each.format}": each.file for each in built.files.all()}
    assert set(made) == {f"buku-{number}.{kind}" for number in (1, 2, 3) for kind in FORMATS}
    assert history(built).get().content.content == {
        name: hashlib.sha256(files.content_of(file)).hexdigest() for name, file in made.items()
    }
    assert built.ledger_size == LedgerEntry.objects.count() - 1  # what it rests on
    for name, file in made.items():
        if name.endswith("pdf"):
            content = files.content_of(file)
            assert content.startswith(b"%PDF-")
            assert len(PdfReader(io.BytesIO(content)).pages) >= 3
    third = PdfReader(io.BytesIO(files.content_of(made["buku-3.pdf"])))
    words = "\n".join(page.extract_text() for page in third.pages)
    for word in ("LIV-01", "Antrean daring", "Kepala Contoh", "Paling mendesak"):
        assert word in words


def test_word_file_has_the_headings_and_tables(built: Edition) -> None:
    file = built.files.get(book__number=2, format="docx").file
    word = docx.Document(io.BytesIO(files.content_of(file)))
    headings = [each.text for each in word.paragraphs if each.style.name.startswith("Heading")]
    labels = {each.code: each.label for each in Dimension.objects.all()}
    outline = actions.outline()["books"][1]["sections"]
    wanted = [row["title"].format_map(labels) for row in outline]
    assert [title for title in wanted if not any(title in text for text in headings)] == []
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"LIV-01", "Antrean daring", "Uji coba"} <= cells
    assert any("sel B4" in text for text in cells)  # the trail back to the survey


def test_web_page_opens_alone_and_every_anchor_is_there(built: Edition, whole: Round) -> None:
    for number in (1, 2, 3):
        file = built.files.get(book__number=number, format="html").file
        page = files.content_of(file).decode()
        anchors = re.findall(r' id="([^"]+)"', page)
        assert len(anchors) == len(set(anchors))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)
        sections = set(Section.objects.filter(book__number=number).values_list("code", flat=True))
        assert sections <= set(anchors)
        assert not re.search(r"<script|<link|src=\"(?!data:)", page)
    assert 'id="lembar-liv-01"' in page


def test_books_open_and_close_with_their_round(built: Edition, people: SimpleNamespace) -> None:
    found = [each.file for each in built.files.all()]
    for public in (True, False, True):
        Round.objects.update(public=public)
        for who, may in ((AnonymousUser(), public), (people.citizen, public), (people.head, True)):
            assert {files.can_read(who, file) for file in found} == {may}


def test_next_edition_has_the_next_number(built: Edition, whole: Round, tmp_path: Path) -> None:
    second = actions.build(by=None, round=whole)
    assert (built.number, second.number) == (1, 2)
    written = actions.write_books(edition=second, out=tmp_path / "baru" / "buku")
    assert sorted(path.name for path in written) == sorted(
        f"buku-{number}.{kind}" for number in (1, 2, 3) for kind in FORMATS
    )
    for path in written:
        stored = second.files.get(book__number=path.stem[-1], format=path.suffix[1:]).file
        assert hashlib.sha256(path.read_bytes()).hexdigest() == stored.sha256
