"""Pure rules of meetings: their states, the phases of a group, ballots, who may act when."""

from selaras.meetings.rules.agenda import usual_agenda
from selaras.meetings.rules.inviting import (
    Door,
    door,
    head_title,
    reminder_due,
    spread,
    wa_number,
)
from selaras.meetings.rules.states import (
    PHASES,
    Phase,
    State,
    may_follow,
    next_states,
    phase_allows,
)

__all__ = [
    "PHASES",
    "Door",
    "Phase",
    "State",
    "door",
    "head_title",
    "may_follow",
    "next_states",
    "phase_allows",
    "reminder_due",
    "spread",
    "usual_agenda",
    "wa_number",
]
