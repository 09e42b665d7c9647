"""Writes of programmes, one function per use case."""

from selaras.initiatives.actions.create import copy_inspiration, create_initiative
from selaras.initiatives.actions.imports import import_initiatives
from selaras.initiatives.actions.links import link_needs, set_dependencies
from selaras.initiatives.actions.moves import complete_milestone, move_initiative, reopen_milestone
from selaras.initiatives.actions.parts import (
    save_budget,
    save_kpis,
    save_milestones,
    save_risks,
    save_topics,
    update_initiative,
)

__all__ = [
    "complete_milestone",
    "copy_inspiration",
    "create_initiative",
    "import_initiatives",
    "link_needs",
    "move_initiative",
    "reopen_milestone",
    "save_budget",
    "save_kpis",
    "save_milestones",
    "save_risks",
    "save_topics",
    "set_dependencies",
    "update_initiative",
]
