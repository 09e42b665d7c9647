"""How Django's forms look: label, hint and error above the field, as in GOV.UK's pattern."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

PLAIN = (
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.HiddenInput,
    forms.MultipleHiddenInput,
)
CSS = {
    forms.CheckboxInput: "form-check-input",
    forms.SelectMultiple: "form-select",
    forms.Select: "form-select",
}


class Field(forms.BoundField):
    """Gives each widget the class its look expects."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not isinstance(widget, PLAIN):
            base = next(
                (css for kind, css in CSS.items() if isinstance(widget, kind)), "form-control"
            )
            attrs["class"] = f"{base} is-invalid" if self.errors else base
        return attrs

    @property
    def anchor(self) -> str:
        """The id that takes the focus, for links from the error summary."""
        return (
            f"{self.auto_id}_0" if self.kind == "group" else str(self.id_for_label or self.auto_id)
        )

    @property
    def kind(self) -> str:
        """check | group | plain: which markup surrounds the widget."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        return "group" if isinstance(widget, PLAIN[:2]) else "plain"


class OfficeRenderer(TemplatesSetting):
    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = Field


class PublicRenderer(OfficeRenderer):
    """The same markup; the public frame's style sheet makes it larger."""
