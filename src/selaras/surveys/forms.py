from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.surveys.models import Survey
from selaras.surveys.queries import default_targets

MOST_FILES = 700


class SurveyForm(forms.ModelForm):
    class Meta:
        model = Survey
        fields = ("name", "deadline", "instructions", "contact")
        widgets = {"deadline": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""


class NewSurveyForm(SurveyForm):
    kinds = forms.MultipleChoiceField(
        label=_("Which units are asked?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Single units can be added or left out afterwards."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = set(default_targets().values_list("kind", flat=True))
        choices = [choice for choice in Agency.Kind.choices if choice[0] in present]
        kinds: Any = self.fields["kinds"]
        kinds.choices = choices
        kinds.initial = [value for value, _label in choices]

    @property
    def agencies(self) -> list[Agency]:
        return list(default_targets().filter(kind__in=self.cleaned_data["kinds"]))


class TargetsForm(forms.Form):
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Units"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = survey.responses.values_list("agency", flat=True)
        current = default_targets().values_list("pk", flat=True)
        field: Any = self.fields["agencies"]
        field.queryset = Agency.objects.filter(pk__in={*asked, *current})
        field.initial = list(asked)


class WorkbooksInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class WorkbooksField(forms.FileField):
    """Many files at once."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(WorkbooksField, self).clean(each, initial) for each in files or [None]]


class UploadForm(forms.Form):
    workbooks = WorkbooksField(
        label=_("Workbooks"),
        help_text=_("Choose one or many .xlsx files, up to 700 at once."),
        widget=WorkbooksInput(attrs={"accept": ".xlsx", "multiple": True}),
    )

    received_on = forms.DateField(
        label=_("Received on"),
        required=False,
        validators=[MaxValueValidator(timezone.localdate)],
        help_text=_("Only when they came by mail on an earlier day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_workbooks(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["workbooks"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Upload at most 700 files at once."))
        return files
