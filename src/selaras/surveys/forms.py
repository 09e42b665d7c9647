from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency, User
from selaras.questionnaires.models import FormVersion
from selaras.surveys.models import Part, Response, Survey
from selaras.surveys.queries import (
    default_targets,
    newest_versions,
    parts_of_response,
    people_of_unit,
)
from selaras.web.widgets import SearchableChecks

MOST_FILES = 700


class SurveyForm(forms.ModelForm):
    class Meta:
        model = Survey
        fields = ("name", "deadline", "instructions", "contact")
        widgets = {"deadline": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""


class NewSurveyForm(SurveyForm):
    sections = forms.ModelMultipleChoiceField(
        FormVersion.objects.none(),
        label=_("Sections"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What the units fill in on this site, asked in this order. You can change the order and"
            " what may be left out afterwards. Tick nothing if the units answer by workbook only."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Which units are asked?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Single units can be added or left out afterwards."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections: Any = self.fields["sections"]
        sections.queryset = newest_versions().filter(questionnaire__is_open=True)
        sections.label_from_instance = lambda version: version.questionnaire.title
        present = set(default_targets().values_list("kind", flat=True))
        choices = [choice for choice in Agency.Kind.choices if choice[0] in present]
        kinds: Any = self.fields["kinds"]
        kinds.choices = choices
        kinds.initial = [value for value, _label in choices]

    @property
    def agencies(self) -> list[Agency]:
        return list(default_targets().filter(kind__in=self.cleaned_data["kinds"]))

    @property
    def versions(self) -> list[FormVersion]:
        """The chosen questionnaires, in the order shown."""
        return list(self.cleaned_data["sections"])


class TargetsForm(forms.Form):
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Units"), widget=SearchableChecks
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = survey.responses.values_list("agency", flat=True)
        current = default_targets().values_list("pk", flat=True)
        field: Any = self.fields["agencies"]
        field.queryset = Agency.objects.filter(pk__in={*asked, *current})
        field.initial = list(asked)


class SectionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    ask = forms.ChoiceField(
        label=_("Use"),
        required=False,
        choices=[
            ("", _("not asked")),
            ("required", _("must be filled in")),
            ("optional", _("may be left out")),
        ],
    )
    position = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, required=False)

    def clean_position(self) -> int:
        """A section without a number comes last."""
        return self.cleaned_data["position"] or 99


SectionFormSet = forms.formset_factory(SectionForm, extra=0)


class PersonField(forms.ModelChoiceField):
    """A person of a unit; nobody when left empty."""

    def __init__(self, *, response: Response, label: Any) -> None:
        people = User.objects.filter(
            pk__in=[each.pk for each in people_of_unit(response.agency_id)]
        )
        super().__init__(people, label=label, required=False, empty_label=_("nobody in particular"))


class AssignForm(forms.Form):
    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = PersonField(response=part.response, label=_("Filled in by"))
        self.initial["to"] = part.assigned_id


class DeputyForm(forms.Form):
    def __init__(self, *args: Any, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"] = PersonField(response=response, label=_("Deputy who may send"))
        self.initial["deputy"] = response.deputy_id


class ReturnForm(forms.Form):
    """What is to be corrected, why and until when."""

    parts = forms.ModelMultipleChoiceField(
        Part.objects.none(), label=_("Sections"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    due = forms.DateField(
        label=_("New deadline"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = parts_of_response(response)
        field: Any = self.fields["parts"]
        field.queryset = response.parts.select_related("section__version__questionnaire")
        field.label_from_instance = lambda part: str(part.section)
        field.initial = [part.pk for part in parts if getattr(part, "remarks", 0)]
        self.fields["due"].initial = timezone.localdate() + timedelta(days=7)


class ReopenForm(ReturnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["parts"]


class CommentForm(forms.Form):
    path = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    index = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    text = forms.CharField(
        label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


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
