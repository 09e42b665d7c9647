"""Running a survey (`running`) and taking its workbooks in (`intake`)."""

from selaras.surveys.actions.intake import (
    JOB,
    receive_workbooks,
    refuse_file,
    take_in_file,
    take_in_workbook,
)
from selaras.surveys.actions.running import (
    Reminded,
    create_survey,
    mark_downloaded,
    remind_units,
    set_targets,
    update_survey,
)

__all__ = [
    "JOB",
    "Reminded",
    "create_survey",
    "mark_downloaded",
    "receive_workbooks",
    "refuse_file",
    "remind_units",
    "set_targets",
    "take_in_file",
    "take_in_workbook",
    "update_survey",
]
