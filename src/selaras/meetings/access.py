"""Who runs a meeting, receives its guests, leads a group, signs what came of it."""

from typing import Any

from selaras.core.access import can_inspect, is_office, is_signed_in
from selaras.organisations.access import can_act_for, can_plan


def can_list(user: Any) -> bool:
    return is_office(user)


def can_run(user: Any) -> bool:
    """The planners: they prepare, invite, conclude and publish."""
    return can_plan(user)


def can_receive(user: Any, meeting: Any) -> bool:
    """At the door: planners, and whoever leads a group or takes notes."""
    return can_run(user) or _is_staff(user, group__meeting=meeting)


def may_read_list(user: Any, meeting: Any) -> bool:
    """The attendance list bears staff numbers and signatures: those at the door, the chair, and
    those who check the round.
    """
    return can_receive(user, meeting) or can_sign(user, meeting) or can_inspect(user)


def can_facilitate(user: Any, group: Any) -> bool:
    return can_run(user) or _is_staff(user, group=group, kind="facilitator")


def can_take_notes(user: Any, group: Any) -> bool:
    """Write down what the group says: its facilitators and its note takers."""
    return can_run(user) or _is_staff(user, group=group)


def can_write_minutes(user: Any, meeting: Any) -> bool:
    return can_receive(user, meeting)


def can_see(user: Any, meeting: Any) -> bool:
    """The pages of a meeting: the office, and its staff whatever their role."""
    return can_list(user) or _is_staff(user, group__meeting=meeting) or can_sign(user, meeting)


def can_sign(user: Any, meeting: Any) -> bool:
    """Only the chair signs; nobody may do so in the chair's place."""
    return is_signed_in(user) and meeting.chair_id == user.pk


def _is_staff(user: Any, **where: Any) -> bool:
    return is_signed_in(user) and user.led_groups.filter(**where).exists()


def can_conclude(user: Any, meeting: Any) -> bool:
    """Write decisions down and make needs: planners."""
    del meeting
    return can_run(user)


def can_finish(user: Any, decision: Any) -> bool:
    """Say that an action point is done: its owner's head and officers, and planners."""
    return can_act_for(user, decision.owner_id)


def can_correct(user: Any, meeting: Any) -> bool:
    """Open a signed report for a corrected version."""
    return can_run(user) or can_sign(user, meeting)
