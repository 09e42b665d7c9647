from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.access import is_office
from selaras.core.registry import (
    Card,
    ChainLink,
    EvidenceKind,
    Late,
    MenuEntry,
    SearchSource,
    Step,
    Task,
    cards,
    event_words,
    evidence_kinds,
    late,
    menu,
    need_answers,
    outcomes,
    search_sources,
    steps,
    tasks,
)
from selaras.initiatives.models import Initiative, NeedLink
from selaras.initiatives.queries import (
    initiative_documents,
    overdue_milestones,
    sheets,
    state_counts,
)
from selaras.initiatives.rules import State
from selaras.initiatives.topics import PART_LABELS
from selaras.needs.models import Need
from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency
from selaras.strategy.models import PlanNode, Round, Stage

event_words.add_all(
    {
        "initiatives.created": gettext_lazy("programme entered"),
        "initiatives.imported": gettext_lazy("programmes imported"),
        "initiatives.changed": gettext_lazy("programme changed"),
        "initiatives.moved": gettext_lazy("state changed"),
        "initiatives.milestone_done": gettext_lazy("milestone reached"),
        "initiatives.milestone_reopened": gettext_lazy("milestone reopened"),
    }
)
menu.add(
    "initiatives", MenuEntry("plan", gettext_lazy("Programmes"), "initiatives:list", 70, is_office)
)
search_sources.add(
    "initiatives",
    SearchSource("initiatives", gettext_lazy("Programme"), initiative_documents, rank=10),
)
evidence_kinds.add(
    "inspiration", EvidenceKind(gettext_lazy("Programme of another regency"), "bulb")
)


def _tasks(user: Any) -> Iterable[Task]:
    yield from _incomplete(user)
    yield from _overdue(user)
    if can_plan(user):
        yield from _to_select()


def _incomplete(user: Any) -> Iterable[Task]:
    """Candidates of the person's own units, each with what its sheet lacks."""
    own = getattr(user, "own_agency_ids", ())
    if not own:
        return
    found = Initiative.objects.filter(
        owner__in=own, state=State.CANDIDATE, round__state=Round.State.RUNNING
    )
    for sheet in sheets(found):
        code, url = sheet.initiative.code, sheet.initiative.get_absolute_url()
        if sheet.missing:
            parts = ", ".join(str(PART_LABELS[name]) for name in sheet.missing)
            context = _("still lacking: %(parts)s") % {"parts": parts}
            title = _("Complete the sheet of programme %(code)s") % {"code": code}
        else:
            title = _("Propose programme %(code)s") % {"code": code}
            context = sheet.initiative.title
        yield Task(title, url, context=context)


def _overdue(user: Any) -> Iterable[Task]:
    """Promised milestones that are past their day; planners follow them on the stage board."""
    own = getattr(user, "own_agency_ids", ())
    found = overdue_milestones(timezone.localdate()).filter(initiative__owner__in=own)
    for milestone in found if own else ():
        yield Task(
            title=_("Report on the milestone “%(title)s”") % {"title": milestone.title},
            url=f"{milestone.initiative.get_absolute_url()}#tonggak",
            due=milestone.due,
            late=True,
            context=str(milestone.initiative),
        )


def _late(round_: Any) -> Iterable[Late]:
    for milestone in overdue_milestones(timezone.localdate()).filter(initiative__round=round_):
        owner = milestone.initiative
        what = _("Milestone “%(title)s” of %(code)s") % {
            "title": milestone.title,
            "code": owner.code,
        }
        yield Late(what, owner.owner.label, milestone.due, f"{owner.get_absolute_url()}#tonggak")


def _to_select() -> Iterable[Task]:
    rounds = Round.objects.filter(state=Round.State.RUNNING)
    for round_ in rounds:
        count = Initiative.objects.filter(round=round_, state=State.PROPOSED).count()
        if count:
            title = _("Decide on %(count)s proposed programmes") % {"count": count}
            yield Task(title, f"{_url(round_)}?state=proposed", context=round_.name)


def _cards(user: Any, round_: Any) -> Iterable[Card]:
    if round_ is None or not is_office(user):
        return []
    counts = state_counts(round_)
    chosen = sum(counts.get(state, 0) for state in ("selected", "committed", "running", "finished"))
    hint = _("%(count)s selected or further") % {"count": chosen}
    return [Card(_("Programmes"), str(sum(counts.values())), _url(round_), hint)]


def _steps(round_: Any) -> Iterable[Step]:
    """Formulation: how many of the programmes have come as far as a proposal."""
    counts = state_counts(round_)
    total = sum(counts.values()) - counts.get(State.STOPPED, 0)
    done = total - counts.get(State.CANDIDATE, 0)
    return [
        Step(
            stage=Stage.Kind.FORMULATION,
            label=_("Programmes proposed"),
            done=done,
            total=total,
            url=_url(round_),
            next_actor=_("Owner units") if done < total else "",
            position=10,
        )
    ]


def _links(found: Any) -> list[ChainLink]:
    return [
        ChainLink(str(each), each.get_absolute_url(), _("Programme"), str(each.get_state_display()))
        for each in found.select_related("round").distinct()[:50]
    ]


def _of_need(subject: Model) -> Iterable[ChainLink]:
    if not isinstance(subject, Need):
        return ()
    return _links(Initiative.objects.filter(need_links__need=subject))


def _of_plan_node(subject: Model) -> Iterable[ChainLink]:
    return _links(subject.initiatives.all()) if isinstance(subject, PlanNode) else ()


def _of_agency(subject: Model) -> Iterable[ChainLink]:
    return _links(subject.initiatives.all()) if isinstance(subject, Agency) else ()


def _url(round_: Any) -> str:
    return reverse("initiatives:round", args=[round_.slug])


tasks.add("initiatives", _tasks)
cards.add("initiatives", _cards)
steps.add("initiatives", _steps)
late.add("initiatives", _late)
outcomes.add("initiatives.of_need", _of_need)
outcomes.add("initiatives.of_plan_node", _of_plan_node)
outcomes.add("initiatives.of_agency", _of_agency)


def _public_answers(need_ids: Sequence[int]) -> dict[int, list[ChainLink]]:
    """The programmes that everybody may see, by the need that they answer; one query."""
    shown = Initiative.objects.visible_to(AnonymousUser())
    links = NeedLink.objects.filter(need__in=need_ids, initiative__in=shown)
    found: dict[int, list[ChainLink]] = {}
    for link in links.select_related("initiative__owner", "initiative__round").order_by("pk"):
        programme = link.initiative
        label, state = programme.title, programme.get_state_display()
        chain = ChainLink(label, programme.get_absolute_url(), state, programme.owner.label)
        found.setdefault(link.need_id, []).append(chain)
    return found


need_answers.add("initiatives", _public_answers)
