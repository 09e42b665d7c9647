from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from selaras.questionnaires.models import FormVersion, Questionnaire, StrayPost


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, also none."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in files if each]


class PublishForm(forms.Form):
    workbook = forms.FileField(
        label=_("XLSForm workbook (.xlsx)"),
        help_text=_("With the sheets survey, choices and settings, as in Kobo and ODK."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    attachments = FilesField(
        label=_("Attachments"),
        required=False,
        help_text=_("Pictures, sounds and lists (.csv) that the form names."),
        widget=FilesInput(attrs={"multiple": True}),
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OpeningForm(forms.ModelForm):
    class Meta:
        model = Questionnaire
        fields = ("is_open", "for_phones")
        help_texts = {"for_phones": _("Everybody in the office then finds it in ODK Collect.")}

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=90, help_text=_("For example: Samsung A14, Siti")
    )
    reads = forms.TypedChoiceField(
        label=_("What the key is for"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "true",
        choices=[
            ("false", _("a phone with ODK Collect")),
            ("true", _("Excel or Power BI, which only reads answers")),
        ],
        initial="false",
    )

    def __init__(self, *args: Any, may_read: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_read:
            del self.fields["reads"]


class PlaceForm(forms.Form):
    """The version whose questions an answer kept aside follows."""

    version = forms.ModelChoiceField(FormVersion.objects.none(), label=_("Version"))

    def __init__(self, *args: Any, stray: StrayPost, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["version"]
        known = FormVersion.objects.select_related("questionnaire").defer("xform")
        field.queryset = known.filter(questionnaire__form_id=stray.form_id) or known
