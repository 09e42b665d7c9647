"""Where meetings stand: menu, search, cards, stages, the chain of evidence, background work."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.models import StoredFile
from selaras.core.registry import (
    Card,
    ChainLink,
    EvidenceKind,
    JobKind,
    MenuEntry,
    ScheduledJob,
    SearchSource,
    Step,
    cards,
    evidence_kinds,
    file_doors,
    jobs,
    menu,
    outcomes,
    scheduled,
    search_sources,
    steps,
)
from selaras.meetings.access import can_list, can_receive
from selaras.meetings.actions.mailing import JOB, LETTERS
from selaras.meetings.models import Attendance, Meeting
from selaras.meetings.queries import (
    decision_links,
    group_progress,
    meeting_documents,
    public_documents,
)
from selaras.meetings.tasks import mail_invitations, print_letters, remind_due
from selaras.needs.models import Need
from selaras.needs.queries import need_links, needs_from
from selaras.strategy.models import Stage

menu.add("meetings", MenuEntry("plan", gettext_lazy("FGD"), "meetings:list", 20, can_list))
search_sources.add("meetings", SearchSource("meetings", gettext_lazy("Meeting"), meeting_documents))
evidence_kinds.add("fgd", EvidenceKind(gettext_lazy("Meeting"), "users"))


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


def _of_need(subject: Model) -> list[ChainLink]:
    return decision_links(subject) if isinstance(subject, Need) else []


def _url(round_: Any) -> str:
    return reverse("meetings:round", args=[round_.slug])


cards.add("meetings", _cards)
steps.add("meetings", _steps)
file_doors.add("meetings.signatures", _signature_door)
outcomes.add("meetings.needs", _of_meeting)
jobs.add(JOB, JobKind(gettext_lazy("E-mails to the invited"), mail_invitations))
jobs.add(LETTERS, JobKind(gettext_lazy("Print the letters"), print_letters))
scheduled.add(
    "meetings.remind",
    ScheduledJob(timedelta(hours=3), remind_due, gettext_lazy("Remind of meetings")),
)
outcomes.add("meetings.decisions", _of_need)
search_sources.add(
    "public-meetings",
    SearchSource("public-meetings", gettext_lazy("Public meeting"), public_documents, rank=40),
)
