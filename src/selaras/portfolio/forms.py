"""Forms of the choice; they hand plain values to the actions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from selaras.portfolio.models import Criterion, Score
from selaras.portfolio.rules import FULL
from selaras.portfolio.types import CriterionRow


class CriterionForm(forms.Form):
    code = forms.SlugField(required=False, widget=forms.HiddenInput, max_length=40)
    name = forms.CharField(label=_("Criterion"), max_length=120)
    weight = forms.IntegerField(label=_("Weight"), min_value=0, max_value=FULL)
    anchor_0 = forms.CharField(label=_("0 means"), max_length=300)
    anchor_50 = forms.CharField(label=_("50 means"), max_length=300)
    anchor_100 = forms.CharField(label=_("100 means"), max_length=300)

    def row(self) -> CriterionRow:
        names = ("name", "weight", "anchor_0", "anchor_50", "anchor_100", "code")
        return CriterionRow(**{name: self.cleaned_data[name] for name in names})


Criteria = forms.formset_factory(CriterionForm, extra=1, can_delete=True, max_num=20)


def criterion_rows(formset: Any) -> list[CriterionRow]:
    return [
        form.row()
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def criterion_initial(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    names = ("code", "name", "weight", "anchor_0", "anchor_50", "anchor_100")
    return [{name: getattr(each, name) for name in names} for each in criteria]


class ScoreForm(forms.Form):
    """Value and reason per criterion, with the meaning of the scale in words."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        given: Mapping[str, Score],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = [each for each in criteria if each.weight]
        for each in self.criteria:
            present = given.get(each.code)
            self.fields[f"v_{each.code}"] = forms.IntegerField(
                label=_("%(name)s (weight %(weight)s)")
                % {"name": each.name, "weight": each.weight},
                help_text=format_html(
                    "0: {}<br>50: {}<br>100: {}", each.anchor_0, each.anchor_50, each.anchor_100
                ),
                min_value=0,
                max_value=FULL,
                initial=present.value if present else None,
                widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
            )
            self.fields[f"r_{each.code}"] = forms.CharField(
                label=_("Reason"),
                max_length=300,
                required=False,
                initial=present.reason if present else "",
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """The two bound fields of each criterion, for the template."""
        return [(self[f"v_{each.code}"], self[f"r_{each.code}"]) for each in self.criteria]

    def scores(self) -> dict[str, tuple[int, str]]:
        data = self.cleaned_data
        return {
            each.code: (data[f"v_{each.code}"], data[f"r_{each.code}"].strip())
            for each in self.criteria
        }


class ChooseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why this programme"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when it is not at the top of the ranking."),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the choice is taken back"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuotaForm(forms.Form):
    year = forms.IntegerField(widget=forms.HiddenInput)
    per_dimension = forms.IntegerField(
        label=_("Quick wins per dimension in this year"), min_value=0, max_value=20
    )


class CommitForm(forms.Form):
    """The head's own words and signature."""

    statement = forms.CharField(
        label=_("Statement"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    signer_name = forms.CharField(label=_("Name"), max_length=150)
    signer_position = forms.CharField(label=_("Position"), max_length=150)
    signed_on = forms.DateField(
        label=_("Signed on"),
        initial=timezone.localdate,
        validators=[MaxValueValidator(timezone.localdate)],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    agreed = forms.BooleanField(
        label=_("I am the head of this unit and I bind it to this programme.")
    )
