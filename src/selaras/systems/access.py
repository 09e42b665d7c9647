"""Who may read and write the register of information systems."""

from typing import Any

from selaras.core.access import is_office
from selaras.organisations.access import can_act_for, can_plan


def can_list(user: Any) -> bool:
    return is_office(user)


def can_create(user: Any) -> bool:
    return can_plan(user) or bool(getattr(user, "own_agency_ids", ()))


def can_edit(user: Any, system: Any) -> bool:
    return can_act_for(user, system.agency_id)
