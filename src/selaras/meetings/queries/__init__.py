"""Reads of meetings."""

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

__all__ = [
    "GroupProgress",
    "GroupResult",
    "contributions_of",
    "dimensions_of",
    "group_progress",
    "groups_of",
    "meeting_document",
    "meeting_documents",
    "meetings_of_round",
    "silent_fgds",
]
