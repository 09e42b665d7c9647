"""Widgets that several rooms use."""

from typing import Any

from django import forms


class SearchableChecks(forms.CheckboxSelectMultiple):
    """Many checkboxes in a box of their own that scrolls; a script adds a search over them."""

    searchable = True


class ProseArea(forms.Textarea):
    """Rich text for what `lib/prose.py` reads; without JavaScript the field with its marks."""

    template_name = "web/forms/prose.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-prose": "", **(attrs or {})})
