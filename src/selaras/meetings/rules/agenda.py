"""What usually happens in a meeting, so that nobody begins with an empty page."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

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


def usual_agenda(kind: str, opening: time | None) -> list[tuple[time, time, str, str]]:
    """(from, until, item, who) of a usual day; eight in the morning where no time is given.

    What would fall on the day before or after is left out.
    """
    start = datetime.combine(date(2000, 1, 1), opening or time(8))
    rows = WITH_GROUPS if kind in GROUPED else LECTURE

    def at(minutes: int) -> datetime:
        return start + timedelta(minutes=minutes)

    same_day = [
        row for row in rows if at(row[0]).date() == at(row[0] + row[1]).date() == start.date()
    ]
    return [
        (at(begin).time(), at(begin + last).time(), title, who)
        for begin, last, title, who in same_day
    ]


def in_order(rows: Iterable[Any]) -> list[Any]:
    """By `day` and `starts`; items without a time stay behind the one they follow."""
    latest: dict[int, time] = {}
    keyed = []
    for place, row in enumerate(rows):
        latest[row.day] = row.starts or latest.get(row.day, time.min)
        keyed.append((row.day, latest[row.day], place, row))
    return [row for *_key, row in sorted(keyed, key=lambda each: each[:3])]
