"""Full text in SQLite: an FTS5 index over the stems, kept by triggers."""

from collections.abc import Sequence

from django.db import connection

CREATE = (
    "CREATE VIRTUAL TABLE core_search_words USING fts5"
    "(stems, content='core_searchentry', content_rowid='id')",
    "CREATE TRIGGER core_search_put AFTER INSERT ON core_searchentry BEGIN"
    " INSERT INTO core_search_words(rowid, stems) VALUES (new.id, new.stems); END",
    "CREATE TRIGGER core_search_drop AFTER DELETE ON core_searchentry BEGIN"
    " INSERT INTO core_search_words(core_search_words, rowid, stems)"
    " VALUES ('delete', old.id, old.stems); END",
    "CREATE TRIGGER core_search_change AFTER UPDATE ON core_searchentry BEGIN"
    " INSERT INTO core_search_words(core_search_words, rowid, stems)"
    " VALUES ('delete', old.id, old.stems);"
    " INSERT INTO core_search_words(rowid, stems) VALUES (new.id, new.stems); END",
)
REMOVE = (
    "DROP TRIGGER core_search_put",
    "DROP TRIGGER core_search_drop",
    "DROP TRIGGER core_search_change",
    "DROP TABLE core_search_words",
)


def matching(
    words: Sequence[str], stems: Sequence[str], *, public_only: bool, limit: int
) -> list[tuple[int, str, str]]:
    """(id, kind, title) of entries with every stem, the last also as a beginning; best first."""
    exact = [f'"{stem}"' for stem in stems[:-1]]
    last = f'("{stems[-1]}" OR "{words[-1]}"*)'
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry.id, entry.kind, entry.title FROM core_search_words"
            " JOIN core_searchentry entry ON entry.id = core_search_words.rowid"
            " WHERE core_search_words MATCH %s AND (entry.public OR NOT %s)"
            " ORDER BY rank, entry.id LIMIT %s",
            [" AND ".join([*exact, last]), public_only, limit],
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]
