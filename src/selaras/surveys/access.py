"""Who runs a survey and who answers it."""

from typing import Any

from selaras.core.access import can_inspect, has_role, is_office
from selaras.core.types import RoleKind
from selaras.organisations.access import can_act_for, can_commit_for, can_plan


def can_list(user: Any) -> bool:
    return is_office(user)


def can_run(user: Any) -> bool:
    """Make, change and remind: the planners."""
    return can_plan(user)


def can_upload(user: Any) -> bool:
    """Planners for every unit, officers and heads for their own (checked per workbook)."""
    return can_plan(user) or bool(getattr(user, "own_agency_ids", ()))


def can_answer_for(user: Any, agency_id: int) -> bool:
    return can_act_for(user, agency_id)


def can_fill_part(user: Any, part: Any) -> bool:
    """The unit's officers and head, and the person to whom the section was given."""
    return can_act_for(user, part.response.agency_id) or (
        part.assigned_id is not None and part.assigned_id == user.pk
    )


def can_see_response(user: Any, response: Any) -> bool:
    return can_act_for(user, response.agency_id) or can_inspect(user)


def can_see_part(user: Any, part: Any) -> bool:
    return can_see_response(user, part.response) or part.assigned_id == user.pk


def can_lead(user: Any, response: Any) -> bool:
    """Give sections to people of the unit: its head and officers."""
    return has_role(user, RoleKind.HEAD, RoleKind.OFFICER, agency_id=response.agency_id)


def can_send(user: Any, response: Any) -> bool:
    """The head of the unit or the deputy whom the head named: nobody sends for another unit."""
    deputy = response.deputy_id is not None and response.deputy_id == user.pk
    return deputy or can_commit_for(user, response.agency_id)


def can_review(user: Any) -> bool:
    return can_plan(user)


def can_see_upload(user: Any, upload: Any) -> bool:
    return can_plan(user) or upload.by_id == user.pk
