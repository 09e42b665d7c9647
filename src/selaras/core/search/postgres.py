"""Full text in PostgreSQL, with its own Indonesian configuration."""

from collections.abc import Sequence

from django.db import connection

VECTOR = "to_tsvector('indonesian', title || ' ' || body)"
CREATE = f"CREATE INDEX core_search_words ON core_searchentry USING gin ({VECTOR})"
REMOVE = "DROP INDEX core_search_words"


def matching(
    words: Sequence[str], _stems: Sequence[str], *, public_only: bool, limit: int
) -> list[tuple[int, str, str]]:
    """(id, kind, title) of entries with every word, the last also as a beginning; best first."""
    query = " & ".join([*words[:-1], f"{words[-1]}:*"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, kind, title FROM core_searchentry,"  # noqa: S608
            f" to_tsquery('indonesian', %s) query"
            f" WHERE {VECTOR} @@ query AND (public OR NOT %s)"
            f" ORDER BY ts_rank({VECTOR}, query) DESC, id LIMIT %s",
            [query, public_only, limit],
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]
