"""Forms of meetings, by the part of the work."""

from selaras.meetings.forms.cards import MeetingForm, WorkbookForm, card_rows, cards_of

__all__ = ["MeetingForm", "WorkbookForm", "card_rows", "cards_of"]
