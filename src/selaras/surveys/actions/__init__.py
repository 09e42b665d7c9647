"""Running a survey (`running`, `sections`), the units' side (`answering`), the planners'
(`reviewing`), what an approved answer becomes (`records`), and workbooks (`intake`)."""

from selaras.surveys.actions.answering import (
    assign_part,
    name_deputy,
    send_response,
    start_from_last,
    take_answer,
)
from selaras.surveys.actions.intake import (
    JOB,
    receive_workbooks,
    refuse_file,
    take_in_file,
    take_in_workbook,
)
from selaras.surveys.actions.records import accept_difference
from selaras.surveys.actions.reviewing import (
    APPROVAL,
    AT_ONCE,
    add_comment,
    approve_many,
    approve_response,
    reopen_response,
    return_response,
    settle_comments,
    start_approval,
)
from selaras.surveys.actions.running import (
    Reminded,
    create_survey,
    invite_units,
    mark_downloaded,
    remind_units,
    set_targets,
    update_survey,
)
from selaras.surveys.actions.sections import make_parts, set_sections
from selaras.surveys.actions.shipped import publish_shipped

__all__ = [
    "APPROVAL",
    "AT_ONCE",
    "JOB",
    "Reminded",
    "accept_difference",
    "add_comment",
    "approve_many",
    "approve_response",
    "assign_part",
    "create_survey",
    "invite_units",
    "make_parts",
    "mark_downloaded",
    "name_deputy",
    "publish_shipped",
    "receive_workbooks",
    "refuse_file",
    "remind_units",
    "reopen_response",
    "return_response",
    "send_response",
    "set_sections",
    "set_targets",
    "settle_comments",
    "start_approval",
    "start_from_last",
    "take_answer",
    "take_in_file",
    "take_in_workbook",
    "update_survey",
]
