"""Widgets that several rooms use."""

from django import forms


class SearchableChecks(forms.CheckboxSelectMultiple):
    """Many checkboxes in a box of their own that scrolls; a script adds a search over them."""

    searchable = True
