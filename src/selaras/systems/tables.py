import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.systems.models import System
from selaras.web.tables import Table


class SystemTable(Table):
    name = django_tables2.Column(linkify=True, verbose_name=_("Name"))
    year = django_tables2.Column(localize=False)
    agency = django_tables2.Column(
        accessor="agency__label", order_by="agency__name", verbose_name=_("Owner")
    )

    class Meta(Table.Meta):
        model = System
        fields = ("name", "agency", "function", "status", "year", "users", "platform", "builder")


class SystemFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Search"))
    agency = django_filters.ModelChoiceFilter(queryset=Agency.objects.all(), label=_("Owner"))
    function = django_filters.ChoiceFilter(choices=System.Function.choices, label=_("Function"))
    status = django_filters.ChoiceFilter(choices=System.Status.choices, label=_("State"))
    platform = django_filters.ChoiceFilter(choices=System.Platform.choices, label=_("Form"))
    builder = django_filters.ChoiceFilter(choices=System.Builder.choices, label=_("Origin"))

    class Meta:
        model = System
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[System], _name: str, value: str) -> QuerySet[System]:
        words = Q(name__icontains=value) | Q(description__icontains=value)
        return queryset.filter(words | Q(data_held__icontains=value))
