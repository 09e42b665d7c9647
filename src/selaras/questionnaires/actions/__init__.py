"""Writes of the questionnaires room."""

from selaras.questionnaires.actions.devices import (
    create_device,
    create_reader,
    device_user,
    reader_user,
    revoke_device,
)
from selaras.questionnaires.actions.drafts import (
    DraftMoved,
    copy_to_draft,
    discard_draft,
    save_draft,
    save_draft_file,
)
from selaras.questionnaires.actions.filling import send_answer
from selaras.questionnaires.actions.publish import Preview, preview_form, publish_form, set_open
from selaras.questionnaires.actions.receive import (
    place_stray,
    receive_answer,
    record_check,
)

__all__ = [
    "DraftMoved",
    "Preview",
    "copy_to_draft",
    "create_device",
    "create_reader",
    "device_user",
    "discard_draft",
    "place_stray",
    "preview_form",
    "publish_form",
    "reader_user",
    "receive_answer",
    "record_check",
    "revoke_device",
    "save_draft",
    "save_draft_file",
    "send_answer",
    "set_open",
]
