"""The life of a meeting, and of the work of one group in it."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    PREPARING = "preparing"  # agenda, groups, invitations
    RUNNING = "running"  # the doors are open: check-in, join code, walls
    ENDED = "ended"  # conclusions, minutes; late corrections are still taken
    CLOSED = "closed"  # signed by the chair: nothing changes any more
    CANCELLED = "cancelled"


NEXT: Mapping[State, frozenset[State]] = {
    State.PREPARING: frozenset({State.RUNNING, State.ENDED, State.CANCELLED}),
    State.RUNNING: frozenset({State.ENDED, State.PREPARING}),  # back: the doors were too early
    State.ENDED: frozenset({State.RUNNING, State.CLOSED}),
    State.CLOSED: frozenset(),
    State.CANCELLED: frozenset({State.PREPARING}),
}


def next_states(state: str) -> frozenset[State]:
    return NEXT[State(state)]


def may_follow(state: str, wanted: str) -> bool:
    """Whether a meeting may go from one state to the other; CLOSED is reached by signing alone."""
    return State(wanted) in NEXT[State(state)]


def earliest(state: str, held_on: date) -> date:
    """The first day on which a meeting of `held_on` may go there: doors open from the day before,
    to try everything out; nothing was held before its day.
    """
    ahead = {State.RUNNING: timedelta(days=1), State.ENDED: timedelta(0)}
    return held_on - ahead[State(state)] if State(state) in ahead else date.min


def may_correct(state: str) -> bool:
    """Whether a signed meeting may be opened for a corrected report (to ENDED, by that alone)."""
    return State(state) is State.CLOSED


class Phase(StrEnum):
    """What the people of a group may do on their wall."""

    WAITING = "waiting"
    SILENT = "silent"  # everybody writes; each sees only the own cards
    OPEN = "open"  # all cards are seen, supported and discussed
    VOTING = "voting"  # dots are given; the result stays hidden
    DONE = "done"  # the result is shown; the wall is only read


PHASES = tuple(Phase)
_ALLOWED: Mapping[str, frozenset[Phase]] = {
    "contribute": frozenset({Phase.SILENT, Phase.OPEN}),
    "see_all": frozenset({Phase.OPEN, Phase.VOTING, Phase.DONE}),
    "support": frozenset({Phase.OPEN}),
    "comment": frozenset({Phase.OPEN}),
    "vote": frozenset({Phase.VOTING}),
    "see_result": frozenset({Phase.DONE}),
}


def phase_allows(phase: str, act: str) -> bool:
    """Whether participants may do `act` now: contribute, see_all, support, comment, vote or
    see_result. Any phase may follow any other: a facilitator goes back when the room needs it.
    """
    return Phase(phase) in _ALLOWED[act]
