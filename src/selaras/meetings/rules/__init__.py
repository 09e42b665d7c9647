"""Pure rules of meetings: their states, the phases of a group, ballots, who may act when."""

from selaras.meetings.rules.states import (
    PHASES,
    Phase,
    State,
    may_correct,
    may_follow,
    next_states,
    phase_allows,
)

__all__ = [
    "PHASES",
    "Phase",
    "State",
    "may_correct",
    "may_follow",
    "next_states",
    "phase_allows",
]
