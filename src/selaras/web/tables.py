"""The base of all office listings."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _


class Table(tables.Table):
    """A table whose rows become cards on a phone; `as_values` gives the export."""

    empty_title: Any = _("Nothing here yet")
    empty_hint: Any = ""

    class Meta:
        template_name = "web/table.html"
        attrs = {"class": "table selaras-table"}
