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
    dimension_id: int | None = None  # where its group has none


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
