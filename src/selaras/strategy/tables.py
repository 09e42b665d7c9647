import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from selaras.strategy.models import Round
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class RoundTable(Table):
    name = tables.Column(linkify=True)
    start_year = tables.Column(localize=False, verbose_name=_("from"))
    end_year = tables.Column(localize=False, verbose_name=_("until"))
    empty_title = _("No planning round yet")
    empty_hint = _("A round leads from the first talk to the signed masterplan.")

    class Meta(Table.Meta):
        model = Round
        fields = ("name", "start_year", "end_year", "edition", "state", "public")


class RoundFilters(django_filters.FilterSet):
    q = SearchFilter("name", "purpose")

    class Meta:
        model = Round
        fields = ("q", "state")
