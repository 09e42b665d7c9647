"""Who is addressed how, which group takes whom, until when an answer counts, when to remind."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from selaras.meetings.rules.states import State

_HEADS: Mapping[str, str] = {
    "setda": "Sekretaris Daerah",
    "inspektorat": "Inspektur",
    "sekretariat_dprd": "Sekretaris DPRD",
}
_COMMANDERS = ("badan penanggulangan bencana",)  # led day by day by a kepala pelaksana


def head_title(kind: str, name: str) -> str:
    """The title of an agency's head as a letter is addressed: `Camat Perak`, `Direktur RSUD …`."""
    if kind in _HEADS:
        return _HEADS[kind]
    if kind == "kecamatan":
        return f"Camat {_after(name, 'kecamatan')}"
    if kind == "rsud":
        return f"Direktur {name}"
    if kind == "partner":
        return f"Pimpinan {name}"
    if name.lower().startswith(_COMMANDERS):
        return f"Kepala Pelaksana {name}"
    return f"Kepala {name}"


def _after(name: str, word: str) -> str:
    return name[len(word) :].strip() if name.lower().startswith(f"{word} ") else name


def spread(people: Sequence[int], groups: Mapping[int, int]) -> dict[int, int]:
    """Each person's group so that the groups grow evenly; `groups` says how many each has now."""
    sizes, found = dict(groups), {}
    for person in people:
        group = min(sizes, key=lambda each: sizes[each])
        sizes[group] += 1
        found[person] = group
    return found


class Door(StrEnum):
    """What the page behind a personal link can do now."""

    OPEN = "open"  # the answer may be given and changed
    ARRIVING = "arriving"  # the doors are open: the code is shown, the answer stands
    OVER = "over"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


def door(*, state: str, closing: datetime, now: datetime, withdrawn: bool) -> Door:
    if withdrawn:
        return Door.WITHDRAWN
    if state == State.CANCELLED:
        return Door.CANCELLED
    if state == State.RUNNING:
        return Door.ARRIVING
    if state in (State.ENDED, State.CLOSED) or now > closing:
        return Door.OVER
    return Door.OPEN


AWAKE = (7, 17)  # hours between which people are written to unasked


def may_disturb(now: datetime) -> bool:
    """Whether an e-mail that nobody pressed a button for may go at this local time."""
    return AWAKE[0] <= now.hour < AWAKE[1]


def reminder_due(today: date, held_on: date, days: Iterable[int], told: date | None) -> bool:
    """Whether a reminder has come due since the addressee was last told; never on the same day.

    `told` is the day of the invitation or of the last reminder; None: not invited yet.
    """
    if told is None or today >= held_on:
        return False
    due = [held_on - timedelta(days=number) for number in days if number > 0]
    return any(told < day <= today for day in due)


def wa_number(phone: str) -> str:
    """The number as wa.me takes it, 62…; empty when it is no Indonesian mobile or other number."""
    digits = re.sub(r"\D", "", phone)
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8"):
        digits = f"62{digits}"
    return digits if 9 <= len(digits) <= 15 else ""
