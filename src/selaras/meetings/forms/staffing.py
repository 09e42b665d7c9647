"""Rows of who leads the groups and who writes for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.forms.rows import Ordered, shown
from selaras.meetings.models import GroupStaff, Meeting
from selaras.meetings.types import StaffRow
from selaras.organisations.models import User

BLANK_STAFF = 6


class StaffForm(forms.Form):
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    group = forms.TypedChoiceField(label=_("Group"), coerce=int)
    person = forms.CharField(
        label=_("Person"), max_length=300,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Task"), choices=GroupStaff.Kind.choices)

    def __init__(
        self, *args: Any, groups: list[tuple[int, str]], people: dict[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        group: Any = self.fields["group"]
        group.choices, self.people = groups, people

    def has_changed(self) -> bool:
        """A row without a person is blank, whichever group stands in it."""
        return bool(super().has_changed() and self.data.get(self.add_prefix("person"), "").strip())

    def clean_person(self) -> int:
        words = self.cleaned_data["person"].strip()
        email = words.rsplit("·", 1)[-1].strip().lower()
        if email not in self.people:
            raise forms.ValidationError(_("Choose a person from the list."))
        return self.people[email]


class _Staff(Ordered):
    main = "person"

    def add_fields(self, form: Any, index: Any) -> None:
        """Blank rows offer one group after the other, first those that nobody leads yet."""
        super().add_fields(form, index)
        rows = self.initial or []
        if index is None or index < len(rows):
            return
        led = {row["group"] for row in rows if row["kind"] == GroupStaff.Kind.FACILITATOR}
        groups = sorted((pk for pk, _name in form.fields["group"].choices), key=led.__contains__)
        if groups:
            form.initial.setdefault("group", groups[(index - len(rows)) % len(groups)])


StaffFormSet = forms.formset_factory(
    StaffForm, formset=_Staff, extra=BLANK_STAFF, can_delete=True, can_delete_extra=False,
    max_num=200,
)  # fmt: skip


def people_names() -> dict[str, tuple[int, str]]:
    """Everybody with an account: id and shown name, by e-mail."""
    rows = User.objects.filter(is_active=True).order_by("name")
    return {each.email.lower(): (each.pk, person_label(each)) for each in rows}


def staff_rows(data: Any, meeting: Meeting, people: dict[str, tuple[int, str]]) -> Any:
    groups = list(meeting.groups.values_list("pk", "name"))
    names = dict(people.values())
    staff = GroupStaff.objects.filter(group__meeting=meeting).order_by("group__position", "pk")
    initial = [
        {"group": each.group_id, "person": names.get(each.user_id, ""), "kind": each.kind,
         "seen": f"{each.group_id}/{each.user_id}/{each.kind}"}
        for each in staff
    ]  # fmt: skip
    kwargs = {"groups": groups, "people": {email: pk for email, (pk, _name) in people.items()}}
    return StaffFormSet(data, initial=shown(data, initial), form_kwargs=kwargs, prefix="staff")


def staff_of(formset: Any) -> list[StaffRow]:
    return [StaffRow(row["group"], row["person"], row["kind"]) for row in formset.rows()]


def known_staff(formset: Any) -> set[StaffRow]:
    """Who was shown, those taken away since too."""
    parts = [value.split("/") for value in formset.sent("seen")]
    return {
        StaffRow(int(group), int(user), kind)
        for group, user, kind in (each for each in parts if len(each) == 3)
        if group.isascii() and group.isdigit() and user.isascii() and user.isdigit()
    }


def person_label(user: Any) -> str:
    return f"{user.name} · {user.email}"
