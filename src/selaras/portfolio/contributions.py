from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.access import is_office
from selaras.core.registry import (
    Card,
    ChainLink,
    Late,
    MenuEntry,
    Step,
    Task,
    cards,
    event_words,
    late,
    menu,
    outcomes,
    steps,
    tasks,
)
from selaras.core.types import RoleKind
from selaras.initiatives.models import Initiative
from selaras.portfolio.access import can_choose, can_judge, can_see_choice
from selaras.portfolio.queries import (
    BOUND,
    awaiting_commitment,
    choices_of,
    commitments_of,
    criteria_of,
    judging,
    quota_of,
)
from selaras.portfolio.rules import weights_fit
from selaras.strategy.models import Dimension, Round, Stage

NAMED = 3
event_words.add_all(
    {
        "portfolio.criteria_saved": gettext_lazy("criteria saved"),
        "portfolio.scored": gettext_lazy("programme scored"),
        "portfolio.quota_set": gettext_lazy("number of quick wins set"),
        "portfolio.chosen": gettext_lazy("chosen as quick win"),
        "portfolio.withdrawn": gettext_lazy("choice taken back"),
        "portfolio.committed": gettext_lazy("head committed"),
    }
)
menu.add(
    "portfolio", MenuEntry("plan", gettext_lazy("Choice"), "portfolio:list", 80, can_see_choice)
)


def _tasks(user: Any) -> Iterable[Task]:
    for round_ in Round.objects.filter(state=Round.State.RUNNING):
        due = _deadline(round_)
        if can_judge(user):
            yield from _to_score(user, round_, due)
        if can_choose(user):
            yield from _to_choose(round_, due)
    yield from _to_commit(user)


def _deadline(round_: Round) -> Any:
    stages = Stage.objects.filter(round=round_, kind=Stage.Kind.SELECTION, completed=None)
    return stages.exclude(due=None).values_list("due", flat=True).first()


def _to_score(user: Any, round_: Round, due: Any) -> Iterable[Task]:
    if not weights_fit({each.code: each.weight for each in criteria_of(round_)}):
        return
    left = sum(1 for each in judging(round_, user) if not each.complete)
    if left:
        url = reverse("portfolio:scoring", args=[round_.slug])
        yield Task(_("Score %(count)s programmes") % {"count": left}, url, due, context=round_.name)


def _to_choose(round_: Round, due: Any) -> Iterable[Task]:
    open_now = _open_dimensions(round_)
    if open_now and Initiative.objects.filter(round=round_).exists():
        names = ", ".join(each.name for each in open_now)
        title = _("Choose the quick wins of %(year)s") % {"year": round_.start_year}
        yield Task(title, _url(round_), due, context=names)


def _open_dimensions(round_: Round) -> list[Dimension]:
    """Dimensions with fewer quick wins than the first year asks for."""
    quota = quota_of(round_, round_.start_year)
    taken = [choice.dimension_id for choice in choices_of(round_, round_.start_year)]
    dimensions = Dimension.objects.filter(edition=round_.edition_id)
    return [each for each in dimensions if taken.count(each.pk) < quota]


def _to_commit(user: Any) -> Iterable[Task]:
    roles = getattr(user, "held_roles", ())
    own = [agency for kind, agency in roles if kind == RoleKind.HEAD and agency]
    waiting = awaiting_commitment().filter(owner__in=own) if own else ()
    for initiative in waiting:
        yield Task(
            title=_("Commit to programme %(code)s") % {"code": initiative.code},
            url=reverse("portfolio:commit", args=[initiative.round.slug, initiative.code]),
            context=initiative.title,
        )


def _late(round_: Any) -> Iterable[Late]:
    """Commitments that are awaited after the day on which the roadmap had to stand."""
    roadmap = Stage.objects.filter(round=round_, kind=Stage.Kind.ROADMAP)
    due = roadmap.filter(due__lt=timezone.localdate()).values_list("due", flat=True).first()
    if due is None:
        return
    for initiative in awaiting_commitment(round_):
        what = _("Commitment to programme %(code)s") % {"code": initiative.code}
        url = reverse("portfolio:commit", args=[initiative.round.slug, initiative.code])
        yield Late(what, initiative.owner.label, due, url)


def _cards(user: Any, round_: Any) -> Iterable[Card]:
    if round_ is None or not is_office(user):
        return []
    chosen, total = _quick_wins(round_)
    return [
        Card(
            _("Quick wins of %(year)s") % {"year": round_.start_year},
            _("%(done)s of %(total)s") % {"done": chosen, "total": total},
            _url(round_),
            kind="ok" if chosen >= total else "info",
        )
    ]


def _quick_wins(round_: Round) -> tuple[int, int]:
    quota = quota_of(round_, round_.start_year)
    total = quota * Dimension.objects.filter(edition=round_.edition_id).count()
    return choices_of(round_, round_.start_year).count(), total


def _steps(round_: Any) -> Iterable[Step]:
    chosen, total = _quick_wins(round_)
    made = commitments_of(round_).count()
    waiting = list(awaiting_commitment(round_))
    promised = made + len(waiting)
    return [
        Step(
            stage=Stage.Kind.SELECTION,
            label=_("Quick wins chosen"),
            done=chosen,
            total=total,
            url=_url(round_),
            next_actor=_("Planner") if chosen < total else "",
            position=10,
        ),
        Step(
            stage=Stage.Kind.ROADMAP,
            label=_("Commitments of the heads"),
            done=made,
            total=promised,
            url=reverse("portfolio:commitments", args=[round_.slug]),
            next_actor=_heads(sorted({each.owner.label for each in waiting})),
            position=10,
        ),
    ]


def _heads(units: list[str]) -> str:
    """Whose heads are waited for: by name while they are few."""
    if len(units) > NAMED:
        return _("Heads of units")
    return _("Heads of units: %(names)s") % {"names": ", ".join(units)} if units else ""


def _of_initiative(subject: Model) -> Iterable[ChainLink]:
    """What the choice made of a programme: quick win of a year, commitment of the head."""
    if not isinstance(subject, Initiative):
        return
    for choice in subject.choices.select_related("round"):
        label = _("Quick win of %(year)s") % {"year": choice.year}
        rank = _("rank %(rank)s") % {"rank": choice.rank} if choice.rank else ""
        yield ChainLink(label, _url(choice.round), _("Choice"), rank)
    if subject.state in BOUND or subject.state == "selected":
        url = reverse("portfolio:commit", args=[subject.round.slug, subject.code])
        given = subject.state in BOUND
        label = _("Commitment of the head") if given else _("The head's commitment is awaited")
        yield ChainLink(label, url, _("Commitment"), subject.owner.label)


def _url(round_: Any) -> str:
    return reverse("portfolio:board", args=[round_.slug])


tasks.add("portfolio", _tasks)
cards.add("portfolio", _cards)
steps.add("portfolio", _steps)
late.add("portfolio", _late)
outcomes.add("portfolio.of_initiative", _of_initiative)
