from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.systems.models import Appraisal, Finding, Interface, System
from selaras.systems.queries import reasons_of
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table

NEED = (("yes", _("made a need")), ("no", _("no need yet")))


class SystemTable(Table):
    empty_title = _("No information systems yet")
    empty_hint = _(
        "They come from the workbooks of the survey or from a spreadsheet under “Import”, or are"
        " typed in here."
    )
    name = django_tables2.Column(linkify=True, verbose_name=_("Name"))
    year = django_tables2.Column(localize=False)
    agency = django_tables2.Column(
        accessor="agency__label", order_by="agency__name", verbose_name=_("Owner")
    )

    class Meta(Table.Meta):
        model = System
        fields = ("name", "agency", "function", "status", "year", "users", "platform", "builder")


class SystemFilter(django_filters.FilterSet):
    q = SearchFilter("name", "description", "purpose", "data_held", "register_id")
    agency = django_filters.ModelChoiceFilter(queryset=Agency.objects.all(), label=_("Owner"))
    function = django_filters.ChoiceFilter(choices=System.Function.choices, label=_("Function"))
    status = django_filters.ChoiceFilter(choices=System.Status.choices, label=_("State"))
    platform = django_filters.ChoiceFilter(
        choices=System.Platform.choices, label=_("Form of the system")
    )
    builder = django_filters.ChoiceFilter(choices=System.Builder.choices, label=_("Origin"))
    verdict = django_filters.ChoiceFilter(
        choices=Appraisal.Verdict.choices, method="by_verdict", label=_("Quadrant")
    )
    rab = django_filters.CharFilter("process_code__code", "startswith", label=_("RAB code"))
    ral = django_filters.CharFilter("service_code__code", "startswith", label=_("RAL code"))
    raa = django_filters.CharFilter("application_code__code", "startswith", label=_("RAA code"))
    rad = django_filters.CharFilter("data_code__code", "startswith", label=_("RAD code"))

    class Meta:
        model = System
        fields: tuple[str, ...] = ()

    def by_verdict(self, queryset: QuerySet[System], _name: str, value: str) -> QuerySet[System]:
        return queryset.filter(appraisals__current=True, appraisals__verdict=value)


class FindingTable(Table):
    empty_title = _("Nothing found")
    empty_hint = _(
        "The rules look at names, descriptions, data, age, contracts and interfaces: the more the"
        " register tells, the more they see."
    )
    title = django_tables2.Column(linkify=True, verbose_name=_("Finding"))
    systems = django_tables2.Column(
        verbose_name=_("Units"), orderable=False, empty_values=(), accessor="pk"
    )
    reasons = django_tables2.Column(verbose_name=_("Why"), orderable=False, accessor="pk")
    score = django_tables2.Column(attrs={"td": {"class": "number"}})
    need = django_tables2.Column(linkify=True, verbose_name=_("Need"))

    class Meta(Table.Meta):
        model = Finding
        fields = ("title", "kind", "systems", "reasons", "score", "verdict", "need")

    def render_systems(self, record: Finding) -> str:
        return self.value_systems(record)

    def value_systems(self, record: Finding) -> str:
        units = dict.fromkeys(system.agency.label for system in record.systems.all())
        shown = list(units)[:4]
        return ", ".join(shown) + (f" (+{len(units) - 4})" if len(units) > 4 else "")

    def render_reasons(self, record: Finding) -> Any:
        lines = format_html_join("", "<li>{}</li>", ((text,) for text in reasons_of(record)))
        return format_html('<ul class="reasons">{}</ul>', lines)

    def value_reasons(self, record: Finding) -> str:
        return "; ".join(reasons_of(record))

    def render_need(self, record: Finding) -> str:
        return record.need.title if record.need else ""


class FindingFilter(django_filters.FilterSet):
    q = SearchFilter("title", "systems__name")
    kind = django_filters.ChoiceFilter(choices=Finding.Kind.choices, label=_("Kind"))
    verdict = django_filters.ChoiceFilter(choices=Finding.Verdict.choices, label=_("Verdict"))
    agency = django_filters.ModelChoiceFilter(
        field_name="systems__agency", queryset=Agency.objects.all(), label=_("Unit"), distinct=True
    )
    made = django_filters.ChoiceFilter(choices=NEED, method="by_need", label=_("Need"))

    class Meta:
        model = Finding
        fields: tuple[str, ...] = ()

    def by_need(self, queryset: QuerySet[Finding], _name: str, value: str) -> QuerySet[Finding]:
        return queryset.filter(need__isnull=value == "no")

    @property
    def qs(self) -> QuerySet[Finding]:
        """Searching in the names of systems must not show a finding twice."""
        found: QuerySet[Finding] = super().qs
        return found.distinct()


class InterfaceTable(Table):
    empty_title = _("No interfaces yet")
    empty_hint = _("Say which systems exchange which data, and which ought to.")
    source = django_tables2.Column(
        accessor="source_label", order_by="source__name", verbose_name=_("From")
    )
    target = django_tables2.Column(
        accessor="target_label", order_by="target__name", verbose_name=_("To")
    )
    data = django_tables2.Column(linkify=True, verbose_name=_("Data"))

    class Meta(Table.Meta):
        model = Interface
        fields = ("data", "source", "target", "method", "frequency", "state")


class InterfaceFilter(django_filters.FilterSet):
    q = SearchFilter("data", "source__name", "target__name", "source_text", "target_text")
    state = django_filters.ChoiceFilter(choices=Interface.State.choices, label=_("State"))
    method = django_filters.ChoiceFilter(choices=Interface.Method.choices, label=_("Method"))
    giver = django_filters.ModelChoiceFilter(
        field_name="source__agency", queryset=Agency.objects.all(), label=_("Unit that gives")
    )
    getter = django_filters.ModelChoiceFilter(
        field_name="target__agency", queryset=Agency.objects.all(), label=_("Unit that gets")
    )

    class Meta:
        model = Interface
        fields: tuple[str, ...] = ()
