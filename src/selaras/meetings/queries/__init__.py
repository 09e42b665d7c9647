"""Reads of meetings."""

from selaras.meetings.queries.inviting import (
    AnswerPicture,
    InvitationSet,
    answer_picture,
    heads_of,
    invitation_by_token,
    invitation_sets,
    invitations_of,
)
from selaras.meetings.queries.letters import letter_of
from selaras.meetings.queries.meetings import (
    GroupProgress,
    GroupResult,
    contributions_of,
    dimensions_of,
    group_progress,
    groups_of,
    meeting_document,
    meeting_documents,
    meetings_of_round,
    silent_fgds,
)
from selaras.meetings.queries.preparing import (
    Point,
    checklist,
    duties_of,
    groups_with_staff,
    unsent_meetings,
)

__all__ = [
    "AnswerPicture",
    "GroupProgress",
    "GroupResult",
    "InvitationSet",
    "Point",
    "answer_picture",
    "checklist",
    "contributions_of",
    "dimensions_of",
    "duties_of",
    "group_progress",
    "groups_of",
    "groups_with_staff",
    "heads_of",
    "invitation_by_token",
    "invitation_sets",
    "invitations_of",
    "letter_of",
    "meeting_document",
    "meeting_documents",
    "meetings_of_round",
    "silent_fgds",
    "unsent_meetings",
]
