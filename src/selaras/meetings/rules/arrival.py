"""At the door: when a kiosk works, which moment counts, who is the same person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BEFORE = timedelta(hours=3)  # a kiosk works so long before the meeting begins
AFTER = timedelta(hours=2)  # and so long after its end
LATE = timedelta(days=1)  # what a kiosk has queued is taken so long after that
SKEW = timedelta(minutes=5)  # by which a device's clock may be ahead
TITLES = frozenset({"prof", "dr", "drg", "drs", "dra", "ir", "h", "hj", "kh"})  # before a name


class Reply(StrEnum):
    """What became of an arrival that a device sent."""

    NEW = "new"
    AGAIN = "again"  # this very arrival had come before
    ALREADY = "already"  # the person had been received before, by another device
    OTHER = "other"  # somebody else is there for this invitation: an officer decides
    UNDONE = "undone"  # an officer has taken this arrival back


@dataclass(frozen=True)
class Window:
    starts: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        return self.starts <= moment <= self.ends


def kiosk_window(opening: datetime, closing: datetime) -> Window:
    return Window(opening - BEFORE, closing + AFTER)


def kiosk_takes(
    window: Window, *, arrived: datetime, now: datetime, closed: datetime | None
) -> bool:
    """Whether an arrival counts: it came while the kiosk was open, and is not sent too late."""
    if now > window.ends + LATE or (closed is not None and arrived > closed):
        return False
    return window.holds(arrived)


def arrival_moment(
    told: datetime | None, *, now: datetime, first: datetime, window: Window | None = None
) -> datetime:
    """The moment that a device tells, unless its clock is plainly wrong; none before `first`.

    A kiosk cannot have been open outside its `window`.
    """
    if told is None or told > now + SKEW or told < first:
        return now
    if window is not None and not window.holds(told):
        return now
    return min(told, now)


def plain_name(name: str) -> str:
    """A name as it is compared: without titles before it or behind a comma, dots and case."""
    words = name.split(",", maxsplit=1)[0].replace(".", " ").casefold().split()
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return " ".join(words)


def is_same_name(one: str, other: str) -> bool:
    return plain_name(one) == plain_name(other)


def is_same_person(name: str, number: str, other_name: str, other_number: str) -> bool:
    """By NIP where both have one, else by name."""
    if number and other_number:
        return number == other_number
    return is_same_name(name, other_name)
