from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency
from selaras.systems.queries.inventory import EVERYTHING, Inventory, UnknownUnit
from selaras.systems.rules.attributes import OFFICIAL, OWN, TICKS
from selaras.systems.rules.text import plain
from selaras.systems.types import Mapped


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet (.xlsx, .xls, .ods or .csv)"),
        help_text=_("Any layout: titles above the table and merged cells do no harm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )


def own_units(user: Any) -> Any:
    units = Agency.objects.current()
    return units if can_plan(user) else units.filter(pk__in=user.own_agency_ids)


class ColumnsForm(forms.Form):
    """What each column means; one field for each, after what stands above it."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    unit_of_all = forms.ModelChoiceField(
        Agency.objects.none(),
        required=False,
        label=_("All rows belong to"),
        help_text=_("When the file names no unit."),
    )
    carry_units = forms.BooleanField(
        required=False, label=_("An empty unit means the one in the row above")
    )

    def __init__(self, *args: Any, user: Any, inventory: Inventory, mapped: Mapped) -> None:
        super().__init__(*args)
        fields: dict[str, Any] = self.fields
        fields["sheet"].choices = [(title, title) for title in inventory.sheets]
        fields["sheet"].initial = inventory.sheet
        fields["unit_of_all"].queryset = own_units(user)
        fields["unit_of_all"].initial = mapped.units.get(EVERYTHING)
        fields["carry_units"].initial = mapped.carry_units
        self.names = []
        choices = attribute_choices()
        for column, title in (inventory.header.titles if inventory.header else {}).items():
            name = f"column_{column}"
            self.names.append(name)
            fields[name] = forms.ChoiceField(
                label=title or str(column),
                required=False,
                choices=choices,
                initial=inventory.columns.get(column, ""),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for name in self.names:
            key = cleaned.get(name)
            if key and key in seen:
                self.add_error(name, _("This attribute is chosen for another column already."))
            seen[key or ""] = name
        return cleaned

    def mapped(self, before: Mapped, sheet_shown: str) -> Mapped:
        """What was chosen; another sheet has other columns, so theirs are suggested anew."""
        data = self.cleaned_data
        units = {text: unit for text, unit in before.units.items() if text != EVERYTHING}
        if data["unit_of_all"] is not None:
            units[EVERYTHING] = data["unit_of_all"].pk
        same = data["sheet"] in ("", sheet_shown)
        columns = {int(n.removeprefix("column_")): data[n] for n in self.names} if same else {}
        return Mapped(data["sheet"], columns, units, data["carry_units"])


def attribute_choices() -> list[Any]:
    """All attributes in groups, by their official names."""
    official = [(each.key, f"{each.number}. {each.title}") for each in OFFICIAL]
    own = [(each.key, each.title) for each in OWN]
    ticks = [(each.key, each.title) for each in TICKS]
    return [
        ("", _("leave out")),
        (_("Official attributes"), official),
        (_("Further attributes"), own),
        (_("Columns with ticks"), ticks),
    ]


class UnitsForm(forms.Form):
    """Which unit a text means, for those that are none, and for those that were decided on.

    What comes nearest is suggested; until the form is sent it counts for nothing.
    """

    def __init__(
        self,
        *args: Any,
        user: Any,
        unknown: Sequence[UnknownUnit],
        decided: Mapping[str, Agency] = MappingProxyType({}),
    ) -> None:
        super().__init__(*args)
        known = [UnknownUnit(text, 0, unit) for text, unit in decided.items()]
        self.texts = {f"unit_{number}": each for number, each in enumerate([*unknown, *known])}
        choices = [("", "—"), *((str(each.pk), each.name) for each in own_units(user))]
        for name, each in self.texts.items():
            unit = each.suggestion
            hint = _("Is “%(unit)s” meant?") % {"unit": unit.name} if unit and each.rows else ""
            self.fields[name] = forms.ChoiceField(
                label=each.text,
                required=False,
                choices=choices,
                initial=str(unit.pk) if unit else "",
                help_text=hint if each.rows else _("Decided before; change it if it is wrong."),
            )

    def units(self, before: dict[str, int]) -> dict[str, int]:
        chosen = {
            plain(each.text): int(self.cleaned_data[name])
            for name, each in self.texts.items()
            if self.cleaned_data[name]
        }
        return {**before, **chosen}
