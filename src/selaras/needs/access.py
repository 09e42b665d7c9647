"""Who may read and write needs."""

from collections.abc import Iterable
from typing import Any

from selaras.core.access import is_office
from selaras.organisations.access import can_act_for, can_plan


def can_list(user: Any) -> bool:
    return is_office(user)


def can_see(user: Any, need: Any) -> bool:
    """The office sees all; everybody sees those of a public round."""
    return is_office(user) or bool(need.round.public)


def can_create(user: Any) -> bool:
    return can_plan(user) or bool(getattr(user, "own_agency_ids", ()))


def can_edit(user: Any, need: Any) -> bool:
    return can_act_for(user, need.agency_id)


def can_take_in(user: Any, agency_ids: Iterable[int | None]) -> bool:
    """Whether the person may bring in records of all these units."""
    return all(can_act_for(user, agency_id) for agency_id in agency_ids)
