"""Meetings (FGD, workshops): prepared, attended, worked in, concluded, signed."""

from selaras.meetings.models.arrival import Kiosk, UndoneArrival
from selaras.meetings.models.letter import Letter
from selaras.meetings.models.people import Attendance, Invitation
from selaras.meetings.models.publicity import Publication
from selaras.meetings.models.report import (
    Decision,
    PublicInput,
    Report,
    ReportFile,
    ReportSection,
    ReportText,
)
from selaras.meetings.models.room import (
    Ballot,
    Comment,
    Contribution,
    Heading,
    Participant,
    Support,
)
from selaras.meetings.models.setup import AgendaItem, Group, GroupStaff, Meeting

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Comment",
    "Contribution",
    "Decision",
    "Group",
    "GroupStaff",
    "Heading",
    "Invitation",
    "Kiosk",
    "Letter",
    "Meeting",
    "Participant",
    "PublicInput",
    "Publication",
    "Report",
    "ReportFile",
    "ReportSection",
    "ReportText",
    "Support",
    "UndoneArrival",
]
