from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.models import StoredFile
from selaras.core.registry import (
    Card,
    ChainLink,
    JobKind,
    Late,
    MenuEntry,
    ScheduledJob,
    SearchSource,
    Step,
    Task,
    cards,
    event_words,
    file_doors,
    jobs,
    late,
    menu,
    outcomes,
    respondents,
    scheduled,
    search_sources,
    steps,
    tasks,
)
from selaras.core.sheets import TEXTS
from selaras.organisations.models import Agency
from selaras.strategy.models import Round, Stage
from selaras.surveys.access import can_list, can_run
from selaras.surveys.actions import APPROVAL, JOB
from selaras.surveys.models import Response, Survey
from selaras.surveys.queries import (
    given_parts,
    open_responses,
    progress,
    survey_documents,
    to_review,
)
from selaras.surveys.respondent import PartRespondent
from selaras.surveys.rules import ANSWERED, is_late
from selaras.surveys.tasks import approve_sent, remind_due, take_in_uploads

event_words.add_all(
    {
        "surveys.created": gettext_lazy("survey made"),
        "surveys.updated": gettext_lazy("survey changed"),
        "surveys.targets_changed": gettext_lazy("units of the survey changed"),
        "surveys.reminded": gettext_lazy("units reminded"),
        "surveys.answered": gettext_lazy("answer taken in"),
        "surveys.invited": gettext_lazy("units invited"),
        "surveys.sections_set": gettext_lazy("sections set"),
        "surveys.part_assigned": gettext_lazy("section given to a person"),
        "surveys.deputy_named": gettext_lazy("deputy named"),
        "surveys.part_filled": gettext_lazy("section filled in"),
        "surveys.sent": gettext_lazy("answer sent"),
        "surveys.commented": gettext_lazy("comment written"),
        "surveys.returned": gettext_lazy("returned for correction"),
        "surveys.approved": gettext_lazy("answer approved"),
        "surveys.reopened": gettext_lazy("answer reopened"),
        "surveys.difference_accepted": gettext_lazy("difference accepted"),
    }
)
menu.add("surveys", MenuEntry("plan", gettext_lazy("Survey"), "surveys:list", 30, can_list))
search_sources.add("surveys", SearchSource("surveys", gettext_lazy("Survey"), survey_documents))
jobs.add(JOB, JobKind(gettext_lazy("Take workbooks in"), take_in_uploads))
jobs.add(APPROVAL, JobKind(gettext_lazy("Approve answers"), approve_sent))
TEXTS["unknown_code"] = gettext_lazy(
    "The row code “%(value)s” is not one of this unit. Clear the cell if the row is new."
)


def _tasks(user: Any) -> Iterable[Task]:
    yield from _given(user)
    if own := getattr(user, "own_agency_ids", ()):
        yield from (_to_answer(response) for response in open_responses(own))
    if can_run(user):
        yield from _refused_workbooks()
        yield from _reviews()


def _given(user: Any) -> Iterable[Task]:
    """Sections that the head or an officer gave to this person."""
    if getattr(user, "pk", None) is None:
        return
    for part in given_parts(user):
        survey = part.response.survey
        yield Task(
            title=_("Fill in “%(section)s”") % {"section": part.section},
            url=part.response.get_absolute_url(),
            due=part.response.due or survey.deadline,
            context=survey.name,
        )


def _reviews() -> Iterable[Task]:
    for response in to_review():
        yield Task(
            title=_("Review the answer of %(unit)s") % {"unit": response.agency.label},
            url=response.get_absolute_url(),
            context=response.survey.name,
        )


def _to_answer(response: Response) -> Task:
    survey, due = response.survey, response.due or response.survey.deadline
    if response.state == Response.State.RETURNED:
        title = _("Correct the answer to “%(survey)s”") % {"survey": survey.name}
    elif response.state == Response.State.REFUSED:
        title = _("Correct the workbook of “%(survey)s”") % {"survey": survey.name}
    else:
        title = _("Fill in the survey “%(survey)s”") % {"survey": survey.name}
    return Task(
        title=title,
        url=response.get_absolute_url(),
        due=due,
        late=is_late(due, timezone.localdate(), answered=False),
        context=response.agency.label,
    )


def _refused_workbooks() -> Iterable[Task]:
    """For the planner: surveys with workbooks that units must correct."""
    refused = Count("responses", filter=Q(responses__isnull=False) & ~Q(responses__problems=[]))
    found = Survey.objects.exclude(round__state=Round.State.CLOSED).annotate(refused=refused)
    for survey in found.filter(refused__gt=0):
        title = _("%(count)s workbooks with errors: help the units to correct them")
        yield Task(
            title=title % {"count": survey.refused},
            url=f"{survey.get_absolute_url()}?wrong=yes",
            due=survey.deadline,
            context=survey.name,
        )


def _cards(user: Any, round_: Any) -> Iterable[Card]:
    if round_ is None or not can_list(user):
        return []
    state = progress(list(Survey.objects.filter(round=round_)))
    if not state.total:
        return []
    hint = _("%(late)s late") % {"late": state.late} if state.late else ""
    value = _("%(answered)s of %(total)s") % {"answered": state.answered, "total": state.total}
    kind = "warn" if state.late else "info"
    return [Card(_("Units that answered the survey"), value, _url(round_), hint, kind)]


def _steps(round_: Any) -> Iterable[Step]:
    state = progress(list(Survey.objects.filter(round=round_)))
    waiting = state.total - state.answered
    actor = _("%(count)s units") % {"count": waiting} if waiting else ""
    return [
        Step(
            stage=Stage.Kind.SURVEY,
            label=_("Units that answered"),
            done=state.answered,
            total=state.total,
            url=_url(round_),
            late=state.late,
            next_actor=actor if state.total else _("Planner"),
            position=10,
        )
    ]


def _late(round_: Any) -> Iterable[Late]:
    """Answers that did not come before the deadline of their survey."""
    found = Response.objects.filter(survey__round=round_, survey__deadline__lt=timezone.localdate())
    for response in found.exclude(state__in=ANSWERED).select_related("survey", "agency"):
        survey = response.survey
        what = _("Answer to “%(survey)s”") % {"survey": survey.name}
        yield Late(what, response.agency.label, survey.deadline, survey.get_absolute_url())  # type: ignore[arg-type]


def _of_agency(subject: Model) -> list[ChainLink]:
    if not isinstance(subject, Agency):
        return []
    found = Response.objects.filter(agency=subject).select_related("survey")
    return [
        ChainLink(
            response.survey.name,
            response.survey.get_absolute_url(),
            _("Survey"),
            response.get_state_display(),
        )
        for response in found
    ]


def _url(round_: Any) -> str:
    return reverse("surveys:round", args=[round_.slug])


def _answer_door(user: Any, file: StoredFile) -> bool:
    """A unit reads its own workbooks, whoever uploaded them."""
    own = getattr(user, "own_agency_ids", ())
    return bool(own) and file.uploadedfile_set.filter(response__agency__in=own).exists()


respondents.add("surveys.part", PartRespondent())
scheduled.add(
    "surveys.remind",
    ScheduledJob(timedelta(hours=6), remind_due, gettext_lazy("Remind units of surveys")),
)
file_doors.add("surveys.answers", _answer_door)
tasks.add("surveys", _tasks)
cards.add("surveys", _cards)
steps.add("surveys", _steps)
late.add("surveys", _late)
outcomes.add("surveys.of_agency", _of_agency)
