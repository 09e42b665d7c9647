from typing import Any

from django import forms

from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency
from selaras.systems.actions import DETAILS
from selaras.systems.models import System


class SystemForm(forms.ModelForm):
    class Meta:
        model = System
        fields = ("agency", *DETAILS)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.current()
        if not can_plan(user):
            agency.queryset = agency.queryset.filter(pk__in=user.own_agency_ids)
            agency.initial = agency.queryset.first()
        elif self.instance.agency_id:  # a unit that has ended stays what it was
            kept = Agency.objects.filter(pk=self.instance.agency_id)
            agency.queryset = agency.queryset | kept

    def _post_clean(self) -> None:
        """Leave the instance alone: the action sets the fields, the ledger sees the change."""

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
