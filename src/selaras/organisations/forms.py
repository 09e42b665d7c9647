from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency, Area, Role, User

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AgencyForm(forms.ModelForm):
    class Meta:
        model = Agency
        fields = ("name", "short_name", "kind", "sector", "parent", "area", "email", "valid_from")
        widgets = {"valid_from": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.exclude(level__in=("desa", "kelurahan"))  # type: ignore[attr-defined]
        kept = Agency.objects.filter(pk=self.instance.parent_id)  # it may have ended since
        parents = Agency.objects.current() | kept
        self.fields["parent"].queryset = parents.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]


class EndAgencyForm(forms.Form):
    last_day = forms.DateField(label=_("Last day"), widget=DAY)
    successor = forms.ModelChoiceField(
        label=_("continued by"), queryset=Agency.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Agency.objects.current()  # type: ignore[attr-defined]


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "email", "position", "phone", "language")


class NewPersonForm(PersonForm):
    kind = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices)
    agency = forms.ModelChoiceField(
        label=_("Unit"), queryset=Agency.objects.none(), required=False,
        help_text=_("For officers, heads and partners."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.current()  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices)
    agency = forms.ModelChoiceField(label=_("Unit"), queryset=Agency.objects.none(), required=False)
    valid_from = forms.DateField(label=_("from"), widget=DAY, initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.current()  # type: ignore[attr-defined]


class OwnAccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "position", "phone", "language")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )
