"""Who runs a survey and who answers it."""

from typing import Any

from selaras.core.access import is_office
from selaras.organisations.access import can_act_for, can_plan


def can_list(user: Any) -> bool:  # noqa: ANN401
    return is_office(user)


def can_run(user: Any) -> bool:  # noqa: ANN401
    """Make, change and remind: the planners."""
    return can_plan(user)


def can_upload(user: Any) -> bool:  # noqa: ANN401
    """Planners for every unit, officers and heads for their own (checked per workbook)."""
    return can_plan(user) or bool(getattr(user, "own_agency_ids", ()))


def can_answer_for(user: Any, agency_id: int) -> bool:  # noqa: ANN401
    return can_act_for(user, agency_id)


def can_see_upload(user: Any, upload: Any) -> bool:  # noqa: ANN401
    return can_plan(user) or upload.by_id == user.pk
