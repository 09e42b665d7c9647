"""Forms of meetings, by the part of the work."""

from selaras.meetings.forms.answering import AnswerForm
from selaras.meetings.forms.cards import (
    WorkbookForm,
    agency_names,
    card_rows,
    cards_of,
)
from selaras.meetings.forms.inviting import InvitationForm, LetterForm, SetsForm, WithdrawForm
from selaras.meetings.forms.preparing import MeetingForm, NewMeetingForm
from selaras.meetings.forms.room import (
    LIMITS,
    CodeForm,
    CommentForm,
    JoinForm,
    PhaseForm,
    WordsForm,
    dots_of,
)
from selaras.meetings.forms.rows import (
    agenda_of,
    agenda_rows,
    group_rows,
    groups_of_rows,
    known_of,
)
from selaras.meetings.forms.staffing import known_staff, people_names, staff_of, staff_rows

__all__ = [
    "LIMITS",
    "AnswerForm",
    "CodeForm",
    "CommentForm",
    "InvitationForm",
    "JoinForm",
    "LetterForm",
    "MeetingForm",
    "NewMeetingForm",
    "PhaseForm",
    "SetsForm",
    "WithdrawForm",
    "WordsForm",
    "WorkbookForm",
    "agency_names",
    "agenda_of",
    "agenda_rows",
    "card_rows",
    "cards_of",
    "dots_of",
    "group_rows",
    "groups_of_rows",
    "known_of",
    "known_staff",
    "people_names",
    "staff_of",
    "staff_rows",
]
