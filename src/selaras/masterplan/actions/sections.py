"""Books from the outline, their text, and building them in all formats."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.registry import SearchDocument
from selaras.masterplan.access import can_plan
from selaras.masterplan.models import Book, Section
from selaras.strategy.models import Round
from selaras.strategy.queries import dimensions_of

DATA = Path(__file__).parent.parent / "data"


@lru_cache(maxsize=1)
def outline() -> dict[str, Any]:
    """The shipped outline: books with their sections, hints and live blocks."""
    loaded: dict[str, Any] = json.loads((DATA / "outline.json").read_text(encoding="utf-8"))
    return loaded


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
