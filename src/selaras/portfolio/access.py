"""Who may judge, choose and promise."""

from typing import Any

from selaras.core.access import has_role, is_office
from selaras.core.types import RoleKind
from selaras.organisations.access import can_commit_for, can_plan

JUDGES = (RoleKind.PLANNER, RoleKind.LEADERSHIP, RoleKind.ASSESSOR)


def can_see_choice(user: Any) -> bool:
    return is_office(user)


def can_judge(user: Any) -> bool:
    """Planners, leadership and assessors score; units do not judge their own programmes."""
    return has_role(user, *JUDGES)


def can_choose(user: Any) -> bool:
    return can_plan(user)


def can_commit(user: Any, initiative: Any) -> bool:
    """Only the head of the owner unit promises for it."""
    return can_commit_for(user, initiative.owner_id)


def is_head(user: Any) -> bool:
    return has_role(user, RoleKind.HEAD)
