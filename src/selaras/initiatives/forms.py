"""One form per part of a programme sheet; they hand plain values to the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.initiatives.models import BudgetLine, Initiative
from selaras.initiatives.queries import Sheet
from selaras.initiatives.rules import TOPICS
from selaras.initiatives.topics import TOPIC_LABELS
from selaras.initiatives.types import BudgetRow, KpiRow, MilestoneRow, RiskRow
from selaras.needs.models import Need
from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency, Area
from selaras.strategy.models import Dimension, PlanNode, Round, Subdimension
from selaras.web.widgets import SearchableChecks


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SubdimensionField(forms.ModelChoiceField):
    """Sub-dimensions named with their dimension."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.dimension.name}: {obj.name}"


class PlanNodeField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_kind_display()} {obj.code}: {obj.text}"[:160]


def own_agencies(user: Any, kept: int | None = None) -> Any:
    """Units for which the person may make a programme; `kept` stays in the list."""
    found = Agency.objects.current()
    if not can_plan(user):
        found = found.filter(pk__in=user.own_agency_ids)
    return found | Agency.objects.filter(pk=kept) if kept else found


class MainForm(forms.ModelForm):
    """Name, place in the framework, owner, texts and years."""

    subdimension = SubdimensionField(
        Subdimension.objects.none(), required=False, label=_("Sub-dimension")
    )
    plan_node = PlanNodeField(
        PlanNode.objects.none(),
        required=False,
        label=_("Link to the RPJMD"),
        help_text=_("The mission, objective or programme that this serves."),
    )

    class Meta:
        model = Initiative
        fields = (
            "title",
            "dimension",
            "subdimension",
            "owner",
            "supporters",
            "problem",
            "goal",
            "output",
            "outcome",
            "beneficiaries",
            "place",
            "areas",
            "phase",
            "start_year",
            "end_year",
            "plan_node",
            "nomenclature_code",
            "nomenclature_name",
        )
        widgets = {
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("problem", "goal", "output", "outcome", "beneficiaries")
            },
            "supporters": SearchableChecks,
            "areas": SearchableChecks,
        }
        help_texts = {
            "problem": _("What does not work today, and for whom."),
            "output": _("What will be there when it is done."),
            "outcome": _("What will be better for people."),
            "areas": _("Leave empty for the whole regency."),
            "nomenclature_code": _("Code of programme, activity or sub-activity, e.g. 2.16.02."),
        }

    def __init__(self, *args: Any, user: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition = round.edition_id
        fields: dict[str, Any] = self.fields
        fields["dimension"].queryset = Dimension.objects.filter(edition_id=edition)
        subs = Subdimension.objects.filter(dimension__edition_id=edition).select_related(
            "dimension"
        )
        fields["subdimension"].queryset = subs
        fields["owner"].queryset = own_agencies(user, self.instance.owner_id)
        fields["supporters"].queryset = Agency.objects.current()
        fields["areas"].queryset = Area.objects.filter(level=Area.Level.DISTRICT)
        nodes = PlanNode.objects.filter(document_id=round.plan_id)
        fields["plan_node"].queryset = nodes if round.plan_id else PlanNode.objects.none()
        for name in ("start_year", "end_year"):
            fields[name].min_value, fields[name].max_value = round.start_year, round.end_year
            fields[name].widget.attrs.update({"min": round.start_year, "max": round.end_year})
            if self.instance.pk is None:
                self.initial[name] = round.start_year

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action sets the fields, so the ledger sees changes."""

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TopicsForm(forms.Form):
    """The ten topics of the ministry's evaluation."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in TOPICS:
            self.fields[code] = forms.CharField(
                label=TOPIC_LABELS[code],
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=sheet.topics[code],
            )


class RowForm(forms.Form):
    """A row of a part; `pk` keeps a renamed row the same record."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MilestoneForm(RowForm):
    title = forms.CharField(label=_("Milestone"), max_length=200)
    due = forms.DateField(label=_("Due"), widget=DayInput)


class RiskForm(RowForm):
    text = forms.CharField(label=_("Risk"), max_length=300)
    likelihood = forms.IntegerField(label=_("Likelihood (1-5)"), min_value=1, max_value=5)
    impact = forms.IntegerField(label=_("Impact (1-5)"), min_value=1, max_value=5)
    mitigation = forms.CharField(label=_("Mitigation"), max_length=300, required=False)


class KpiForm(RowForm):
    """An indicator with its targets, one field per year."""

    name = forms.CharField(label=_("Indicator"), max_length=200)
    unit = forms.CharField(label=_("Unit of measure"), max_length=60)
    baseline = forms.DecimalField(
        label=_("Baseline"), required=False, max_digits=18, decimal_places=2, localize=True
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            self.fields[f"target_{year}"] = forms.DecimalField(
                label=_("Target %(year)s") % {"year": year},
                required=False,
                max_digits=18,
                decimal_places=2,
                localize=True,
            )

    def row(self) -> KpiRow:
        data = self.cleaned_data
        targets = {year: data[f"target_{year}"] for year in self.years}
        return KpiRow(
            data["name"],
            data["unit"],
            data["baseline"],
            {year: value for year, value in targets.items() if value is not None},
            data["pk"],
        )


Milestones = forms.formset_factory(MilestoneForm, extra=2, can_delete=True, max_num=40)
Risks = forms.formset_factory(RiskForm, extra=1, can_delete=True, max_num=30)
Kpis = forms.formset_factory(KpiForm, extra=1, can_delete=True, max_num=20)


def filled(formset: Any) -> list[Any]:
    """Forms with something in them that are not to be removed."""
    return [
        form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def milestone_rows(formset: Any) -> list[MilestoneRow]:
    cleaned = (form.cleaned_data for form in filled(formset))
    return [MilestoneRow(data["title"], data["due"], pk=data["pk"]) for data in cleaned]


def risk_rows(formset: Any) -> list[RiskRow]:
    names = ("text", "likelihood", "impact", "mitigation", "pk")
    return [
        RiskRow(**{name: form.cleaned_data[name] for name in names}) for form in filled(formset)
    ]


def kpi_rows(formset: Any) -> list[KpiRow]:
    return [form.row() for form in filled(formset)]


class BudgetForm(forms.Form):
    """A grid: one row per year, one column per source; whole rupiah."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initiative = sheet.initiative
        running = range(initiative.start_year, initiative.end_year + 1)
        self.years = sorted({*running, *sheet.budget.years})
        for year in self.years:
            for source, label in BudgetLine.Source.choices:
                self.fields[f"b_{year}_{source}"] = forms.IntegerField(
                    label=f"{year} {label}",
                    required=False,
                    min_value=0,
                    max_value=10**15,
                    initial=sheet.budget.amounts.get((year, source)),
                )

    def grid(self) -> list[tuple[int, list[Any]]]:
        """Bound fields by year, for the template."""
        sources = BudgetLine.Source.values
        return [(year, [self[f"b_{year}_{source}"] for source in sources]) for year in self.years]

    @property
    def sources(self) -> list[str]:
        return [str(label) for _value, label in BudgetLine.Source.choices]

    def rows(self) -> list[BudgetRow]:
        found = []
        for name, amount in self.cleaned_data.items():
            _prefix, year, source = name.split("_", 2)
            if amount:
                found.append(BudgetRow(int(year), source, amount))
        return found


class NeedField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        origin = f" ({obj.agency.label})" if obj.agency else ""
        return f"{obj.title}{origin}"


class NeedsForm(forms.Form):
    """The needs of the programme's dimension, and those linked already."""

    needs = NeedField(
        Need.objects.none(),
        required=False,
        label=_("Needs that this programme answers"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sheet: Sheet, every: bool = False, **kwargs: Any) -> None:
        linked = [answered.need.pk for answered in sheet.needs]
        kwargs["initial"] = {"needs": linked}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        of_round = Need.objects.filter(round=sheet.initiative.round)
        shown = of_round.filter(dimension=sheet.initiative.dimension) | of_round.filter(
            pk__in=linked
        )
        found = of_round if every else shown
        fields["needs"].queryset = found.select_related("agency").order_by("title")


class DependenciesForm(forms.Form):
    needs = forms.ModelMultipleChoiceField(
        Initiative.objects.none(),
        required=False,
        label=_("Programmes that must come first"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        kwargs["initial"] = {"needs": [each.pk for each in sheet.depends_on]}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        others = Initiative.objects.filter(round=sheet.initiative.round)
        fields["needs"].queryset = others.exclude(pk=sheet.initiative.pk)


class MoveForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed


class DoneForm(forms.Form):
    done_on = forms.DateField(label=_("Done on"), widget=DayInput)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        help_text=_("The workbook that you downloaded from this page, filled in."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    dry_run = forms.BooleanField(
        label=_("Only check the file, do not import yet"), required=False, initial=True
    )


class CopyForm(forms.Form):
    """Where a copied programme goes."""

    dimension = forms.ModelChoiceField(Dimension.objects.none(), label=_("Dimension"))
    owner = forms.ModelChoiceField(Agency.objects.none(), label=_("Owner unit"))

    def __init__(self, *args: Any, user: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["dimension"].queryset = Dimension.objects.filter(edition_id=round.edition_id)
        fields["owner"].queryset = own_agencies(user)
