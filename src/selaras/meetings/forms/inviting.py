"""Whom to invite, and the letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Invitation, Letter, Meeting
from selaras.meetings.queries import invitation_sets
from selaras.organisations.models import Agency


class SetsForm(forms.Form):
    """Whole sets of units in one step, and single units beside them."""

    sets = forms.MultipleChoiceField(
        label=_("Whole sets"), required=False, widget=forms.CheckboxSelectMultiple
    )
    agencies = forms.ModelMultipleChoiceField(
        queryset=Agency.objects.none(), required=False, label=_("Single units and partners"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {each.key: each for each in invitation_sets(meeting)}
        sets: Any = self.fields["sets"]
        sets.choices = [(key, _counted(each)) for key, each in self.found.items()]
        agencies: Any = self.fields["agencies"]
        invited = meeting.invitations.exclude(agency=None).values("agency")
        agencies.queryset = Agency.objects.current().exclude(pk__in=invited)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("sets") and not values.get("agencies"):
            raise forms.ValidationError(_("Choose whom to invite."))
        return values

    def chosen(self) -> list[Agency]:
        """The units of the sets in their order, then the single ones; each once."""
        found: dict[int, Agency] = {}
        for key in self.cleaned_data["sets"]:
            found |= {each.pk: each for each in self.found[key].agencies}
        return list((found | {each.pk: each for each in self.cleaned_data["agencies"]}).values())


def _counted(each: Any) -> str:
    if each.known:
        text = _("%(label)s: %(count)s, of whom %(known)s invited already")
        return text % {"label": each.label, "count": len(each.agencies), "known": each.known}
    return f"{each.label}: {len(each.agencies)}"


class InvitationForm(forms.ModelForm):
    """One addressee."""

    spelling = forms.BooleanField(
        label=_("Only the words are corrected"), required=False,
        help_text=_(
            "It is the same addressee: the answer and the link stay. Otherwise the earlier one is"
            " no longer invited, and the new one gets a link of their own."
        ),
    )  # fmt: skip
    field_order = ("addressee", "spelling")

    class Meta:
        model = Invitation
        fields = ("addressee", "agency", "email", "phone", "group", "may_delegate")
        help_texts = {
            "addressee": _("As on the letter, e.g. Kepala Dinas Kesehatan."),
            "agency": _("Leave empty for a person without a unit."),
            "phone": _("For WhatsApp, e.g. 0812 3456 7890."),
        }

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["spelling"]
        group: Any = self.fields["group"]
        group.queryset, group.label = meeting.groups.all(), _("Group")
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.current()

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields."""

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        agency, group = values.pop("agency"), values.pop("group")
        values["agency_id"] = agency.pk if agency else None
        values["group_id"] = group.pk if group else None
        return values


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The addressee reads it on the page.")
    )


class LetterForm(forms.ModelForm):
    class Meta:
        model = Letter
        fields = (
            "sender", "letterhead", "number", "nature", "attachment", "subject", "town", "date",
            "opening", "notes", "closing", "signatory_position", "signatory_name",
            "signatory_rank", "signatory_number", "copies", "list_invited",
        )  # fmt: skip
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "letterhead": forms.Textarea(attrs={"rows": 2}),
            "opening": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 4}),
            "closing": forms.Textarea(attrs={"rows": 2}),
            "copies": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "letterhead": _("Street, telephone, e-mail and website as on the office's paper."),
            "number": _("As given by the office's register, e.g. 005/812/415.34/2019."),
            "opening": _("The day, the hours, the place and the event follow by themselves."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sender: Any = self.fields["sender"]
        sender.queryset = Agency.objects.current().government()

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields."""

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        sender = values.pop("sender")
        return {**values, "sender_id": sender.pk if sender else None}
