from typing import Any

from django import forms
from django.utils.translation import gettext as _

from selaras.needs.models import Need
from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round, Subdimension


class SubdimensionField(forms.ModelChoiceField):
    """Sub-dimensions named with their dimension."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.dimension.name}: {obj.name}"


class NeedForm(forms.ModelForm):
    subdimension = SubdimensionField(Subdimension.objects.none(), required=False)

    class Meta:
        model = Need
        fields = (
            "kind",
            "title",
            "description",
            "dimension",
            "subdimension",
            "agency",
            "urgency",
            "affected",
        )

    def __init__(self, *args: Any, user: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition = round.edition_id
        fields: Any = self.fields
        fields["dimension"].queryset = Dimension.objects.filter(edition_id=edition)
        subs = Subdimension.objects.filter(dimension__edition_id=edition).select_related(
            "dimension"
        )
        fields["subdimension"].queryset = subs
        fields["subdimension"].label = _("Sub-dimension")
        self._limit_agencies(user)

    def _limit_agencies(self, user: Any) -> None:
        """Planners write for every unit, officers and heads for their own."""
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.current()
        if not can_plan(user):
            agency.queryset = agency.queryset.filter(pk__in=user.own_agency_ids)
            agency.required = True
            agency.initial = agency.queryset.first()
        elif self.instance.agency_id:  # a unit that has ended stays what it was
            kept = Agency.objects.filter(pk=self.instance.agency_id)
            agency.queryset = agency.queryset | kept

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
