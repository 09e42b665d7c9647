from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from selaras.core.registry import MenuEntry, SearchDocument, SearchSource, menu, search_sources
from selaras.organisations.access import can_see_people, is_office
from selaras.organisations.actions.agencies import agency_document
from selaras.organisations.models import Agency

menu.add(
    "organisations.agencies",
    MenuEntry("settings", _("Organisation"), "organisations:agencies", 10, is_office),
)
menu.add(
    "organisations.people",
    MenuEntry("settings", _("People"), "organisations:people", 20, can_see_people),
)
menu.add(
    "organisations.areas", MenuEntry("settings", _("Areas"), "organisations:areas", 30, is_office)
)


def _documents() -> Iterator[SearchDocument]:
    return (agency_document(agency) for agency in Agency.objects.all())


search_sources.add("organisations.agencies", SearchSource(_("Units and partners"), _documents))
