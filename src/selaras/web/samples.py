"""Sample data of the catalogue page."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django_tables2 as tables
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from selaras.web.tables import Table
from selaras.web.widgets import SearchableChecks

if TYPE_CHECKING:
    from selaras.lib.charts import Chart


@dataclass(frozen=True)
class SampleArea:
    name: str
    url: str
    value: int
    label: str
    column: int
    row: int


# A made-up grid of made-up figures; only the names are those of districts.
AREAS = [
    SampleArea(name, "#peta", value, str(value), column, row)
    for name, value, column, row in (
        ("Kudu", 1, 2, 0),
        ("Plandaan", 0, 1, 0),
        ("Bandarkedungmulyo", 2, 0, 1),
        ("Tembelang", 3, 1, 1),
        ("Jombang", 9, 2, 1),
        ("Mojoagung", 7, 3, 1),
        ("Gudo", 4, 1, 2),
        ("Wonosalam", 5, 3, 2),
    )
]


NOTICES = [
    ("success", _("The settings are saved.")),
    ("info", _("The round is closed for changes.")),
    ("warning", _("The deadline is tomorrow.")),
    ("error", _("The file could not be read.")),
]
STATS = [
    (_("Needs"), "74", _("from three sources")),
    (_("Programmes"), "42", _("18 quick wins")),
    (_("Budget"), "Rp 12,4 miliar", _("2025 to 2029")),
]


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the letter."))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), ("a", "FGD"), ("b", "Bimtek")])
    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    public = forms.BooleanField(label=_("Show to the public"), required=False)
    units = forms.MultipleChoiceField(
        label=_("Units"),
        required=False,
        choices=[(str(number), area.name) for number, area in enumerate(AREAS)],
        widget=SearchableChecks,
    )
    size = forms.ChoiceField(
        label=_("Urgency"), choices=[("h", _("high")), ("l", _("low"))], widget=forms.RadioSelect
    )


class SampleRow(forms.Form):
    title = forms.CharField(label=_("Name"))
    votes = forms.IntegerField(label=_("Number"), required=False, min_value=0)


SampleRows = forms.formset_factory(SampleRow, extra=2)


def rows(*, wrong: bool) -> forms.BaseFormSet:
    """Blank rows, or two of which the second is wrong."""
    sent = {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "rows-1-votes": "-1"}
    return SampleRows(sent if wrong else None, prefix="rows")


class SampleTable(Table):
    name = tables.Column(verbose_name=_("Name"))
    count = tables.Column(verbose_name=_("Number"))


def table(request: HttpRequest) -> SampleTable:
    made = SampleTable(
        [{"name": "Dinas Kesehatan", "count": 3}, {"name": "Kecamatan Ploso", "count": 1}]
    )
    RequestConfig(request, paginate=False).configure(made)
    return made


def chart() -> "Chart":
    from selaras.lib.charts import bar  # noqa: PLC0415 - large, see the tag

    return bar(
        str(_("Needs by dimension")),
        str(_("A sample of a bar chart.")),
        [("Smart Living", 21), ("Smart Economy", 13), ("Smart Society", 8)],
    )


def icons() -> list[str]:
    return sorted(file.stem for file in (Path(__file__).parent / "icons").glob("*.svg"))
