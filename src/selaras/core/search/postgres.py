"""Full text in PostgreSQL, with its own Indonesian configuration."""

from collections.abc import Sequence

from django.db import connection

VECTOR = "to_tsvector('indonesian', title || ' ' || body)"
CREATE = f"CREATE INDEX core_search_words ON core_searchentry USING gin ({VECTOR})"
REMOVE = "DROP INDEX core_search_words"


def matching(words: Sequence[str], _stems: Sequence[str], *, limit: int) -> list[int]:
    """Ids of entries that hold every word, the last also as a beginning; best first."""
    query = " & ".join([*words[:-1], f"{words[-1]}:*"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM core_searchentry, to_tsquery('indonesian', %s) query"  # noqa: S608
            f" WHERE {VECTOR} @@ query ORDER BY ts_rank({VECTOR}, query) DESC, id LIMIT %s",
            [query, limit],
        )
        return [row[0] for row in cursor.fetchall()]
