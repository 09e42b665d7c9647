from dataclasses import dataclass


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
