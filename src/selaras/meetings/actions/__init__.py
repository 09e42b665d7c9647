"""Writes of meetings."""

from selaras.meetings.actions.arrival import (
    check_in,
    close_kiosk,
    correct_arrival,
    open_kiosk,
    undo_arrival,
)
from selaras.meetings.actions.contributing import (
    add_contributions,
    source_key,
    upload_contributions,
)
from selaras.meetings.actions.setup import (
    change_state,
    create_meeting,
    require_open,
    update_meeting,
)

__all__ = [
    "add_contributions",
    "change_state",
    "check_in",
    "close_kiosk",
    "correct_arrival",
    "create_meeting",
    "open_kiosk",
    "require_open",
    "source_key",
    "undo_arrival",
    "update_meeting",
    "upload_contributions",
]
