from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from selaras.core.registry import (
    Card,
    ChainLink,
    EvidenceKind,
    MenuEntry,
    SearchSource,
    Step,
    Task,
    cards,
    event_words,
    evidence_kinds,
    menu,
    outcomes,
    search_sources,
    steps,
    tasks,
)
from selaras.core.sheets import TEXTS
from selaras.meetings.access import can_list, can_run
from selaras.meetings.models import Meeting
from selaras.meetings.queries import (
    group_progress,
    meeting_documents,
    meetings_with_waiting_inputs,
    public_documents,
    silent_fgds,
)
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


def _url(round_: Any) -> str:
    return reverse("meetings:round", args=[round_.slug])


tasks.add("meetings", _tasks)
cards.add("meetings", _cards)
steps.add("meetings", _steps)
outcomes.add("meetings.needs", _of_meeting)


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
