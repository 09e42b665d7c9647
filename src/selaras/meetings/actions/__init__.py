"""Writes of meetings."""

from selaras.meetings.actions.concluding import finish_action, remove_decision, save_decision
from selaras.meetings.actions.contributing import (
    add_contributions,
    source_key,
    upload_contributions,
)
from selaras.meetings.actions.reporting import (
    Overtaken,
    draft_report,
    note_writing,
    open_correction,
    request_signature,
    restore_text,
    save_section,
    update_report,
)
from selaras.meetings.actions.setup import (
    change_state,
    create_meeting,
    require_open,
    update_meeting,
)
from selaras.meetings.actions.signing import document_of, sign_report, write_document
from selaras.meetings.actions.taking import make_needs

__all__ = [
    "Overtaken",
    "add_contributions",
    "change_state",
    "create_meeting",
    "document_of",
    "draft_report",
    "finish_action",
    "make_needs",
    "note_writing",
    "open_correction",
    "remove_decision",
    "request_signature",
    "require_open",
    "restore_text",
    "save_decision",
    "save_section",
    "sign_report",
    "source_key",
    "update_meeting",
    "update_report",
    "upload_contributions",
    "write_document",
]
