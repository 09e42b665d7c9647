from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.strategy.actions import stage_variants
from selaras.strategy.models import PlanDocument, PlanNode, Round, Stage

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RoundForm(forms.ModelForm):
    variant = forms.ChoiceField(
        label=_("Stages"), help_text=_("You can change the stages afterwards.")
    )

    class Meta:
        model = Round
        fields = ("name", "purpose", "start_year", "end_year", "edition", "plan", "public")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": _("For example: Smart city masterplan 2027–2036"),
            "public": _("Visitors then see the plan and the chosen programmes."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        variants = stage_variants()
        self.fields["variant"].choices = [(code, row["name"]) for code, row in variants.items()]  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["variant"], self.fields["edition"]
            self.fields["state"] = forms.ChoiceField(
                label=_("State"), choices=Round.State.choices, initial=self.instance.state
            )


class StageForm(forms.ModelForm):
    class Meta:
        model = Stage
        fields = ("name", "kind", "description", "starts", "due", "position")
        widgets = {"starts": DAY, "due": DAY, "description": forms.Textarea(attrs={"rows": 2})}


class CompletionForm(forms.Form):
    on = forms.DateField(label=_("Completed on"), widget=DAY)


class PlanForm(forms.ModelForm):
    class Meta:
        model = PlanDocument
        fields = ("name", "code", "first_year", "last_year", "legal_basis")
        help_texts = {"code": _("Short, without spaces, for example: rpjmd-2025-2029")}


class NodeForm(forms.ModelForm):
    """A node of the plan, with one field per year for an indicator."""

    class Meta:
        model = PlanNode
        fields = (
            "kind",
            "code",
            "parent",
            "text",
            "nomenclature_code",
            "unit",
            "baseline",
            "source",
        )
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"nomenclature_code": _("For a programme, for example 2.16.02")}

    def __init__(self, *args: Any, document: PlanDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = document.nodes.exclude(kind__in=("indicator",))
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]
        known = {t.year: t.value for t in self.instance.targets.all()} if self.instance.pk else {}
        self.years = list(document.years)
        for year in self.years:
            self.fields[f"target_{year}"] = forms.DecimalField(
                label=_("Target %(year)s") % {"year": year}, required=False, initial=known.get(year)
            )

    def targets(self) -> dict[int, Any]:
        return {year: self.cleaned_data[f"target_{year}"] for year in self.years}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )
