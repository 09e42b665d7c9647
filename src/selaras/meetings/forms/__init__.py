"""Forms of meetings, by the part of the work."""

from selaras.meetings.forms.cards import (
    MeetingForm,
    WorkbookForm,
    agency_names,
    card_rows,
    cards_of,
)

__all__ = ["MeetingForm", "WorkbookForm", "agency_names", "card_rows", "cards_of"]
