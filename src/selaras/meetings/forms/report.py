from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Report
from selaras.web.widgets import ProseArea

MOST = 40_000  # characters of one section


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ("number", "date")
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].help_text = _("Empty: the last day of the meeting.")
        self.fields["number"].help_text = _("As your office numbers its papers.")

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""


class SectionForm(forms.Form):
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST,
        widget=ProseArea({"rows": 16}),
        help_text=_("**bold**, *italic*, ## heading, - point, 1. number, [words](address)"),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong, and why is it corrected?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CheckForm(forms.Form):
    file = forms.FileField(
        label=_("The paper as a file"),
        help_text=_("PDF or Word file. It is compared and not kept."),
    )
