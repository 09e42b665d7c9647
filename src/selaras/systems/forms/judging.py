from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.organisations.access import can_plan
from selaras.strategy.models import Dimension, Round
from selaras.systems.actions import TARGET
from selaras.systems.forms.register import SystemField
from selaras.systems.models import Appraisal, Finding, System
from selaras.systems.words import fit_words

REASON = forms.Textarea(attrs={"rows": 3})
OFFICE_DIMENSION = "governance"


class AppraisalForm(forms.Form):
    """The two questions of TIME; only planners may decide otherwise than the answers."""

    business_fit = forms.TypedChoiceField(
        label=_("How well does it fit the work?"), coerce=int, widget=forms.RadioSelect
    )
    technical_fit = forms.TypedChoiceField(
        label=_("How good is its technology?"), coerce=int, widget=forms.RadioSelect
    )
    verdict = forms.ChoiceField(
        label=_("Verdict"),
        required=False,
        choices=[("", _("as the answers say")), *Appraisal.Verdict.choices],
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=REASON)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, words in fit_words().items():
            fields[name].choices = list(words.items())
        if not can_plan(user):
            del fields["verdict"]

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TargetForm(forms.ModelForm):
    successor = SystemField(
        System.objects.none(),
        required=False,
        label=_("Continued by"),
        help_text=_("For a system that is replaced or merged."),
    )

    class Meta:
        model = System
        fields = TARGET

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = System.objects.filter(round_id=self.instance.round_id).exclude(pk=self.instance.pk)
        fields: dict[str, Any] = self.fields
        fields["successor"].queryset = others.select_related("agency").order_by("name")

    def _post_clean(self) -> None:
        """Leave the instance alone."""

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Is it so?"), choices=Finding.Verdict.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=REASON,
        help_text=_("Needed when you deny it: the finding stays denied with your reason."),
    )


class NeedForm(forms.Form):
    """Where the need belongs; governance unless somebody says otherwise."""

    dimension = forms.ModelChoiceField(
        Dimension.objects.none(), label=_("Dimension"), empty_label=None
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dimension"]
        field.queryset = Dimension.objects.filter(edition_id=round.edition_id)
        field.initial = field.queryset.filter(code=OFFICE_DIMENSION).first()
