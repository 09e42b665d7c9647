import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Attendance, Invitation, Meeting
from selaras.meetings.types import Guest
from selaras.organisations.models import Agency


class GuestForm(forms.Form):
    """What an officer writes about a guest, by hand or from a phone."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    position = forms.CharField(label=_("Position"), max_length=150, required=False)
    number = forms.CharField(label=_("NIP"), max_length=30, required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Unit"), required=False, empty_label=_("another")
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("When the unit is not in the list."),
    )
    group = forms.ModelChoiceField(Attendance.objects.none(), label=_("Group"), required=False)
    is_delegate = forms.BooleanField(label=_("Represents the one invited"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agency"].queryset = Agency.objects.valid_on(meeting.held_on)
        fields["group"].queryset = meeting.groups.all()

    def guest(self) -> Guest:
        return Guest(**self.values())

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("name", "position", "number", "organisation", "is_delegate")
        ids = {f"{key}_id": given[key].pk if given[key] else None for key in ("agency", "group")}
        return {**{name: given[name] for name in names}, **ids}


class ArrivalForm(GuestForm):
    """An arrival that is written down at a desk; name and way are asked for."""

    invitation = forms.ModelChoiceField(
        Invitation.objects.none(),
        label=_("Invited as"),
        required=False,
        empty_label=_("not invited"),
    )
    field_order = ("invitation", "name")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        fields: Any = self.fields
        waiting = Invitation.objects.filter(meeting=meeting, attendance=None)
        fields["invitation"].queryset = waiting

    def way(self) -> str:
        return Attendance.Way.NAME if self.cleaned_data["invitation"] else Attendance.Way.WALK_IN


class CorrectionForm(GuestForm):
    name = forms.CharField(label=_("Name"), max_length=150)


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=300,
        help_text=_("For example: the wrong person was chosen."),
    )


class SentForm(GuestForm):
    """An arrival as a device sends it."""

    client_key = forms.UUIDField()
    invitation = forms.IntegerField(required=False)
    code = forms.CharField(required=False, max_length=64)
    way = forms.ChoiceField(choices=Attendance.Way.choices)
    arrived = forms.DateTimeField(required=False)  # ISO 8601
    besides = forms.BooleanField(required=False)  # a second person on one letter

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        self.meeting = meeting

    def found_invitation(self) -> Invitation | None:
        """By code or number, of this meeting only."""
        invited = Invitation.objects.filter(meeting=self.meeting).select_related("agency")
        given = self.cleaned_data
        if given["code"]:
            return invited.filter(token=given["code"]).first()
        return invited.filter(pk=given["invitation"]).first() if given["invitation"] else None

    def key(self) -> uuid.UUID:
        found: uuid.UUID = self.cleaned_data["client_key"]
        return found
