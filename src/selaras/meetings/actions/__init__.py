"""Writes of meetings."""

from selaras.meetings.actions.agenda import save_agenda
from selaras.meetings.actions.answering import answer_invitation
from selaras.meetings.actions.arrival import (
    check_in,
    close_kiosk,
    correct_arrival,
    open_kiosk,
    undo_arrival,
)
from selaras.meetings.actions.board import (
    edit_card,
    hide_cards,
    merge_cards,
    move_cards,
    set_phase,
    unmerge_card,
)
from selaras.meetings.actions.comments import comment, write_comment
from selaras.meetings.actions.concluding import finish_action, remove_decision, save_decision
from selaras.meetings.actions.contributing import (
    add_contributions,
    take_cards,
)
from selaras.meetings.actions.headings import add_heading, arrange_headings, put_under
from selaras.meetings.actions.inputs import decide_input, send_input, take_over_input
from selaras.meetings.actions.inviting import (
    Invited,
    allocate,
    allocate_evenly,
    invite_agencies,
    invite_person,
    restore_invitation,
    update_invitation,
    withdraw_invitation,
)
from selaras.meetings.actions.joining import (
    join_meeting,
    leave_meeting,
    remove_participant,
    restore_participant,
)
from selaras.meetings.actions.letters import save_letter
from selaras.meetings.actions.mailing import mail_invitation, remind_invited, start_mailing
from selaras.meetings.actions.paper import import_paper, keep_workbook, preview_import
from selaras.meetings.actions.preparing import (
    copy_preparation,
    save_groups,
    save_staff,
)
from selaras.meetings.actions.publicity import announce_meeting, publish_summary
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
    create_meeting,
    require_open,
    update_meeting,
)
from selaras.meetings.actions.signing import document_of, sign_report, write_document
from selaras.meetings.actions.states import change_state
from selaras.meetings.actions.taking import make_needs
from selaras.meetings.actions.voting import cast_ballot, receipt_of
from selaras.meetings.actions.wall import (
    contribute,
    support,
    take_back,
    write_card,
)

__all__ = [
    "Invited",
    "Overtaken",
    "add_contributions",
    "add_heading",
    "allocate",
    "allocate_evenly",
    "announce_meeting",
    "answer_invitation",
    "arrange_headings",
    "cast_ballot",
    "change_state",
    "check_in",
    "close_kiosk",
    "comment",
    "contribute",
    "copy_preparation",
    "correct_arrival",
    "create_meeting",
    "decide_input",
    "document_of",
    "draft_report",
    "edit_card",
    "finish_action",
    "hide_cards",
    "import_paper",
    "invite_agencies",
    "invite_person",
    "join_meeting",
    "keep_workbook",
    "leave_meeting",
    "mail_invitation",
    "make_needs",
    "merge_cards",
    "move_cards",
    "note_writing",
    "open_correction",
    "open_kiosk",
    "preview_import",
    "publish_summary",
    "put_under",
    "receipt_of",
    "remind_invited",
    "remove_decision",
    "remove_participant",
    "request_signature",
    "require_open",
    "restore_invitation",
    "restore_participant",
    "restore_text",
    "save_agenda",
    "save_decision",
    "save_groups",
    "save_letter",
    "save_section",
    "save_staff",
    "send_input",
    "set_phase",
    "sign_report",
    "start_mailing",
    "support",
    "take_back",
    "take_cards",
    "take_over_input",
    "undo_arrival",
    "unmerge_card",
    "update_invitation",
    "update_meeting",
    "update_report",
    "withdraw_invitation",
    "write_card",
    "write_comment",
    "write_document",
]
