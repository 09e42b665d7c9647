from dataclasses import dataclass
from datetime import time
from typing import Any


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
    votes: int = 0  # on paper
    locator: str = ""
    dimension_id: int | None = None  # where its group has none


@dataclass(frozen=True)
class AgendaRow:
    """An item as typed; `pk` is None for a new one, and one not `touched` stays as it is now."""

    title: str
    day: int = 1
    starts: time | None = None
    ends: time | None = None
    speaker: str = ""
    pk: int | None = None
    touched: bool = True


@dataclass(frozen=True)
class GroupRow:
    """A group as typed; `pk` is None for a new one, and one not `touched` stays as it is now."""

    name: str
    pk: int | None = None
    dimension_id: int | None = None
    room: str = ""
    touched: bool = True


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


@dataclass(frozen=True)
class Guest:
    """Who stands at the door, as written there; blank parts come from the invitation."""

    name: str = ""
    position: str = ""
    number: str = ""  # NIP
    organisation: str = ""
    agency_id: int | None = None
    group_id: int | None = None
    is_delegate: bool = False


@dataclass(frozen=True)
class Received:
    """What became of an arrival; `reply` is one of rules.arrival.Reply."""

    reply: str
    attendance: Any = None  # Attendance
    unfit_signature: bool = False  # it could not be read: the guest should sign once more


@dataclass(frozen=True)
class Becoming:
    """What a person chose for one contribution: a new need, or evidence for a known one.

    The dimension of the group holds where none is given; `same_as` is the id of the known need.
    """

    contribution_id: int
    dimension_id: int | None = None
    subdimension_id: int | None = None
    same_as: int | None = None


@dataclass(frozen=True)
class PaperGuest:
    """One row of a paper attendance list.

    `code` names the attendance that it corrects; empty for one who is not written down yet.
    """

    name: str
    code: str = ""
    number: str = ""  # NIP
    position: str = ""
    agency_id: int | None = None
    organisation: str = ""
    is_delegate: bool = False
    group_id: int | None = None
    at: time | None = None
    cell: str = ""
