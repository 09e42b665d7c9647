"""Writes of the strategy room."""

from selaras.strategy.actions.frameworks import load_frameworks, stage_variants
from selaras.strategy.actions.plans import (
    create_plan,
    import_plan,
    plan_workbook,
    remove_node,
    save_node,
)
from selaras.strategy.actions.rounds import (
    add_stage,
    complete_stage,
    create_round,
    remove_stage,
    reopen_stage,
    update_round,
    update_stage,
)

__all__ = [
    "add_stage",
    "complete_stage",
    "create_plan",
    "create_round",
    "import_plan",
    "load_frameworks",
    "plan_workbook",
    "remove_node",
    "remove_stage",
    "reopen_stage",
    "save_node",
    "stage_variants",
    "update_round",
    "update_stage",
]
