from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from selaras.initiatives.models import Initiative
from selaras.lib.indonesia import rupiah
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class InitiativeTable(Table):
    empty_title = _("No programme yet")
    empty_hint = _("Make a candidate, copy one from another regency, or import a workbook.")

    code = django_tables2.Column(attrs={"td": {"class": "text-nowrap"}})
    title = django_tables2.Column(linkify=True)
    phase = django_tables2.Column(visible=False)  # in the export; the years say it on the page
    dimension = django_tables2.Column(accessor="dimension__name", order_by="dimension__position")
    owner = django_tables2.Column(accessor="owner__label", order_by="owner__name")
    quick_win_year = django_tables2.Column(verbose_name=_("Quick win"))
    years = django_tables2.Column(
        accessor="start_year",
        order_by=("start_year", "end_year"),
        verbose_name=_("Years"),
        attrs={"td": {"class": "text-nowrap"}},
    )
    money = django_tables2.Column(
        verbose_name=_("Budget"), attrs={"td": {"class": "text-end text-nowrap"}}
    )

    class Meta(Table.Meta):
        model = Initiative
        fields = ("code", "title", "dimension", "owner", "phase", "years", "money", "state")
        sequence = (*fields, "quick_win_year")

    def render_years(self, record: Initiative) -> str:
        return f"{record.start_year}–{record.end_year}"

    def value_years(self, record: Initiative) -> str:
        return self.render_years(record)

    def render_money(self, value: int) -> str:
        return rupiah(value) if value else "–"

    def value_money(self, value: int) -> int:
        return value


def dimensions(request: HttpRequest | None) -> QuerySet[Dimension]:
    """Dimensions of the round that the address names."""
    slug = request.resolver_match.kwargs["round"] if request and request.resolver_match else ""
    return Dimension.objects.filter(edition__round__slug=slug)


def owners(request: HttpRequest | None) -> QuerySet[Agency]:
    slug = request.resolver_match.kwargs["round"] if request and request.resolver_match else ""
    found: QuerySet[Agency] = Agency.objects.filter(initiatives__round__slug=slug).distinct()
    return found


class InitiativeFilter(django_filters.FilterSet):
    q = SearchFilter("code", "title", "problem")
    dimension = django_filters.ModelChoiceFilter(queryset=dimensions, label=_("Dimension"))
    owner = django_filters.ModelChoiceFilter(queryset=owners, label=_("Owner unit"))
    state = django_filters.ChoiceFilter(choices=Initiative.States.choices, label=_("State"))
    phase = django_filters.ChoiceFilter(choices=Initiative.Phase.choices, label=_("Phase"))
    quick_win = django_filters.ChoiceFilter(
        choices=(("yes", _("quick wins only")), ("no", _("without quick wins"))),
        method="by_quick_win",
        label=_("Quick win"),
    )
    year = django_filters.NumberFilter(method="in_year", label=_("Runs in the year"))

    class Meta:
        model = Initiative
        fields: tuple[str, ...] = ()

    def by_quick_win(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(quick_win_year__isnull=value == "no")

    def in_year(self, queryset: QuerySet[Any], _name: str, value: int) -> QuerySet[Any]:
        return queryset.filter(start_year__lte=value, end_year__gte=value)
