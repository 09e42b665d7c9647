"""Who runs a survey and who answers it."""

from typing import Any

from selaras.core.access import is_office
from selaras.organisations.access import can_act_for, can_plan


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


def can_see_upload(user: Any, upload: Any) -> bool:
    return can_plan(user) or upload.by_id == user.pk
