from selaras.questionnaires.models.answers import (
    Draft,
    DraftFile,
    RepeatEntry,
    StrayPost,
    Submission,
    SubmissionFile,
)
from selaras.questionnaires.models.devices import DeviceKey
from selaras.questionnaires.models.forms import FormVersion, Medium, Questionnaire

__all__ = [
    "DeviceKey",
    "Draft",
    "DraftFile",
    "FormVersion",
    "Medium",
    "Questionnaire",
    "RepeatEntry",
    "StrayPost",
    "Submission",
    "SubmissionFile",
]
