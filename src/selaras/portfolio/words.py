"""Bands of the ranking in words, and the statement a head begins from."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.initiatives.models import Initiative
from selaras.portfolio.rules import Band

BAND_LABELS = {
    Band.CORE: gettext_lazy("every judge"),
    Band.BORDERLINE: gettext_lazy("some judges"),
    Band.OUTSIDE: gettext_lazy("no judge"),
}
BAND_KINDS = {Band.CORE: "ok", Band.BORDERLINE: "warn", Band.OUTSIDE: "off"}


def statement_for(initiative: Initiative) -> str:
    """A first wording; the head may change it."""
    return _(
        "We undertake to carry out the programme “%(title)s” (%(code)s) from %(first)s to %(last)s,"
        " to provide people, data and budget for it within our powers, and to report its progress"
        " openly."
    ) % {
        "title": initiative.title,
        "code": initiative.code,
        "first": initiative.start_year,
        "last": initiative.end_year,
    }
