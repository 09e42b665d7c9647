import django_filters
import django_tables2
from django.utils.translation import gettext_lazy as _

from selaras.meetings.models import Meeting
from selaras.meetings.queries import public_years
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class MeetingTable(Table):
    empty_title = _("No meetings yet")
    empty_hint = _("Enter the FGD, then write down what its groups brought forward.")
    title = django_tables2.Column(linkify=True, verbose_name=_("Title"))
    heard = django_tables2.Column(verbose_name=_("Groups heard"))
    cards = django_tables2.Column(verbose_name=_("Contributions"))

    class Meta(Table.Meta):
        model = Meeting
        fields = ("title", "kind", "held_on", "place", "state", "attendance", "heard", "cards")


class MeetingFilter(django_filters.FilterSet):
    q = SearchFilter("title", "summary", "place")
    kind = django_filters.ChoiceFilter(choices=Meeting.Kind.choices, label=_("Kind"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


def _years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in public_years()]


class PublicFilter(django_filters.FilterSet):
    """What a citizen looks for among the meetings."""

    q = SearchFilter("title", "place")
    kind = django_filters.ChoiceFilter(choices=Meeting.Kind.choices, label=_("Kind"))
    year = django_filters.ChoiceFilter("held_on", "year", choices=_years, label=_("Year"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()
