"""Pure rules of meetings: their states, the phases of a group, ballots, who may act when."""

from selaras.meetings.rules.agenda import in_order, usual_agenda
from selaras.meetings.rules.inviting import (
    Door,
    door,
    head_title,
    may_disturb,
    reminder_due,
    spread,
    wa_number,
)
from selaras.meetings.rules.merging import NotMerged, merged, root_of
from selaras.meetings.rules.states import (
    PHASES,
    Phase,
    State,
    earliest,
    may_correct,
    may_follow,
    next_states,
    phase_allows,
)
from selaras.meetings.rules.voting import BadBallot, Cast, checked_dots, shown_sectors, tally
from selaras.meetings.rules.words import one_line

__all__ = [
    "PHASES",
    "BadBallot",
    "Cast",
    "Door",
    "NotMerged",
    "Phase",
    "State",
    "checked_dots",
    "door",
    "earliest",
    "head_title",
    "in_order",
    "may_correct",
    "may_disturb",
    "may_follow",
    "merged",
    "next_states",
    "one_line",
    "phase_allows",
    "reminder_due",
    "root_of",
    "shown_sectors",
    "spread",
    "tally",
    "usual_agenda",
    "wa_number",
]
