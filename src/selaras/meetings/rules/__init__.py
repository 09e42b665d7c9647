"""Pure rules of meetings: their states, the phases of a group, ballots, who may act when."""

from selaras.meetings.rules.merging import NotMerged, merged, root_of
from selaras.meetings.rules.states import (
    PHASES,
    Phase,
    State,
    may_follow,
    next_states,
    phase_allows,
)
from selaras.meetings.rules.voting import BadBallot, Cast, checked_dots, shown_sectors, tally

__all__ = [
    "PHASES",
    "BadBallot",
    "Cast",
    "NotMerged",
    "Phase",
    "State",
    "checked_dots",
    "may_follow",
    "merged",
    "next_states",
    "phase_allows",
    "root_of",
    "shown_sectors",
    "tally",
]
