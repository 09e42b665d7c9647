"""Whether two engines' writings of one value say the same."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any


def same(sent: str, kept: str) -> bool:
    """Whether both say the same: numbers and places by their figures, moments by the clock."""
    if sent == kept:
        return True
    ours, theirs = _parts(sent), _parts(kept)
    return len(ours) == len(theirs) and all(map(_alike, ours, theirs))


def _parts(text: str) -> list[str]:
    """A place is several numbers, a line several places, closed by a semicolon or not."""
    return text.strip("; ").replace(";", " ; ").split()


def _alike(sent: str, kept: str) -> bool:
    if sent == kept:
        return True
    readers: tuple[Callable[[str], Any], ...] = (float, datetime.fromisoformat, _time)
    for read in readers:
        with suppress(ValueError):
            ours, theirs = read(sent), read(kept)
            if (
                ours != theirs
                and isinstance(ours, datetime)
                and not (ours.tzinfo and theirs.tzinfo)
            ):
                ours, theirs = ours.replace(tzinfo=None), theirs.replace(tzinfo=None)
            return bool(ours == theirs)
    return False


def _time(text: str) -> datetime:
    """A time of day, on any day: with a zone it can be compared with one of another."""
    return datetime.fromisoformat(f"2000-01-01T{text}")
