"""Who may change the organisation, its people and areas."""

from typing import Any

from selaras.core.access import can_administer, has_role, is_office
from selaras.core.types import RoleKind


def can_see_people(user: Any) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, RoleKind.PLANNER)


def can_edit_agencies(user: Any) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, RoleKind.PLANNER)


def can_edit_people(user: Any) -> bool:
    return can_administer(user)


def can_plan(user: Any) -> bool:
    """The planners of Bappeda: they run the round for everybody."""
    return has_role(user, RoleKind.PLANNER)


def can_act_for(user: Any, agency_id: int | None) -> bool:
    """An officer or head of that agency, or a planner for all."""
    return can_plan(user) or (
        agency_id is not None
        and has_role(user, RoleKind.OFFICER, RoleKind.HEAD, agency_id=agency_id)
    )


def can_commit_for(user: Any, agency_id: int) -> bool:
    """Only the head binds an agency; nobody may promise for another."""
    return has_role(user, RoleKind.HEAD, agency_id=agency_id)


__all__ = [
    "can_act_for",
    "can_administer",
    "can_commit_for",
    "can_edit_agencies",
    "can_edit_people",
    "can_plan",
    "can_see_people",
    "has_role",
    "is_office",
]
