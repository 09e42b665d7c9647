"""Plain values that the rules take and give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Reason:
    """Why something was found: a code and what its words need."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A finding; `key` stays the same as long as it is the same finding."""

    kind: str
    key: str
    title: str
    systems: tuple[int, ...]
    score: int  # of 100
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Facts:
    """A system as the rules see it."""

    key: int
    name: str
    unit: int
    unit_name: str = ""
    unit_ended: bool = False
    status: str = "in_use"
    text: str = ""
    codes: tuple[str, ...] = ()  # "RAL 01.25", local ones deeper
    users: str = ""
    user_count: int | None = None
    year: int | None = None
    builder: str = ""
    platform: str = ""
    technology: str = ""
    server: str = ""
    hosting: str = ""
    operator: str = ""
    support_until: date | None = None
    contract_until: date | None = None
    cost_yearly: int | None = None
    maintainers: int | None = None
    has_backup: bool | None = None
    risk: str = ""
    data_held: str = ""
    data_input: str = ""
    data_output: str = ""
    data_supplier: str = ""
    shares_with: str = ""

    @property
    def is_active(self) -> bool:
        return self.status != "unused"

    @property
    def is_lent(self) -> bool:
        """Whether ministry or province owns it."""
        return self.builder in ("national", "provincial")


@dataclass(frozen=True)
class Link:
    """An interface between systems; None is an end outside the register."""

    source: int | None
    target: int | None
    data: str
    state: str = "wanted"
    method: str = ""
    frequency: str = ""
