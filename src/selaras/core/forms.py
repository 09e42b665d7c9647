import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.preferences import preference
from selaras.core.registry import SettingKind, settings

HEX = re.compile(r"#[0-9a-fA-F]{6}")


class SettingsForm(forms.Form):
    """One field per registered setting; names use “__” for the dot of the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in settings.names():
            field = _field(settings[key])
            field.initial = preference(key)
            self.fields[key.replace(".", "__")] = field

    def values(self) -> dict[str, Any]:
        return {name.replace("__", "."): value for name, value in self.cleaned_data.items()}


def _colour(value: str) -> None:
    if not HEX.fullmatch(value):
        raise forms.ValidationError(_("Write the colour as # and six digits, e.g. #196bcd."))


def _field(kind: SettingKind) -> forms.Field:
    common: dict[str, Any] = {"label": kind.label, "help_text": kind.help, "required": False}
    if kind.kind == "yes_no":
        return forms.BooleanField(**common)
    if kind.kind == "integer":
        return forms.IntegerField(**common)
    if kind.kind == "choice":
        return forms.ChoiceField(choices=kind.choices, **common)
    if kind.kind == "colour":
        return forms.CharField(validators=[_colour], max_length=7, **common)
    widget = forms.Textarea if kind.kind == "long" else None
    return forms.CharField(max_length=2000, widget=widget, **common)
