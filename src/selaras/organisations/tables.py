import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from selaras.organisations.models import Agency, Area, Role, User
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class AgencyTable(Table):
    name = tables.Column(linkify=True)
    empty_title = _("No units yet")
    empty_hint = _("Add them one by one, or import all of them from Excel.")

    class Meta(Table.Meta):
        model = Agency
        fields = ("name", "short_name", "kind", "sector", "parent", "area")


class AgencyFilters(django_filters.FilterSet):
    q = SearchFilter("name", "short_name")

    class Meta:
        model = Agency
        fields = ("q", "kind", "sector")


class PeopleTable(Table):
    name = tables.Column(linkify=True)
    roles = tables.ManyToManyColumn(verbose_name=_("Roles"), orderable=False)
    empty_title = _("No people yet")

    class Meta(Table.Meta):
        model = User
        fields = ("name", "email", "position", "roles", "is_active")


class PeopleFilters(django_filters.FilterSet):
    q = SearchFilter("name", "email", "position")
    role = django_filters.ChoiceFilter(
        field_name="roles__kind", choices=Role.Kind.choices, label=_("Role"), distinct=True
    )

    is_active = django_filters.ChoiceFilter(
        choices=[("True", _("open")), ("False", _("closed"))], label=_("Account")
    )

    class Meta:
        model = User
        fields = ("q", "role", "is_active")


class AreaTable(Table):
    name = tables.Column(linkify=True)
    empty_title = _("No areas yet")
    empty_hint = _("Import sub-districts and villages with their codes from Excel.")

    class Meta(Table.Meta):
        model = Area
        fields = ("code", "name", "level", "parent")


class AreaFilters(django_filters.FilterSet):
    q = SearchFilter("name", "code")

    class Meta:
        model = Area
        fields = ("q", "level")
