"""What usually happens in a meeting, so that nobody begins with an empty page."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

DAY = date(2000, 1, 1)
MORNING = datetime.combine(DAY, time.min)
MIDNIGHT = datetime.combine(DAY, time(23, 59))
# (minutes from the opening, minutes it lasts, item, who)
Usual = tuple[tuple[int, int, str, str], ...]
WITH_GROUPS: Usual = (
    (-30, 30, "Pendaftaran peserta", "Panitia"),
    (0, 30, "Pembukaan dan sambutan", ""),
    (30, 60, "Paparan pengantar", ""),
    (90, 120, "Diskusi kelompok", "Fasilitator kelompok"),
    (210, 60, "Istirahat, salat, dan makan", ""),
    (270, 90, "Paparan hasil kelompok", "Juru bicara kelompok"),
    (360, 30, "Kesimpulan dan penutup", ""),
)
LECTURE: Usual = (
    (-30, 30, "Pendaftaran peserta", "Panitia"),
    (0, 30, "Pembukaan dan sambutan", ""),
    (30, 90, "Paparan", ""),
    (120, 60, "Tanya jawab", ""),
    (180, 30, "Kesimpulan dan penutup", ""),
)
GROUPED = frozenset({"fgd", "workshop", "consultation"})


def usual_agenda(
    kind: str, opening: time | None, closing: time | None = None
) -> list[tuple[time, time, str, str]]:
    """(from, until, item, who) of a usual day; eight in the morning where no time is given.

    What does not fit before `closing`, or would fall on the day before or after, is left out or
    shortened; the end of the meeting stays its last item.
    """
    start = datetime.combine(DAY, opening or time(8))
    end = datetime.combine(DAY, closing) if closing and closing > start.time() else MIDNIGHT
    rows = WITH_GROUPS if kind in GROUPED else LECTURE
    placed = [
        (start + timedelta(minutes=begin), start + timedelta(minutes=begin + last), title, who)
        for begin, last, title, who in rows
    ]
    *before, (begin, until, title, who) = placed
    if until > end:  # the closing words come at the end, whatever they cut short
        begin, until = max(start, end - (until - begin)), end
    kept = [(a, min(b, begin), item, by) for a, b, item, by in before if MORNING <= a < begin]
    return [
        (a.time(), b.time(), item, by) for a, b, item, by in (*kept, (begin, until, title, who))
    ]


def in_order(rows: Iterable[Any]) -> list[Any]:
    """By `day` and `starts`; items without a time stay behind the one they follow."""
    latest: dict[int, time] = {}
    keyed = []
    for place, row in enumerate(rows):
        latest[row.day] = row.starts or latest.get(row.day, time.min)
        keyed.append((row.day, latest[row.day], place, row))
    return [row for *_key, row in sorted(keyed, key=lambda each: each[:3])]
