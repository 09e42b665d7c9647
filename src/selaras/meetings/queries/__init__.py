"""Reads of meetings."""

from selaras.meetings.queries.arrival import (
    Arrivals,
    Tally,
    arrivals_of,
    attendances_of,
    code_hash,
    daftar_hadir,
    desk_list,
    invited_by_code,
    invited_by_prefix,
)
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
    "Arrivals",
    "GroupProgress",
    "GroupResult",
    "Tally",
    "arrivals_of",
    "attendances_of",
    "code_hash",
    "contributions_of",
    "daftar_hadir",
    "desk_list",
    "dimensions_of",
    "group_progress",
    "groups_of",
    "invited_by_code",
    "invited_by_prefix",
    "meeting_document",
    "meeting_documents",
    "meetings_of_round",
    "silent_fgds",
]
