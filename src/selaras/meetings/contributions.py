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
from selaras.meetings.queries import group_progress, meeting_documents, silent_fgds
from selaras.needs.queries import need_links, needs_from
from selaras.strategy.models import Stage

event_words.add_all(
    {
        "meetings.created": gettext_lazy("meeting entered"),
        "meetings.updated": gettext_lazy("meeting changed"),
        "meetings.contributed": gettext_lazy("group results written down"),
    }
)
# The work in the room.
event_words.add_all(
    {
        "meetings.joined": gettext_lazy("phone joined"),
        "meetings.left": gettext_lazy("phone handed over"),
        "meetings.removed": gettext_lazy("participant removed"),
        "meetings.restored": gettext_lazy("participant let in again"),
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


def _url(round_: Any) -> str:
    return reverse("meetings:round", args=[round_.slug])


tasks.add("meetings", _tasks)
cards.add("meetings", _cards)
steps.add("meetings", _steps)
outcomes.add("meetings.needs", _of_meeting)
