from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from selaras.core.access import has_role
from selaras.core.registry import (
    MenuEntry,
    SearchDocument,
    SearchSource,
    Task,
    event_words,
    menu,
    search_sources,
    tasks,
)
from selaras.core.types import RoleKind
from selaras.organisations.access import can_plan, can_see_people, is_office
from selaras.organisations.actions.agencies import agency_document
from selaras.organisations.models import Agency, Role

event_words.add_all(
    {
        "agencies.created": _("unit added"),
        "agencies.changed": _("unit changed"),
        "agencies.ended": _("unit closed"),
        "areas.loaded": _("areas taken in"),
        "people.founded": _("site set up"),
        "people.created": _("account opened"),
        "people.changed": _("account details changed"),
        "people.invited": _("invitation sent"),
        "people.second_factor_removed": _("second factor removed"),
        "people.opened": _("account reopened"),
        "people.closed": _("account closed"),
        "people.role_granted": _("role given"),
        "people.role_ended": _("role ended"),
    }
)
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


def _tasks(user: Any) -> Iterator[Task]:
    """Without units nothing can be asked and nothing be promised."""
    if can_plan(user) and not Agency.objects.government().exists():
        yield Task(_("Import the units"), reverse("organisations:import-agencies"))


def _without_people(user: Any) -> Iterator[Task]:
    """For the administrator: units for which nobody can answer or commit."""
    if not has_role(user, RoleKind.ADMINISTRATOR):
        return
    kinds = (RoleKind.OFFICER, RoleKind.HEAD)
    peopled = Role.objects.held().filter(kind__in=kinds, user__is_active=True).values("agency")
    count = Agency.objects.current().government().exclude(pk__in=peopled).count()
    if count:
        title = ngettext(
            "Invite an officer and a head for %(count)s unit",
            "Invite an officer and a head for %(count)s units",
            count,
        )
        yield Task(title % {"count": count}, reverse("organisations:people"))


def _documents() -> Iterator[SearchDocument]:
    return (agency_document(agency) for agency in Agency.objects.all())


tasks.add("organisations.begin", _tasks)
tasks.add("organisations.without_people", _without_people)
search_sources.add("organisations.agencies", SearchSource("agency", _("Unit"), _documents, rank=20))
