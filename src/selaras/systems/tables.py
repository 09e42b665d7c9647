import django_filters
import django_tables2
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency
from selaras.systems.models import System
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class SystemTable(Table):
    empty_title = _("No information systems yet")
    empty_hint = _("They come from the workbooks of the survey, or are typed in here.")
    name = django_tables2.Column(linkify=True, verbose_name=_("Name"))
    year = django_tables2.Column(localize=False)
    agency = django_tables2.Column(
        accessor="agency__label", order_by="agency__name", verbose_name=_("Owner")
    )

    class Meta(Table.Meta):
        model = System
        fields = ("name", "agency", "function", "status", "year", "users", "platform", "builder")


class SystemFilter(django_filters.FilterSet):
    q = SearchFilter("name", "description", "data_held")
    agency = django_filters.ModelChoiceFilter(queryset=Agency.objects.all(), label=_("Owner"))
    function = django_filters.ChoiceFilter(choices=System.Function.choices, label=_("Function"))
    status = django_filters.ChoiceFilter(choices=System.Status.choices, label=_("State"))
    platform = django_filters.ChoiceFilter(
        choices=System.Platform.choices, label=_("Form of the system")
    )
    builder = django_filters.ChoiceFilter(choices=System.Builder.choices, label=_("Origin"))

    class Meta:
        model = System
        fields: tuple[str, ...] = ()
