"""Books from the outline, their text, and building them in all formats."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.text import slugify

from selaras.core import files, ledger, search
from selaras.core.access import require
from selaras.core.models import LedgerHead
from selaras.core.preferences import preference
from selaras.core.registry import Report, SearchDocument
from selaras.lib.document import Document
from selaras.lib.document_docx import to_docx
from selaras.lib.document_html import to_page
from selaras.lib.document_typst import to_pdf
from selaras.masterplan.access import can_plan
from selaras.masterplan.assembly import book_document
from selaras.masterplan.models import Book, BuiltBook, Edition, Section
from selaras.masterplan.queries import RoundData
from selaras.strategy.models import Round
from selaras.strategy.queries import dimensions_of

DATA = Path(__file__).parent / "data"
WRITERS: dict[str, Callable[..., bytes]] = {
    "pdf": to_pdf,
    "docx": to_docx,
    "html": lambda doc, base_url: to_page(doc, base_url=base_url).encode(),
}


@lru_cache(maxsize=1)
def outline() -> dict[str, Any]:
    """The shipped outline: books with their sections, hints and live blocks."""
    loaded: dict[str, Any] = json.loads((DATA / "outline.json").read_text(encoding="utf-8"))
    return loaded


def _quiet(done: int, total: int, message: str = "") -> None:
    """Progress that nobody watches."""


@transaction.atomic
def create_books(
    *,
    by: Any,
    round: Round,
    narratives: dict[str, str] | None = None,
) -> list[Book]:
    """The books of a round from the outline; what is there stays as it is.

    `narratives` fills the text of new sections by the outline's names. `by` is None for the system.
    """
    require(by is None or can_plan(by))
    books = []
    for source in outline()["books"]:
        book, new = Book.objects.get_or_create(
            round=round, number=source["number"], defaults={"title": source["title"]}
        )
        books.append(book)
        if new:
            Section.objects.bulk_create(_sections(book, source["sections"], narratives or {}))
            ledger.record(
                by=by, kind="masterplan.book_created", subject=book, content={"title": book.title}
            )
    return books


class _Labels(dict[str, str]):
    """What the framework in use calls its dimensions; others by their code."""

    def __missing__(self, code: str) -> str:
        return f"Smart {code.title()}"


def _sections(
    book: Book, rows: list[dict[str, Any]], narratives: dict[str, str]
) -> Iterator[Section]:
    labels = _Labels({each.code: each.label for each in dimensions_of(book.round)})
    for position, row in enumerate(rows):
        yield Section(
            book=book,
            code=row["code"],
            title=row["title"].format_map(labels),
            level=row["level"],
            block=row["block"],
            hint=row["hint"],
            body=narratives.get(row["narrative"], ""),
            position=position,
        )


@transaction.atomic
def save_section(*, by: Any, section: Section, title: str, body: str) -> Section:
    require(can_plan(by))
    before = {"title": section.title, "body": section.body}
    if changed := ledger.changes(before, {"title": title, "body": body}):
        section.title, section.body = title, body
        section.save()
        ledger.record(by=by, kind="masterplan.section_written", subject=section, content=changed)
        search.put([section_document(section)])
    return section


@transaction.atomic
def add_section(
    *, by: Any, book: Book, title: str, after: Section | None = None, level: int = 2
) -> Section:
    """A new section after another one, or at the end."""
    require(can_plan(by))
    if after is None:
        last = book.sections.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
    else:
        position = after.position + 1
        book.sections.filter(position__gte=position).update(position=F("position") + 1)
    section = Section.objects.create(
        book=book, title=title, level=level, position=position, code=_free_code(book, title)
    )
    ledger.record(by=by, kind="masterplan.section_added", subject=section, content={"title": title})
    return section


def _free_code(book: Book, title: str) -> str:
    base, number = slugify(title)[:50] or "bagian", 1
    code = base
    while book.sections.filter(code=code).exists():
        number += 1
        code = f"{base}-{number}"
    return code


@transaction.atomic
def remove_section(*, by: Any, section: Section) -> None:
    """Take a section out; its text stays readable in the ledger."""
    require(can_plan(by))
    content = {"title": section.title, "body": section.body}
    ledger.record(by=by, kind="masterplan.section_removed", subject=section, content=content)
    search.drop("section", section.pk)
    section.delete()


def build(*, by: Any, round: Round, report: Report = _quiet) -> Edition:
    """Build every book as PDF, DOCX and HTML from the present data; the new edition.

    The files are made before the transaction, so nobody waits for a lock while they are typeset.
    """
    require(by is None or can_plan(by))
    data = RoundData(round, None)
    books = list(round.books.prefetch_related("sections"))
    made: list[tuple[Book, str, bytes]] = []
    total = len(books) * len(WRITERS)
    with translation.override("id"):
        for book in books:
            document = book_document(book, data)
            for format_, content in _formats(document):
                made.append((book, format_, content))
                report(len(made), total, f"{book.title} ({format_.upper()})")
    return _keep(by, round, made)


def _formats(document: Document) -> Iterator[tuple[str, bytes]]:

    for format_, write in WRITERS.items():
        yield format_, write(document, base_url=preference("site.address"))


@transaction.atomic
def _keep(by: Any, round_: Round, made: list[tuple[Book, str, bytes]]) -> Edition:
    head = LedgerHead.objects.filter(pk=1).first()
    last = round_.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        round=round_, number=last + 1, by=by, ledger_size=head.size if head else 0
    )
    hashes = {}
    for book, format_, content in made:
        name = f"buku-{book.number}.{format_}"
        file = files.store(name=name, data=content, accepted=(format_,), by=by)
        BuiltBook.objects.create(edition=edition, book=book, format=format_, file=file)
        hashes[name] = file.sha256
    ledger.record(by=by, kind="masterplan.built", subject=edition, content=hashes)
    return edition


def write_books(*, edition: Edition, out: Path) -> list[Path]:
    """Copy an edition's files into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for built in edition.files.select_related("file", "book"):
        path = out / f"buku-{built.book.number}.{built.format}"
        path.write_bytes(files.content_of(built.file))
        written.append(path)
    return written


def section_document(section: Section) -> SearchDocument:
    book = section.book
    return SearchDocument(
        "section",
        str(section.pk),
        f"{book.title}: {section.title}"[:300],
        section.body,
        f"{book.get_absolute_url()}#{section.code}",
        book.round.public,
    )
