"""Rows of a programme sheet as plain values: what forms and workbooks hand to the actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class MilestoneRow:
    """`pk` keeps a renamed milestone the same milestone."""

    title: str
    due: date
    done_on: date | None = None
    pk: int | None = None


@dataclass(frozen=True)
class BudgetRow:
    """`amount` in whole rupiah."""

    year: int
    source: str
    amount: int


@dataclass(frozen=True)
class KpiRow:
    name: str
    unit: str
    baseline: Decimal | None = None
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    pk: int | None = None


@dataclass(frozen=True)
class RiskRow:
    text: str
    likelihood: int
    impact: int
    mitigation: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged
