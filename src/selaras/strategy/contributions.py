from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.core.registry import (
    Late,
    MenuEntry,
    SearchDocument,
    SearchSource,
    Step,
    Task,
    event_words,
    late,
    menu,
    search_sources,
    steps,
    tasks,
)
from selaras.strategy.access import can_plan, is_office
from selaras.strategy.models import Round, Stage
from selaras.strategy.queries import round_document

event_words.add_all(
    {
        "strategy.round_created": _("round begun"),
        "strategy.round_changed": _("round changed"),
        "strategy.stage_added": _("stage added"),
        "strategy.stage_changed": _("stage changed"),
        "strategy.stage_completed": _("stage completed"),
        "strategy.stage_reopened": _("stage reopened"),
        "strategy.stage_removed": _("stage removed"),
        "strategy.plan_created": _("plan entered"),
        "strategy.plan_imported": _("plan imported"),
        "strategy.node_saved": _("part of the plan saved"),
        "strategy.node_removed": _("part of the plan removed"),
    }
)
menu.add("strategy.rounds", MenuEntry("plan", _("Rounds"), "strategy:rounds", 10, is_office))
menu.add("strategy.plans", MenuEntry("plan", _("RPJMD"), "strategy:plans", 15, is_office))


def _tasks(user: Any) -> Iterator[Task]:
    """Stages whose deadline has come, for the planner."""
    if not can_plan(user):
        return
    yield from _to_begin()
    today = timezone.localdate()
    open_stages = Stage.objects.filter(
        completed=None, due__lte=today, round__state=Round.State.RUNNING
    ).select_related("round")
    for stage in open_stages:
        title = _("Close the stage “%(name)s”") % {"name": stage.name}
        yield Task(
            title,
            stage.round.get_absolute_url(),
            stage.due,
            bool(stage.due and stage.due < today),
            stage.round.name,
        )


def _to_begin() -> Iterator[Task]:
    """What a round needs before anything else can be done in it."""
    if not Round.objects.exists():
        yield Task(_("Start a planning round"), reverse("strategy:create"))
        return
    dated = Stage.objects.exclude(starts=None, due=None).values("round")
    for round_ in Round.objects.filter(state=Round.State.RUNNING).exclude(pk__in=dated):
        title = _("Set the dates of the stages")
        yield Task(title, round_.get_absolute_url(), context=round_.name)


def _late(round_: Round) -> Iterator[Late]:
    today = timezone.localdate()
    for stage in round_.stages.filter(completed=None, due__lt=today):
        what = _("Stage “%(name)s”") % {"name": stage.name}
        yield Late(what, gettext("Planner"), stage.due, round_.get_absolute_url())  # type: ignore[arg-type]


def _steps(round_: Round) -> Iterator[Step]:
    plan = round_.plan
    url = plan.get_absolute_url() if plan else reverse("strategy:plans")
    count = plan.nodes.count() if plan else 0
    yield Step(
        Stage.Kind.PREPARATION, _("RPJMD entered"), int(count > 0), 1, url, next_actor=_("Planner")
    )


def _documents() -> Iterator[SearchDocument]:
    return map(round_document, Round.objects.all())


tasks.add("strategy.stages", _tasks)
steps.add("strategy.plan", _steps)
late.add("strategy.stages", _late)
search_sources.add("strategy.rounds", SearchSource("round", _("Round"), _documents))
