"""Writes of meetings."""

from selaras.meetings.actions.answering import answer_invitation
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
from selaras.meetings.actions.letters import save_letter
from selaras.meetings.actions.mailing import mail_invitation, remind_invited, start_mailing
from selaras.meetings.actions.preparing import (
    copy_preparation,
    save_agenda,
    save_groups,
    save_staff,
)
from selaras.meetings.actions.setup import (
    change_state,
    create_meeting,
    require_open,
    update_meeting,
)

__all__ = [
    "Invited",
    "add_contributions",
    "allocate",
    "allocate_evenly",
    "answer_invitation",
    "change_state",
    "check_in",
    "close_kiosk",
    "copy_preparation",
    "correct_arrival",
    "create_meeting",
    "invite_agencies",
    "invite_person",
    "mail_invitation",
    "open_kiosk",
    "remind_invited",
    "require_open",
    "restore_invitation",
    "save_agenda",
    "save_groups",
    "save_letter",
    "save_staff",
    "source_key",
    "start_mailing",
    "undo_arrival",
    "update_invitation",
    "update_meeting",
    "upload_contributions",
    "withdraw_invitation",
]
