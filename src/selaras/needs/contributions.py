from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.registry import (
    Card,
    ChainLink,
    EvidenceKind,
    MenuEntry,
    SearchSource,
    Step,
    cards,
    consumers,
    event_words,
    evidence_kinds,
    menu,
    outcomes,
    search_sources,
    steps,
)
from selaras.core.sheets import TEXTS
from selaras.needs.access import can_list
from selaras.needs.consumers import NeedConsumer
from selaras.needs.models import Need
from selaras.needs.queries import need_counts, need_documents, need_links
from selaras.organisations.models import Agency
from selaras.strategy.models import Stage

event_words.add_all(
    {
        "needs.created": gettext_lazy("need entered"),
        "needs.updated": gettext_lazy("need changed"),
        "needs.taken_in": gettext_lazy("need taken in"),
        "needs.supported": gettext_lazy("further evidence linked"),
    }
)
menu.add("needs", MenuEntry("plan", gettext_lazy("Needs"), "needs:list", 60, can_list))
search_sources.add("needs", SearchSource("needs", gettext_lazy("Need"), need_documents, rank=30))
evidence_kinds.add("survey", EvidenceKind(gettext_lazy("Survey answer"), "clipboard"))
consumers.add("needs", NeedConsumer(Need.Kind.NEED))
consumers.add("ideas", NeedConsumer(Need.Kind.IDEA))
TEXTS["other_dimension"] = gettext_lazy(
    "“%(value)s” does not belong to the dimension “%(dimension)s”. Choose one that does."
)


def _cards(user: Any, round_: Any) -> Iterable[Card]:
    if round_ is None or not can_list(user):
        return []
    counts = need_counts(round_)
    hint = _("%(linked)s answered by a programme") % {"linked": counts.linked}
    return [Card(_("Needs"), str(counts.total), _url(round_), hint)]


def _steps(round_: Any) -> Iterable[Step]:
    counts = need_counts(round_)
    return [
        Step(
            stage=Stage.Kind.ANALYSIS,
            label=_("Needs answered by a programme"),
            done=counts.linked,
            total=counts.total,
            url=_url(round_),
            next_actor=_("Planner") if counts.linked < counts.total else "",
            position=20,
        )
    ]


def _of_agency(subject: Model) -> list[ChainLink]:
    if not isinstance(subject, Agency):
        return []
    found = Need.objects.filter(agency=subject).select_related("dimension")[:30]
    return need_links(found)


def _url(round_: Any) -> str:
    return reverse("needs:round", args=[round_.slug])


cards.add("needs", _cards)
steps.add("needs", _steps)
outcomes.add("needs.of_agency", _of_agency)
