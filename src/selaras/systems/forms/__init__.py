"""Forms hand plain values to the actions; one for each part of a system's sheet."""

from selaras.systems.forms.imports import ColumnsForm, UnitsForm, UploadForm
from selaras.systems.forms.judging import AppraisalForm, NeedForm, TargetForm, VerdictForm
from selaras.systems.forms.register import InterfaceForm, PartForm, SystemForm, part_form

__all__ = [
    "AppraisalForm",
    "ColumnsForm",
    "InterfaceForm",
    "NeedForm",
    "PartForm",
    "SystemForm",
    "TargetForm",
    "UnitsForm",
    "UploadForm",
    "VerdictForm",
    "part_form",
]
