from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Card:
    """One contribution as typed or read from a workbook row.

    `row_key` is its stable name within the meeting; `locator` says where it stood in a file.
    """

    row_key: str
    title: str
    kind: str = "need"
    description: str = ""
    subdimension_id: int | None = None
    agency_id: int | None = None
    votes: int = 0
    locator: str = ""


@dataclass(frozen=True)
class AgendaRow:
    title: str
    day: int = 1
    starts: time | None = None
    ends: time | None = None
    speaker: str = ""


@dataclass(frozen=True)
class GroupRow:
    """A group as typed; `pk` is None for a new one."""

    name: str
    pk: int | None = None
    dimension_id: int | None = None
    room: str = ""


@dataclass(frozen=True)
class StaffRow:
    group_id: int
    user_id: int
    kind: str = "facilitator"


@dataclass(frozen=True)
class Reply:
    """What somebody answers to an invitation."""

    answer: str
    name: str = ""
    position: str = ""
    number: str = ""
    reason: str = ""
