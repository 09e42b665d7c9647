from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Contribution, Group, Meeting, PublicInput

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class InputForm(forms.Form):
    """What a citizen writes; no account, no duty to say who."""

    text = forms.CharField(
        label=_("What you want to say"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("At most 5,000 characters. Do not write names or addresses of people."),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=100, required=False, help_text=_("It is not published.")
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        help_text=_("Only for a question about your text. It is not published."),
    )
    # Hidden by the style sheet; a program that fills in everything fills it too.
    website = forms.CharField(label=_("Leave this empty"), required=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty, then send again."))
        return ""


class AnnounceForm(forms.Form):
    public = forms.BooleanField(label=_("Show this meeting to the public"), required=False)
    input_until = forms.DateField(
        label=_("Citizens may write until"),
        required=False,
        widget=DAY,
        help_text=_("Empty: the meeting takes no written input."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("input_until") and not values.get("public"):
            self.add_error("public", _("Citizens can only write to a meeting that they can see."))
        return values


class PublishForm(forms.Form):
    """What of a signed meeting everybody may read."""

    summary = forms.BooleanField(
        label=_("Publish the summary below"),
        required=False,
    )
    minutes = forms.BooleanField(
        label=_("Offer the signed minutes (notulen)"),
        required=False,
        help_text=_("Read the file first: it may name people."),
    )
    record = forms.BooleanField(
        label=_("Offer the signed record (berita acara)"),
        required=False,
        help_text=_("Read the file first: it may name people."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("minutes") or values.get("record")) and not values.get("summary"):
            self.add_error("summary", _("Documents are offered beside the summary."))
        return values


class DecideForm(forms.Form):
    show = forms.TypedChoiceField(choices=(("1", ""), ("0", "")), coerce=lambda value: value == "1")
    reason = forms.CharField(required=False, max_length=300)


class TakeOverForm(forms.Form):
    """A citizen's text as a card of a group."""

    title = forms.CharField(
        label=_("Title of the card"),
        max_length=200,
        help_text=_("One short sentence. The citizen's own words stay below it."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Contribution.Kind.choices)
    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none())

    def __init__(self, *args: Any, meeting: Meeting, item: PublicInput, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group = cast("forms.ModelChoiceField[Any]", self.fields["group"])
        group.queryset = meeting.groups.all()
        self.initial.setdefault("title", first_sentence(item.text))


def first_sentence(text: str, longest: int = 160) -> str:
    """The beginning of a text as a title."""
    line = " ".join(text.split())
    cut = min((at + 1 for at in (line.find(mark) for mark in ".?!") if at > 20), default=longest)
    line = line[: min(cut, longest)].rstrip(" .")
    return line
