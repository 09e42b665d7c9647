import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.history import words_of
from selaras.core.models import LedgerEntry
from selaras.core.registry import event_words

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _kinds() -> list[tuple[str, str]]:
    return sorted(((kind, words_of(kind)) for kind in event_words.names()), key=lambda row: row[1])


class LedgerFilter(django_filters.FilterSet):
    """What an inspector looks for: a kind of event, a unit, a span of days."""

    kind = django_filters.ChoiceFilter(choices=_kinds, label=_("Event"))
    agency = django_filters.CharFilter(label=_("For unit (short address)"))
    since = django_filters.DateFilter("time", "date__gte", label=_("from"), widget=DAY)
    until = django_filters.DateFilter("time", "date__lte", label=_("until"), widget=DAY)

    class Meta:
        model = LedgerEntry
        fields: tuple[str, ...] = ()
