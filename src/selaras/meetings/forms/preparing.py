"""The facts of a meeting, its agenda, groups and staff."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.forms.rows import hour_input
from selaras.meetings.forms.staffing import person_label
from selaras.meetings.models import Meeting
from selaras.meetings.rules import one_line
from selaras.organisations.models import User

DAY = {"type": "date"}
LONGEST = 31  # days: each is an entry in everybody's calendar


def _day() -> forms.DateInput:
    return forms.DateInput(attrs=DAY, format="%Y-%m-%d")


class MeetingForm(forms.ModelForm):
    link = forms.URLField(
        label=_("Link for joining from afar"), required=False, assume_scheme="https"
    )
    dots = forms.IntegerField(
        label=_("Dots for each participant"), required=False, min_value=1, max_value=20,
        help_text=_("How many votes each participant has when the group weighs its cards."),
    )  # fmt: skip
    remind_days = forms.CharField(
        label=_("Remind by e-mail, days before"), required=False, max_length=40,
        help_text=_("Numbers with commas, e.g. 3, 1. Empty: nobody is reminded."),
    )  # fmt: skip

    class Meta:
        model = Meeting
        fields = (
            "kind", "title", "held_on", "last_day", "starts", "ends", "place", "link", "chair",
            "dots", "remind_days", "public", "input_until", "attendance", "summary",
        )  # fmt: skip
        widgets = {
            "held_on": _day(),
            "last_day": _day(),
            "input_until": _day(),
            "starts": hour_input(),
            "ends": hour_input(),
        }
        help_texts = {
            "last_day": _("Only when it lasts several days."),
            "chair": _("Who opens it and signs the record; a person with an account."),
            "public": _("Day, place and agenda are shown on the public site."),
            "attendance": _("Only for meetings counted on paper; check-in counts by itself."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chair: Any = self.fields["chair"]
        chair.queryset = User.objects.filter(is_active=True, roles__kind__in=CHAIRS).distinct()
        chair.label_from_instance = person_label
        days = self.instance.remind_days if self.instance.pk else [3, 1]
        self.initial["remind_days"] = ", ".join(map(str, days))

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean_dots(self) -> int:
        return self.cleaned_data["dots"] or self.instance.dots

    def clean_remind_days(self) -> list[int]:
        parts = [part for part in re.split(r"[,; ]+", self.cleaned_data["remind_days"]) if part]
        if any(not part.isascii() or not part.isdigit() for part in parts):
            raise forms.ValidationError(_("Write numbers of days with commas, e.g. 3, 1."))
        days = sorted({int(part) for part in parts}, reverse=True)
        if any(not 1 <= day <= 60 for day in days):
            raise forms.ValidationError(_("A reminder goes 1 to 60 days before the meeting."))
        return days

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("held_on"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        if first and last and (last - first).days >= LONGEST:
            self.add_error("last_day", _("A meeting lasts a month at most."))
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end lies before the beginning."))
        if ends and not starts:
            self.add_error("starts", _("Give the beginning too."))
        return values

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""

    def values(self) -> dict[str, Any]:
        """As the actions take them."""
        values = dict(self.cleaned_data)
        chair = values.pop("chair", None)
        return {**values, "chair_id": chair.pk if chair else None}


CHAIRS = ("planner", "leadership", "agency_head")


COPIED = ("place", "dots", "remind_days")  # of the earlier meeting, where the form is left as it is


class NewMeetingForm(MeetingForm):
    source = forms.ModelChoiceField(
        queryset=Meeting.objects.none(), required=False, label=_("Copy from an earlier meeting"),
        help_text=_(
            "Agenda, groups, facilitators, note takers and the letter; place, dots and reminders"
            " unless you change them below. No invitations."
        ),
    )  # fmt: skip
    field_order = ("source",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = Meeting.objects.select_related("round")
        source.label_from_instance = lambda each: f"{each.title} ({each.held_on:%d/%m/%Y})"
        chosen = str(self.initial.get("source", ""))
        earlier = source.queryset.filter(pk=chosen).first() if chosen.isdecimal() else None
        if earlier is not None:
            self.initial["place"], self.initial["dots"] = earlier.place, earlier.dots
            self.initial["remind_days"] = ", ".join(map(str, earlier.remind_days))

    def values(self) -> dict[str, Any]:
        values = super().values()
        if earlier := values.pop("source"):
            kept = [name for name in COPIED if name not in self.changed_data]
            values |= {name: getattr(earlier, name) for name in kept}
        return values
