"""What is typed on the pages of meetings."""

from selaras.meetings.forms.cards import (
    MeetingForm,
    WorkbookForm,
    agency_names,
    card_rows,
    cards_of,
)
from selaras.meetings.forms.room import (
    LIMITS,
    CodeForm,
    CommentForm,
    JoinForm,
    PhaseForm,
    WordsForm,
)

__all__ = [
    "LIMITS",
    "CodeForm",
    "CommentForm",
    "JoinForm",
    "MeetingForm",
    "PhaseForm",
    "WordsForm",
    "WorkbookForm",
    "agency_names",
    "card_rows",
    "cards_of",
]
