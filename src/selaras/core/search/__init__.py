"""One search over all rooms: PostgreSQL full text, or SQLite FTS5 over snowball stems."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import snowballstemmer
from django.db import connection, transaction

from selaras.core.models import SearchEntry
from selaras.core.registry import SearchDocument, search_sources
from selaras.core.search import postgres, sqlite

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


def find(text: str, *, public_only: bool, limit: int = 50) -> Sequence[SearchEntry]:
    """Objects that hold every word (in any of its forms), best first."""
    words = _WORD.findall(text.lower())[:8]
    if not words:
        return []
    backend = postgres if connection.vendor == "postgresql" else sqlite
    ranked = backend.matching(words, [_stem(word) for word in words], limit=limit * 3)
    entries = SearchEntry.objects.in_bulk(ranked)
    found = [entries[pk] for pk in ranked if pk in entries]
    return [entry for entry in found if entry.public or not public_only][:limit]
