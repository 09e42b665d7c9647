from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency
from selaras.strategy.models import Round
from selaras.systems.access import can_link
from selaras.systems.actions import ARCHITECTURE, CARE, MAIN, TECHNOLOGY
from selaras.systems.models import Interface, System
from selaras.systems.queries import codes_of
from selaras.systems.types import InterfaceValues

REFERENCES = {
    "application_code": "RAA",
    "service_code": "RAL",
    "process_code": "RAB",
    "data_code": "RAD",
}
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
SHORT = forms.Textarea(attrs={"rows": 3})
LISTED = _("Several: separate them by a semicolon.")


class PartForm(forms.ModelForm):
    """A part of a system's sheet; the action sets the fields, so the ledger sees the change."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        fields: dict[str, Any] = self.fields
        for name, reference in REFERENCES.items():
            if name in fields:
                fields[name].queryset = codes_of(reference)
        if "more_platforms" in fields:
            fields["more_platforms"] = _further(self.instance)

    def _post_clean(self) -> None:
        """Leave the instance alone."""

    @property
    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        if "more_platforms" in values:
            values["more_platforms"] = ";".join(values["more_platforms"])
        return values


def _further(system: System) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=System.Platform.choices,
        required=False,
        label=_("Further forms"),
        help_text=_("Besides the one given under main facts."),
        widget=forms.CheckboxSelectMultiple,
        initial=[code for code in system.more_platforms.split(";") if code],
    )


class SystemForm(PartForm):
    """The main facts: what every unit knows of its systems."""

    class Meta:
        model = System
        fields = ("agency", *MAIN)
        widgets = dict.fromkeys(
            ("description", "purpose", "data_held", "shares_with", "problem"), SHORT
        )
        help_texts = {
            "purpose": _("Which work it does, in the words of the unit."),
            "data_held": LISTED,
            "shares_with": _("Units or systems that get data from it. Separate by a semicolon."),
            "problem": _("For the office only."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.current()
        if not can_plan(self.user):
            agency.queryset = agency.queryset.filter(pk__in=self.user.own_agency_ids)
            agency.initial = agency.queryset.first()
        elif self.instance.agency_id:  # a unit that has ended stays what it was
            kept = Agency.objects.filter(pk=self.instance.agency_id)
            agency.queryset = agency.queryset | kept


class ArchitectureForm(PartForm):
    class Meta:
        model = System
        fields = ARCHITECTURE
        widgets = dict.fromkeys(
            ("services", "data_input", "data_supplier", "data_output", "output"), SHORT
        )
        help_texts = {
            "register_id": _("The lasting ID of the system; an import finds the system by it."),
            "services": LISTED,
            "data_input": _("What people type in here. Separate by a semicolon."),
            "data_supplier": _("Units or systems. Separate by a semicolon."),
            "data_output": LISTED,
        }


class TechnologyForm(PartForm):
    class Meta:
        model = System
        fields = TECHNOLOGY
        help_texts = {
            "licence": _("E.g. AGPL-3.0-or-later, for publiccode.yml."),
            "contact": _("A person, not an office; publiccode.yml asks for it."),
        }


class CareForm(PartForm):
    has_backup = forms.NullBooleanField(label=_("Is backed up"), required=False)

    class Meta:
        model = System
        fields = CARE
        widgets = {"contract_until": DAY, "support_until": DAY, "risk_note": SHORT}
        help_texts = {
            "contract": _("Number and partner."),
            "risk": _("For the office only."),
        }


FORMS: dict[str, type[PartForm]] = {
    "utama": SystemForm,
    "arsitektur": ArchitectureForm,
    "teknologi": TechnologyForm,
    "pengelolaan": CareForm,
}
LABELS = {
    "utama": _("Main facts"),
    "arsitektur": _("Architecture"),
    "teknologi": _("Technology"),
    "pengelolaan": _("Cost and care"),
}


def part_form(part: str) -> type[PartForm] | None:
    return FORMS.get(part)


class SystemField(forms.ModelChoiceField):
    """Systems named with their unit."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.agency.label})"


class InterfaceForm(forms.ModelForm):
    source = SystemField(System.objects.none(), required=False, label=_("From"))
    target = SystemField(System.objects.none(), required=False, label=_("To"))

    class Meta:
        model = Interface
        fields = (
            "source",
            "source_text",
            "target",
            "target_text",
            "data",
            "data_code",
            "method",
            "frequency",
            "state",
            "note",
        )
        help_texts = {
            "source_text": _("Only when the data come from outside the register."),
            "target_text": _("Only when the data go outside the register."),
            "state": _("Wanted: somebody needs it. Planned: it is decided. Live: it runs."),
        }

    def __init__(self, *args: Any, round: Round, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        fields: dict[str, Any] = self.fields
        systems = System.objects.filter(round=round).select_related("agency").order_by("name")
        fields["source"].queryset = fields["target"].queryset = systems
        fields["data_code"].queryset = codes_of("RAD")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        ends = (cleaned.get("source"), cleaned.get("target"))
        if any(ends) and not can_link(self.user, *ends):
            self.add_error("source", _("One of both must be a system of your own unit."))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance alone."""

    @property
    def values(self) -> InterfaceValues:
        return InterfaceValues(**self.cleaned_data)
