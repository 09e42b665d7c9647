"""Rows of the agenda, the groups and their staff."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import GroupStaff, Meeting
from selaras.meetings.queries import dimensions_of
from selaras.meetings.rules import usual_agenda
from selaras.meetings.types import AgendaRow, GroupRow, StaffRow
from selaras.organisations.models import User

HOUR = {"type": "time"}
BLANK_ITEMS, BLANK_STAFF = 4, 6


def hour_input() -> forms.TimeInput:
    return forms.TimeInput(attrs=HOUR, format="%H:%M")


class AgendaForm(forms.Form):
    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31, initial=1)
    starts = forms.TimeField(label=_("From"), required=False, widget=hour_input())
    ends = forms.TimeField(label=_("Until"), required=False, widget=hour_input())
    title = forms.CharField(label=_("Item"), max_length=200)
    speaker = forms.CharField(label=_("Speaker"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("The end lies before the beginning."))
        return values


class _Ordered(forms.BaseFormSet):
    """Rows that are passed over when they are cleared in the browser, as `rows.js` removes them."""

    main = "title"

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _("Order")
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take away")

    def rows(self) -> list[dict[str, Any]]:
        forms_ = self.ordered_forms if self.can_order else self.forms
        filled = [each.cleaned_data for each in forms_ if each.cleaned_data.get(self.main)]
        return [row for row in filled if not row.get("DELETE")]


AgendaFormSet = forms.formset_factory(
    AgendaForm, formset=_Ordered, extra=BLANK_ITEMS, can_order=True, can_delete=True,
    can_delete_extra=False, max_num=100,
)  # fmt: skip


def _shown(data: Any, initial: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """What stands in the rows at first. What was sent stands for itself: held against rows that
    somebody else has saved since, an equal one would be taken for an untouched blank.
    """
    return None if data is not None else initial


def agenda_rows(data: Any, meeting: Meeting) -> Any:
    """The agenda as it is; while there is none, a usual one to be changed."""
    initial = [
        {"day": each.day, "starts": each.starts, "ends": each.ends, "title": each.title,
         "speaker": each.speaker}
        for each in meeting.agenda.all()
    ] or [
        {"day": 1, "starts": starts, "ends": ends, "title": title, "speaker": speaker}
        for starts, ends, title, speaker in usual_agenda(meeting.kind, meeting.starts, meeting.ends)
    ]  # fmt: skip
    return AgendaFormSet(data, initial=_shown(data, initial), prefix="agenda")


def agenda_of(formset: Any) -> list[AgendaRow]:
    """By day and time; items without a time stay behind the one they follow in the form."""
    rows = [
        AgendaRow(row["title"], row["day"], row["starts"], row["ends"], row["speaker"])
        for row in formset.rows()
    ]
    latest: dict[int, time] = {}
    keyed = []
    for place, row in enumerate(rows):
        latest[row.day] = row.starts or latest.get(row.day, time.min)
        keyed.append((row.day, latest[row.day], place, row))
    return [row for *_key, row in sorted(keyed, key=lambda each: each[:3])]


class GroupForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=100)
    dimension = forms.TypedChoiceField(
        label=_("Dimension"), required=False, coerce=int, empty_value=None
    )
    room = forms.CharField(label=_("Room"), required=False, max_length=100)

    def __init__(self, *args: Any, dimensions: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dimension: Any = self.fields["dimension"]
        dimension.choices = dimensions


class _Groups(_Ordered):
    main = "name"


GroupFormSet = forms.formset_factory(
    GroupForm, formset=_Groups, extra=2, can_order=True, can_delete=True,
    can_delete_extra=False, max_num=40,
)  # fmt: skip


def group_rows(data: Any, meeting: Meeting) -> Any:
    choices = [("", "—"), *((each.pk, each.label) for each in dimensions_of(meeting.round))]
    initial = [
        {"pk": each.pk, "name": each.name, "dimension": each.dimension_id, "room": each.room}
        for each in meeting.groups.all()
    ]
    kwargs = {"dimensions": choices}
    return GroupFormSet(data, initial=_shown(data, initial), form_kwargs=kwargs, prefix="groups")


def groups_of_rows(formset: Any) -> list[GroupRow]:
    return [
        GroupRow(row["name"], row["pk"], row["dimension"], row["room"]) for row in formset.rows()
    ]


class StaffForm(forms.Form):
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


class _Staff(_Ordered):
    main = "person"


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
        {"group": each.group_id, "person": names.get(each.user_id, ""), "kind": each.kind}
        for each in staff
    ]
    kwargs = {"groups": groups, "people": {email: pk for email, (pk, _name) in people.items()}}
    return StaffFormSet(data, initial=_shown(data, initial), form_kwargs=kwargs, prefix="staff")


def staff_of(formset: Any) -> list[StaffRow]:
    return [StaffRow(row["group"], row["person"], row["kind"]) for row in formset.rows()]


def person_label(user: Any) -> str:
    return f"{user.name} · {user.email}"
