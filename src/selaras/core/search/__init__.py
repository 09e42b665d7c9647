"""One search over all rooms: PostgreSQL full text, or SQLite FTS5 over snowball stems."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer
from django.db import connection, transaction

from selaras.core.models import SearchEntry
from selaras.core.registry import SearchDocument, search_sources
from selaras.core.search import postgres, sqlite
from selaras.lib.prose import plain_text

LIMIT = 1000  # as many as anybody pages through
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(snowballstemmer.stemmer("indonesian").stemWord(word))


def stems(text: str) -> str:
    """The text as its stems: pelayanan, melayani, dilayani → layan."""
    return " ".join(_stem(word) for word in _WORD.findall(text.lower()))


def put(documents: Iterable[SearchDocument]) -> None:
    """Index objects anew; called by the actions that write them."""
    entries = [
        SearchEntry(
            kind=document.kind,
            object_id=document.object_id,
            title=document.title[:300],
            body=document.body,
            stems=stems(f"{document.title} {document.body}"),
            url=document.url,
            public=document.public,
        )
        for document in documents
    ]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["title", "body", "stems", "url", "public"],
        batch_size=400,
    )


def drop(kind: str, object_id: object) -> None:
    SearchEntry.objects.filter(kind=kind, object_id=str(object_id)).delete()


@transaction.atomic
def rebuild() -> int:
    """Index everything afresh; the number of objects."""
    SearchEntry.objects.all().delete()
    for source in search_sources:
        put(source.documents())
    return SearchEntry.objects.count()


@dataclass(frozen=True)
class Hit:
    """One result, ready to show."""

    title: str
    url: str
    excerpt: str
    kind: Any


@dataclass(frozen=True)
class Found:
    """A page of results; `more` says that there are more than `total`, which is only a limit."""

    hits: Sequence[Hit]
    total: int
    more: bool
    number: int
    pages: int


def find(text: str, *, public_only: bool, number: int = 1, size: int = 50) -> Found:
    """Objects that hold every word (in any of its forms), best first; two queries at most.

    Words in the title come before words in the body, then programmes before needs.
    """
    words = _WORD.findall(text.lower())[:8]
    if not words:
        return Found((), 0, more=False, number=1, pages=1)
    backend = postgres if connection.vendor == "postgresql" else sqlite
    wanted = [_stem(word) for word in words]
    rows = backend.matching(words, wanted, public_only=public_only, limit=LIMIT + 1)
    ranks = {source.kind: source.rank for source in search_sources}
    best = sorted(
        rows[:LIMIT],
        key=lambda row: (not _holds(row[2], words[-1], wanted), ranks.get(row[1], 99)),
    )
    pages = max(1, -(-len(best) // size))
    number = min(max(number, 1), pages)
    shown = [row[0] for row in best[(number - 1) * size : number * size]]
    return Found(_hits(shown), len(best), len(rows) > LIMIT, number, pages)


def _holds(title: str, last: str, wanted: Sequence[str]) -> bool:
    """Whether a title holds all that was asked for, the last word also as a beginning."""
    plain = _WORD.findall(title.lower())
    held = {_stem(word) for word in plain}
    begun = wanted[-1] in held or any(word.startswith(last) for word in plain)
    return begun and held.issuperset(wanted[:-1])


def _hits(ids: Sequence[int]) -> list[Hit]:
    entries = SearchEntry.objects.in_bulk(ids)
    names = {source.kind: source.name for source in search_sources}
    found = (entries[pk] for pk in ids if pk in entries)
    return [
        Hit(entry.title, entry.url, plain_text(entry.body), names.get(entry.kind, ""))
        for entry in found
    ]
