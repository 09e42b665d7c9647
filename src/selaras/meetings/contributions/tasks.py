"""What waits for somebody because of a meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.registry import (
    Late,
    Task,
    late,
    tasks,
)
from selaras.meetings.access import can_run
from selaras.meetings.models import Decision
from selaras.meetings.queries import (
    duties_of,
    late_actions,
    meetings_with_waiting_inputs,
    open_actions,
    silent_fgds,
    unanswered,
    unsent_meetings,
    waiting_for_signature,
)


def _tasks(user: Any) -> Iterable[Task]:
    """For the planner: meetings that were held and of which nothing is written down."""
    if not can_run(user):
        return
    for meeting in silent_fgds():
        title = _("Write down the results of “%(meeting)s”") % {"meeting": meeting.title}
        yield Task(title=title, url=meeting.get_absolute_url(), context=meeting.round.name)


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


tasks.add("meetings", _tasks)


def _preparing(user: Any) -> Iterable[Task]:
    """For planners: who is still to be told of what is near. For staff: the group they lead."""
    if can_run(user):
        for meeting in unsent_meetings():
            yield Task(
                title=_("Write to those invited to “%(meeting)s”") % {"meeting": meeting.title},
                url=reverse("meetings:invitations", args=[meeting.pk]),
                due=meeting.held_on,
                context=meeting.round.name,
            )
    for invitation in unanswered(user):
        yield Task(
            title=_("Answer the invitation to “%(meeting)s”")
            % {"meeting": invitation.meeting.title},
            url=reverse("meetings:answer", args=[invitation.token]),
            due=invitation.meeting.held_on,
            context=invitation.addressee,
        )
    for staff in duties_of(user):
        values = {"group": staff.group.name, "task": staff.get_kind_display()}
        yield Task(
            title=_("You are %(task)s of the group “%(group)s”") % values,
            url=staff.group.meeting.get_absolute_url(),
            due=staff.group.meeting.held_on,
            context=staff.group.meeting.title,
        )


tasks.add("meetings.preparing", _preparing)
tasks.add("meetings.actions", _action_tasks)
tasks.add("meetings.signatures", _signature_tasks)
late.add("meetings.actions", _late_actions)


def _input_tasks(user: Any) -> Iterable[Task]:
    """For the planner: what citizens wrote waits to be read."""
    if not can_run(user):
        return
    for meeting in meetings_with_waiting_inputs():
        title = ngettext(
            "Read %(count)s text that a citizen wrote",
            "Read %(count)s texts that citizens wrote",
            meeting.waiting,
        ) % {"count": meeting.waiting}
        yield Task(title, reverse("meetings:inputs", args=[meeting.pk]), context=meeting.title)


tasks.add("meetings.inputs", _input_tasks)
