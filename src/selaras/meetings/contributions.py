from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from selaras.core.models import StoredFile
from selaras.core.registry import (
    Card,
    ChainLink,
    EvidenceKind,
    JobKind,
    Late,
    MenuEntry,
    ScheduledJob,
    SearchSource,
    Step,
    Task,
    cards,
    event_words,
    evidence_kinds,
    file_doors,
    jobs,
    late,
    menu,
    outcomes,
    scheduled,
    search_sources,
    steps,
    tasks,
)
from selaras.core.sheets import TEXTS
from selaras.meetings.access import can_list, can_receive, can_run
from selaras.meetings.actions.mailing import JOB, LETTERS
from selaras.meetings.models import Attendance, Decision, Meeting
from selaras.meetings.queries import (
    decision_links,
    duties_of,
    group_progress,
    late_actions,
    meeting_documents,
    meetings_with_waiting_inputs,
    open_actions,
    public_documents,
    silent_fgds,
    unsent_meetings,
    waiting_for_signature,
)
from selaras.meetings.tasks import mail_invitations, print_letters, remind_due
from selaras.needs.models import Need
from selaras.needs.queries import need_links, needs_from
from selaras.strategy.models import Stage

event_words.add_all(
    {
        "meetings.created": gettext_lazy("meeting entered"),
        "meetings.updated": gettext_lazy("meeting changed"),
        "meetings.contributed": gettext_lazy("group results written down"),
        "meetings.paper_list": gettext_lazy("paper attendance list taken in"),
    }
)
event_words.add_all(
    {
        "meetings.arrived": gettext_lazy("guest received"),
        "meetings.signed_at_door": gettext_lazy("signature added"),
        "meetings.arrival_corrected": gettext_lazy("arrival corrected"),
        "meetings.arrival_undone": gettext_lazy("arrival taken back"),
        "meetings.kiosk_opened": gettext_lazy("kiosk opened"),
        "meetings.kiosk_closed": gettext_lazy("kiosk closed"),
    }
)
# The work in the room.
event_words.add_all(
    {
        "meetings.joined": gettext_lazy("phone joined"),
        "meetings.left": gettext_lazy("phone handed over"),
        "meetings.removed": gettext_lazy("participant removed"),
        "meetings.readmitted": gettext_lazy("participant let in again"),
        "meetings.card": gettext_lazy("card written"),
        "meetings.supported": gettext_lazy("support given or taken back"),
        "meetings.comment": gettext_lazy("comment written"),
        "meetings.voted": gettext_lazy("dots given"),
        "meetings.phase": gettext_lazy("phase of a group set"),
        "meetings.merged": gettext_lazy("cards merged"),
        "meetings.unmerged": gettext_lazy("merging undone"),
        "meetings.edited": gettext_lazy("card edited"),
        "meetings.hidden": gettext_lazy("card taken off the wall"),
        "meetings.shown": gettext_lazy("card put back on the wall"),
        "meetings.moved": gettext_lazy("cards moved to another group"),
        "meetings.gathered": gettext_lazy("cards put under a heading"),
        "meetings.heading": gettext_lazy("headings changed"),
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
TEXTS.update(
    {
        "unknown_card": gettext_lazy(
            "The row code “%(value)s” is not one of this meeting. Clear the cell if the row is new."
        ),
        "unknown_guest": gettext_lazy(
            "The row code “%(value)s” is nobody of this meeting. Clear the cell if the row is new."
        ),
        "no_unit": gettext_lazy("Choose the unit, or write the organisation."),
        "cut_number": gettext_lazy(
            "The spreadsheet has lost the last digits of “%(value)s”. Format the cell as text and"
            " write the NIP again."
        ),
        "not_time": gettext_lazy("“%(value)s” is not a time. Write it like 08.15."),
    }
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


def _signature_door(user: Any, file: StoredFile) -> bool:
    """A drawn signature opens for those who receive the guests of its meeting."""
    found = Attendance.objects.filter(signature=file).select_related("meeting").first()
    return found is not None and can_receive(user, found.meeting)


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
file_doors.add("meetings.signatures", _signature_door)
outcomes.add("meetings.needs", _of_meeting)

# Preparing and inviting.
event_words.add_all(
    {
        "meetings.state": gettext_lazy("state of the meeting changed"),
        "meetings.agenda_set": gettext_lazy("agenda set"),
        "meetings.groups_set": gettext_lazy("groups set"),
        "meetings.staff_set": gettext_lazy("facilitators and note takers named"),
        "meetings.copied": gettext_lazy("taken over from an earlier meeting"),
        "meetings.invited": gettext_lazy("people invited"),
        "meetings.invitation_changed": gettext_lazy("invitation changed"),
        "meetings.withdrawn": gettext_lazy("invitation withdrawn"),
        "meetings.restored": gettext_lazy("invitation stands again"),
        "meetings.allocated": gettext_lazy("invited people put into groups"),
        "meetings.letter_saved": gettext_lazy("letter written"),
        "meetings.mailing": gettext_lazy("e-mails to the invited started"),
        "meetings.reminded": gettext_lazy("invited people reminded"),
        "meetings.answered": gettext_lazy("invitation answered"),
    }
)
jobs.add(JOB, JobKind(gettext_lazy("E-mails to the invited"), mail_invitations))
jobs.add(LETTERS, JobKind(gettext_lazy("Print the letters"), print_letters))
scheduled.add(
    "meetings.remind",
    ScheduledJob(timedelta(hours=3), remind_due, gettext_lazy("Remind of meetings")),
)


def _preparing(user: Any) -> Iterable[Task]:
    """For planners: who is still to be told of what is near. For staff: the group they lead."""
    if can_run(user):
        for meeting in unsent_meetings():
            yield Task(
                title=_("Send the invitations to “%(meeting)s”") % {"meeting": meeting.title},
                url=reverse("meetings:invitations", args=[meeting.pk]),
                due=meeting.held_on,
                context=meeting.round.name,
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
outcomes.add("meetings.decisions", _of_need)

# The public face.
event_words.add_all(
    {
        "meetings.publicity": gettext_lazy("what the public sees was changed"),
        "meetings.input_sent": gettext_lazy("a citizen wrote to the meeting"),
        "meetings.input_decided": gettext_lazy("a citizen's text was moderated"),
        "meetings.input_taken": gettext_lazy("a citizen's text was taken over for a group"),
    }
)
search_sources.add(
    "public-meetings",
    SearchSource("public-meetings", gettext_lazy("Public meeting"), public_documents, rank=40),
)


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
