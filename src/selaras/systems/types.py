from collections.abc import Mapping
from dataclasses import dataclass
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
