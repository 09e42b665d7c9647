"""Writes of meetings."""

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
    "create_meeting",
    "require_open",
    "source_key",
    "update_meeting",
    "upload_contributions",
]
