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


@dataclass(frozen=True)
class Becoming:
    """What a person chose for one contribution: a new need, or evidence for a known one.

    The dimension of the group holds where none is given; `same_as` is the id of the known need.
    """

    contribution_id: int
    dimension_id: int | None = None
    subdimension_id: int | None = None
    same_as: int | None = None
