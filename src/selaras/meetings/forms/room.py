from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Contribution, Group, Meeting, Participant
from selaras.meetings.rules.limits import COMMENT, TEXT, TITLE
from selaras.organisations.models import Agency

TIMER = 240  # minutes at most


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the meeting"),
        help_text=_("Six letters and digits. They stand on the screen in the hall."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """People type blanks and dashes, and small letters."""
        code = self.cleaned_data["code"].upper()
        return "".join(sign for sign in code if sign.isascii() and sign.isalnum())


class JoinForm(forms.Form):
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    sector = forms.ChoiceField(label=_("I come from"), widget=forms.RadioSelect)
    agency = forms.ModelChoiceField(
        label=_("Unit"), queryset=Agency.objects.none(), required=False, empty_label="—"
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("Only those who lead the group see it. The wall shows where you come from."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group: Any = self.fields["group"]
        sector: Any = self.fields["sector"]
        agency: Any = self.fields["agency"]
        group.queryset = meeting.groups.all()
        sector.choices = Participant.sector.field.choices
        agency.queryset = Agency.objects.current().order_by("name")


class WordsForm(forms.Form):
    """A card. What is too long comes back with the text as it was typed."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Contribution.Kind.choices, initial=Contribution.Kind.ISSUE
    )
    title = forms.CharField(
        label=_("In one sentence"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    description = forms.CharField(
        label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 2}))


class PhaseForm(forms.Form):
    phase = forms.ChoiceField(label=_("Phase"), choices=Group.Phase.choices)
    minutes = forms.IntegerField(
        label=_("Minutes on the clock"), required=False, min_value=1, max_value=TIMER
    )


def dots_of(values: Mapping[str, Any]) -> tuple[dict[int, int], str]:
    """The dots per card from fields `dots-CARD`, and what is wrong with them."""
    dots: dict[int, int] = {}
    for name, value in values.items():
        if not name.startswith("dots-"):
            continue
        try:
            dots[int(name[5:])] = int(str(value) or 0)
        except ValueError:
            return dots, gettext("Dots are whole numbers from 0.")
    return dots, ""


LIMITS = {"title": TITLE, "description": TEXT, "text": COMMENT}
