from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SystemRow:
    """One system of an answer; `values` holds the fields of `System` by name."""

    source_key: str
    agency_id: int
    values: Mapping[str, Any]
    system_id: int | None = None
    locator: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Mapped:
    """What people said about a foreign file.

    `columns`: number of a column → key of an attribute, empty for “leave out”; a column that is
    not named is taken as suggested. `units`: what the file calls a unit (see `rules.text.plain`)
    → its id; “*” is the unit of rows that name none. `carry_units`: an empty unit is the one above.
    """

    sheet: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    carry_units: bool = False


@dataclass(frozen=True)
class InterfaceValues:
    """One interface as it is entered; an end is a system of the register or a text."""

    source: Any
    target: Any
    data: str
    source_text: str = ""
    target_text: str = ""
    data_code: Any = None
    method: str = ""
    frequency: str = ""
    state: str = "wanted"
    note: str = ""


@dataclass(frozen=True)
class ImportCounts:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: Sequence[str] = ()
