from selaras.initiatives.models.initiative import Initiative
from selaras.initiatives.models.parts import (
    BudgetLine,
    Dependency,
    Kpi,
    KpiTarget,
    Milestone,
    NeedLink,
    Risk,
    TopicAnswer,
)
from selaras.initiatives.rules import State

__all__ = [
    "BudgetLine",
    "Dependency",
    "Initiative",
    "Kpi",
    "KpiTarget",
    "Milestone",
    "NeedLink",
    "Risk",
    "State",
    "TopicAnswer",
]
