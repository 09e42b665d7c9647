from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.registry import (
    Card,
    ChainLink,
    MenuEntry,
    SearchSource,
    Step,
    cards,
    consumers,
    event_words,
    menu,
    outcomes,
    search_sources,
    steps,
)
from selaras.organisations.models import Agency
from selaras.strategy.models import Stage
from selaras.systems.access import can_list
from selaras.systems.consumers import SystemConsumer
from selaras.systems.models import System
from selaras.systems.queries import system_documents, systems_of_round

event_words.add_all(
    {
        "systems.created": gettext_lazy("system entered"),
        "systems.updated": gettext_lazy("system changed"),
        "systems.taken_in": gettext_lazy("system taken in"),
    }
)
menu.add(
    "systems", MenuEntry("plan", gettext_lazy("Information systems"), "systems:list", 40, can_list)
)
search_sources.add(
    "systems", SearchSource("systems", gettext_lazy("Information system"), system_documents)
)
consumers.add("systems", SystemConsumer())


def _cards(user: Any, round_: Any) -> Iterable[Card]:
    if round_ is None or not can_list(user):
        return []
    found = systems_of_round(round_)
    in_use = found.filter(status=System.Status.IN_USE).count()
    hint = _("%(count)s in use") % {"count": in_use}
    return [Card(_("Information systems"), str(found.count()), _url(round_), hint)]


def _steps(round_: Any) -> Iterable[Step]:
    """How many of the entered systems say what data they hold."""
    found = systems_of_round(round_)
    total = found.count()
    described = found.exclude(data_held="").count()
    return [
        Step(
            stage=Stage.Kind.ANALYSIS,
            label=_("Systems whose data are described"),
            done=described,
            total=total,
            url=_url(round_),
            next_actor=_("Units") if described < total else "",
            position=30,
        )
    ]


def _of_agency(subject: Model) -> list[ChainLink]:
    if not isinstance(subject, Agency):
        return []
    return [
        ChainLink(system.name, system.get_absolute_url(), _("Information system"))
        for system in System.objects.filter(agency=subject)[:30]
    ]


def _url(round_: Any) -> str:
    return reverse("systems:round", args=[round_.slug])


cards.add("systems", _cards)
steps.add("systems", _steps)
outcomes.add("systems.of_agency", _of_agency)
