"""Who may see, write and move a programme."""

from collections.abc import Collection
from typing import Any

from selaras.core.access import is_office
from selaras.initiatives.rules import PUBLIC, State
from selaras.organisations.access import can_act_for, can_commit_for, can_plan


def visible_states(user: Any) -> Collection[str] | None:
    """States that a person may see; None for all."""
    return None if is_office(user) else PUBLIC


def can_create(user: Any) -> bool:
    return can_plan(user) or bool(getattr(user, "own_agency_ids", ()))


def can_edit(user: Any, initiative: Any) -> bool:
    """Planners always; the owner unit until the programme is chosen."""
    if can_plan(user):
        return True
    open_states = (State.CANDIDATE, State.PROPOSED)
    return initiative.state in open_states and can_act_for(user, initiative.owner_id)


def can_move_to(user: Any, initiative: Any, state: State) -> bool:
    """Choosing is the planners'; committing the head's; reporting the owner unit's."""
    if state is State.COMMITTED:
        return can_commit_for(user, initiative.owner_id)
    if state is State.SELECTED or (state is State.PROPOSED and initiative.state == State.SELECTED):
        return can_plan(user)
    return can_act_for(user, initiative.owner_id)


def can_report(user: Any, initiative: Any) -> bool:
    """Say that a milestone is done: the owner unit or a planner, in any state."""
    return can_act_for(user, initiative.owner_id)


def can_see_internal(user: Any) -> bool:
    """Reasons for a state, what is missing and the history stay in the office."""
    return is_office(user)
