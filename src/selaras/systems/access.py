"""Who may read and write the register of information systems.

The register is for the office: the weakness of a named live system is not published. Only what
cannot harm leaves it: the books of a round tell name, unit, function, state and year.
"""

from collections.abc import Iterable
from typing import Any

from selaras.core.access import is_office
from selaras.organisations.access import can_act_for, can_plan


def can_list(user: Any) -> bool:
    return is_office(user)


def can_create(user: Any) -> bool:
    return can_plan(user) or bool(getattr(user, "own_agency_ids", ()))


def can_edit(user: Any, system: Any) -> bool:
    return can_act_for(user, system.agency_id)


def can_link(user: Any, *systems: Any) -> bool:
    """Whether the person may say what these systems exchange: one of them must be the unit's."""
    return can_plan(user) or any(can_edit(user, system) for system in systems if system)


def can_decide(user: Any, agency_ids: Iterable[int]) -> bool:
    """Confirm or deny a finding: planners, and the units that it is about."""
    return can_plan(user) or any(can_act_for(user, agency_id) for agency_id in agency_ids)


def can_set_target(user: Any) -> bool:
    """What becomes of a system is decided for the whole regency."""
    return can_plan(user)


def can_open_import(user: Any, made: Any) -> bool:
    """Planners see every import, others their own."""
    return can_plan(user) or (made.by_id is not None and made.by_id == user.pk)
