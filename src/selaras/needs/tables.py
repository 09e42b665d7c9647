import django_filters
import django_tables2
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from selaras.needs.models import Need
from selaras.needs.queries import is_linked
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table

LINKED = (("yes", _("answered by a programme")), ("no", _("without a programme")))


class NeedTable(Table):
    empty_title = _("No needs yet")
    empty_hint = _("They come from the survey and the FGD, or are typed in here.")
    title = django_tables2.Column(linkify=True, verbose_name=_("Title"))
    dimension = django_tables2.Column(
        accessor="dimension__name", order_by="dimension__position", verbose_name=_("Dimension")
    )
    agency = django_tables2.Column(
        accessor="agency__label", order_by="agency__name", verbose_name=_("Raised by")
    )
    programmes = django_tables2.Column(verbose_name=_("Programmes"))

    class Meta(Table.Meta):
        model = Need
        fields = ("title", "kind", "dimension", "agency", "urgency", "programmes")


def dimensions(request: HttpRequest | None) -> QuerySet[Dimension]:
    """Dimensions of the round that the address names."""
    slug = request.resolver_match.kwargs["round"] if request and request.resolver_match else ""
    return Dimension.objects.filter(edition__round__slug=slug)


class NeedFilter(django_filters.FilterSet):
    q = SearchFilter("title", "description")
    dimension = django_filters.ModelChoiceFilter(queryset=dimensions, label=_("Dimension"))
    kind = django_filters.ChoiceFilter(choices=Need.Kind.choices, label=_("Kind"))
    urgency = django_filters.ChoiceFilter(choices=Need.Urgency.choices, label=_("Urgency"))
    agency = django_filters.ModelChoiceFilter(queryset=Agency.objects.all(), label=_("Raised by"))
    linked = django_filters.ChoiceFilter(choices=LINKED, method="by_link", label=_("Programmes"))

    class Meta:
        model = Need
        fields: tuple[str, ...] = ()

    def by_link(self, queryset: QuerySet[Need], _name: str, value: str) -> QuerySet[Need]:
        answered = is_linked()
        return queryset.filter(answered if value == "yes" else ~answered)
