"""Rows of the agenda and of the groups.

Each carries what it was when it was shown, so that two planners who write at once do not undo
each other's rows: what was not touched stays as the other has it.
"""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Meeting
from selaras.meetings.queries import dimensions_of
from selaras.meetings.rules import in_order, usual_agenda
from selaras.meetings.types import AgendaRow, GroupRow

HOUR = {"type": "time"}
BLANK_ITEMS = 4


def hour_input() -> forms.TimeInput:
    return forms.TimeInput(attrs=HOUR, format="%H:%M")


class _Shown(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def _mark(*values: Any) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:20]


class AgendaForm(_Shown):
    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31, initial=1)
    starts = forms.TimeField(label=_("From"), required=False, widget=hour_input())
    ends = forms.TimeField(label=_("Until"), required=False, widget=hour_input())
    title = forms.CharField(label=_("Item"), max_length=200)
    speaker = forms.CharField(label=_("Speaker"), required=False, max_length=200)

    def __init__(self, *args: Any, several: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not several:
            self.fields["day"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("The end lies before the beginning."))
        return values


class Ordered(forms.BaseFormSet):
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

    def sent(self, name: str) -> list[str]:
        """What the rows carry by this name, those taken away too."""
        found = (self.data.get(form.add_prefix(name), "") for form in self.forms)
        return [value for value in found if value]


def known_of(formset: Any) -> set[int]:
    """The ids of the rows that were shown."""
    return {int(value) for value in formset.sent("pk") if value.isascii() and value.isdigit()}


AgendaFormSet = forms.formset_factory(
    AgendaForm, formset=Ordered, extra=BLANK_ITEMS, can_order=True, can_delete=True,
    can_delete_extra=False, max_num=100,
)  # fmt: skip


def shown(data: Any, initial: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """What stands in the rows at first. What was sent stands for itself: held against rows that
    somebody else has saved since, an equal one would be taken for an untouched blank.
    """
    return None if data is not None else initial


def agenda_rows(data: Any, meeting: Meeting) -> Any:
    """The agenda as it is; while there is none, a usual one to be changed."""
    initial = [
        {"day": each.day, "starts": each.starts, "ends": each.ends, "title": each.title,
         "speaker": each.speaker, "pk": each.pk,
         "seen": _mark(each.title, each.day, each.starts, each.ends, each.speaker)}
        for each in meeting.agenda.all()
    ] or [
        {"day": 1, "starts": starts, "ends": ends, "title": title, "speaker": speaker}
        for starts, ends, title, speaker in usual_agenda(meeting.kind, meeting.starts, meeting.ends)
    ]  # fmt: skip
    several = meeting.final_day != meeting.held_on or any(row["day"] != 1 for row in initial)
    return AgendaFormSet(
        data, initial=shown(data, initial), prefix="agenda", form_kwargs={"several": several}
    )


def agenda_of(formset: Any) -> list[AgendaRow]:
    """By day and time; items without a time stay behind the one they follow in the form."""
    found = []
    for row in formset.rows():
        values = (row["title"], row["day"], row["starts"], row["ends"], row["speaker"])
        found.append(AgendaRow(*values, pk=row["pk"], touched=row["seen"] != _mark(*values)))
    return in_order(found)


class GroupForm(_Shown):
    name = forms.CharField(label=_("Name"), max_length=100)
    dimension = forms.TypedChoiceField(
        label=_("Dimension"), required=False, coerce=int, empty_value=None
    )
    room = forms.CharField(label=_("Room"), required=False, max_length=100)

    def __init__(self, *args: Any, dimensions: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dimension: Any = self.fields["dimension"]
        dimension.choices = dimensions


class _Groups(Ordered):
    main = "name"


GroupFormSet = forms.formset_factory(
    GroupForm, formset=_Groups, extra=2, can_order=True, can_delete=True,
    can_delete_extra=False, max_num=40,
)  # fmt: skip


def group_rows(data: Any, meeting: Meeting) -> Any:
    choices = [("", "—"), *((each.pk, each.label) for each in dimensions_of(meeting.round))]
    initial = [
        {"pk": each.pk, "name": each.name, "dimension": each.dimension_id, "room": each.room,
         "seen": _mark(each.name, each.pk, each.dimension_id, each.room)}
        for each in meeting.groups.all()
    ]  # fmt: skip
    kwargs = {"dimensions": choices}
    return GroupFormSet(data, initial=shown(data, initial), form_kwargs=kwargs, prefix="groups")


def groups_of_rows(formset: Any) -> list[GroupRow]:
    found = []
    for row in formset.rows():
        values = (row["name"], row["pk"], row["dimension"], row["room"])
        found.append(GroupRow(*values, touched=row["seen"] != _mark(*values)))
    return found
