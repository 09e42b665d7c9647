from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    outcomes,
    search_sources,
    steps,
    tasks,
)
from selaras.core.sheets import TEXTS
from selaras.meetings.access import can_list, can_run
from selaras.meetings.models import Decision, Meeting
from selaras.meetings.queries import (
    decision_links,
    group_progress,
    late_actions,
    meeting_documents,
    open_actions,
    silent_fgds,
    waiting_for_signature,
)
from selaras.needs.models import Need
from selaras.needs.queries import need_links, needs_from
from selaras.strategy.models import Stage

event_words.add_all(
    {
        "meetings.created": gettext_lazy("meeting entered"),
        "meetings.updated": gettext_lazy("meeting changed"),
        "meetings.contributed": gettext_lazy("group results written down"),
    }
)
# Conclusions and report.
event_words.add_all(
    {
        "meetings.decided": gettext_lazy("decision written down"),
        "meetings.decision_changed": gettext_lazy("decision changed"),
        "meetings.decision_removed": gettext_lazy("decision removed"),
        "meetings.action_done": gettext_lazy("action point done"),
        "meetings.action_reopened": gettext_lazy("action point not done after all"),
        "meetings.needs_made": gettext_lazy("needs made of contributions"),
        "meetings.report_drafted": gettext_lazy("report drafted"),
        "meetings.section_written": gettext_lazy("section of the minutes written"),
        "meetings.report_changed": gettext_lazy("number or date of the record changed"),
        "meetings.signature_asked": gettext_lazy("chair asked to sign"),
        "meetings.signed": gettext_lazy("record signed"),
        "meetings.correction_opened": gettext_lazy("correction opened"),
    }
)
menu.add("meetings", MenuEntry("plan", gettext_lazy("FGD"), "meetings:list", 20, can_list))
search_sources.add("meetings", SearchSource("meetings", gettext_lazy("Meeting"), meeting_documents))
evidence_kinds.add("fgd", EvidenceKind(gettext_lazy("Meeting"), "users"))
TEXTS["unknown_card"] = gettext_lazy(
    "The row code “%(value)s” is not one of this meeting. Clear the cell if the row is new."
)


def _tasks(user: Any) -> Iterable[Task]:
    """For the planner: meetings that were held and of which nothing is written down."""
    if not can_run(user):
        return
    for meeting in silent_fgds():
        title = _("Write down the results of “%(meeting)s”") % {"meeting": meeting.title}
        yield Task(title=title, url=meeting.get_absolute_url(), context=meeting.round.name)


def _cards(user: Any, round_: Any) -> Iterable[Card]:
    if round_ is None or not can_list(user):
        return []
    state = group_progress(round_)
    if not state.meetings:
        return []
    value = _("%(done)s of %(total)s") % {"done": state.done, "total": state.total}
    return [Card(_("FGD groups heard"), value, _url(round_))]


def _steps(round_: Any) -> Iterable[Step]:
    state = group_progress(round_)
    missing = state.done < state.total
    return [
        Step(
            stage=Stage.Kind.FGD,
            label=_("Dimension groups with results"),
            done=state.done,
            total=state.total,
            url=_url(round_),
            next_actor=_("Planner") if missing else "",
            position=10,
        )
    ]


def _of_meeting(subject: Model) -> list[ChainLink]:
    if not isinstance(subject, Meeting):
        return []
    return need_links(needs_from("meetings.meeting", subject.pk))


def _action_tasks(user: Any) -> Iterable[Task]:
    """Action points of the person's own unit; for the planner those of all that are late."""
    own = getattr(user, "own_agency_ids", ())
    for decision in open_actions(own) if own else ():
        yield _action_task(decision)
    if can_run(user):
        for decision in late_actions():
            if decision.owner_id not in own:
                yield _action_task(decision)


def _action_task(decision: Decision) -> Task:
    owner = decision.owner.label if decision.owner else ""
    return Task(
        title=_("Follow-up of the meeting: %(text)s") % {"text": str(decision)},
        url=reverse("meetings:conclusions", args=[decision.meeting_id])
        + f"#keputusan-{decision.pk}",
        due=decision.due,
        late=decision.due is not None and decision.due < timezone.localdate(),
        context=f"{owner} · {decision.meeting.title}",
    )


def _signature_tasks(user: Any) -> Iterable[Task]:
    """For the chair: reports that wait for the signature."""
    if getattr(user, "pk", None) is None:
        return
    for report in waiting_for_signature(user):
        meeting = report.meeting
        yield Task(
            title=_("Sign the report of “%(meeting)s”") % {"meeting": meeting.title},
            url=reverse("meetings:sign", args=[meeting.pk]),
            context=meeting.round.name,
        )


def _late_actions(round_: Any) -> Iterable[Late]:
    for decision in late_actions().filter(meeting__round=round_):
        unit = decision.owner.label if decision.owner else ""
        url = _action_task(decision).url
        yield Late(str(decision), unit, cast(date, decision.due), url)


def _of_need(subject: Model) -> list[ChainLink]:
    return decision_links(subject) if isinstance(subject, Need) else []


def _url(round_: Any) -> str:
    return reverse("meetings:round", args=[round_.slug])


tasks.add("meetings", _tasks)
cards.add("meetings", _cards)
steps.add("meetings", _steps)
outcomes.add("meetings.needs", _of_meeting)
tasks.add("meetings.actions", _action_tasks)
tasks.add("meetings.signatures", _signature_tasks)
late.add("meetings.actions", _late_actions)
outcomes.add("meetings.decisions", _of_need)
