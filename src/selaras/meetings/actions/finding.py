"""Keeping the search in step with what the public may see of a meeting."""

from selaras.core import search
from selaras.meetings.models import Meeting
from selaras.meetings.queries.publicity import public_document


def show_in_search(meeting: Meeting) -> None:
    """The public page of a meeting in the search, as long as there is one."""
    if meeting.public and meeting.round.public:
        search.put([public_document(meeting)])
    else:
        search.drop("public-meetings", meeting.pk)
