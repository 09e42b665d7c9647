"""Writes of meetings."""

from selaras.meetings.actions.contributing import (
    add_contributions,
    source_key,
    take_cards,
)
from selaras.meetings.actions.inputs import decide_input, send_input, take_over_input
from selaras.meetings.actions.paper import import_paper, keep_workbook, preview_import
from selaras.meetings.actions.publicity import announce_meeting, publish_summary
from selaras.meetings.actions.setup import (
    change_state,
    create_meeting,
    require_open,
    update_meeting,
)

__all__ = [
    "add_contributions",
    "announce_meeting",
    "change_state",
    "create_meeting",
    "decide_input",
    "import_paper",
    "keep_workbook",
    "preview_import",
    "publish_summary",
    "require_open",
    "send_input",
    "source_key",
    "take_cards",
    "take_over_input",
    "update_meeting",
]
