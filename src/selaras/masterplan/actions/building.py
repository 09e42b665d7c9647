"""Books built from the data, kept as an edition."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from selaras.core import files, ledger
from selaras.core.access import require
from selaras.core.models import LedgerHead
from selaras.core.preferences import preference
from selaras.core.registry import Report
from selaras.lib.document import Document
from selaras.lib.document_docx import to_docx
from selaras.lib.document_html import to_page
from selaras.lib.document_typst import to_pdf
from selaras.masterplan.access import can_plan
from selaras.masterplan.assembly import book_document
from selaras.masterplan.models import Book, BuiltBook, Edition
from selaras.masterplan.queries import RoundData
from selaras.strategy.models import Round

WRITERS: dict[str, Callable[..., bytes]] = {
    "pdf": to_pdf,
    "docx": to_docx,
    "html": lambda doc, base_url: to_page(doc, base_url=base_url).encode(),
}


def _quiet(done: int, total: int, message: str = "") -> None:
    """Progress that nobody watches."""


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
