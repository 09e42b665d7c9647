"""Writes of meetings."""

from selaras.meetings.actions.board import (
    add_heading,
    arrange_headings,
    edit_card,
    hide_cards,
    merge_cards,
    move_cards,
    put_under,
    set_phase,
    unmerge_card,
)
from selaras.meetings.actions.contributing import (
    add_contributions,
    source_key,
    upload_contributions,
)
from selaras.meetings.actions.joining import (
    join_meeting,
    leave_meeting,
    remove_participant,
    restore_participant,
)
from selaras.meetings.actions.setup import (
    change_state,
    create_meeting,
    require_open,
    update_meeting,
)
from selaras.meetings.actions.voting import (
    cast_ballot,
    receipt_of,
)
from selaras.meetings.actions.wall import (
    COMMENT,
    TEXT,
    TITLE,
    comment,
    contribute,
    support,
    write_card,
    write_comment,
)

__all__ = [
    "COMMENT",
    "TEXT",
    "TITLE",
    "add_contributions",
    "add_heading",
    "arrange_headings",
    "cast_ballot",
    "change_state",
    "comment",
    "contribute",
    "create_meeting",
    "edit_card",
    "hide_cards",
    "join_meeting",
    "leave_meeting",
    "merge_cards",
    "move_cards",
    "put_under",
    "receipt_of",
    "remove_participant",
    "require_open",
    "restore_participant",
    "set_phase",
    "source_key",
    "support",
    "unmerge_card",
    "update_meeting",
    "upload_contributions",
    "write_card",
    "write_comment",
]
