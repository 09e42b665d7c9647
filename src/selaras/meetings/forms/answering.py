"""The answer behind a personal link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Invitation
from selaras.meetings.types import Reply

LABELS = {
    "coming": _("I am coming"),
    "delegate": _("Somebody comes in my place"),
    "absent": _("I am not coming"),
}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the one who comes"), required=False, max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    position = forms.CharField(
        label=_("Position"), required=False, max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    number = forms.CharField(
        label=_("NIP"), required=False, max_length=30, help_text=_("For civil servants."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why you are not coming"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        given = invitation.answer if invitation.answer != Invitation.Answer.NONE else None
        initial = {
            "answer": given,
            "name": invitation.name,
            "position": invitation.position,
            "number": invitation.number,
            "reason": invitation.reason,
        }
        super().__init__(data, initial=initial)
        offered = [key for key in LABELS if key != "delegate" or invitation.may_delegate]
        answer: Any = self.fields["answer"]
        answer.choices = [(key, LABELS[key]) for key in offered]

    def clean_number(self) -> str:
        number = "".join(self.cleaned_data["number"].split())
        if number and not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(_("A NIP has digits only. Without one leave it empty."))
        return number

    def clean(self) -> dict[str, Any]:
        """Whoever comes has a name on the attendance list: asked here, not at the full door."""
        data = super().clean() or {}
        if data.get("answer") == "coming" and not data.get("name", "").strip():
            self.add_error("name", _("Write your name as it shall stand on the attendance list."))
        return data

    def reply(self) -> Reply:
        return Reply(**{name: value.strip() for name, value in self.cleaned_data.items()})
