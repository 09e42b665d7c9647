"""What citizens write to a public meeting: sent, moderated, taken over onto a group's wall."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions.setup import require_open
from selaras.meetings.actions.voting import recount
from selaras.meetings.actions.wall import touch
from selaras.meetings.models import Contribution, Group, Meeting, Participant, PublicInput
from selaras.meetings.queries.inputs import takes_input
from selaras.meetings.rules.limits import TEXT, TITLE

State = PublicInput.State


@transaction.atomic
def send_input(
    *, meeting: Meeting, text: str, name: str = "", email: str = "", by: Any = None
) -> PublicInput:
    """Keep what a citizen wrote; it waits until a planner has read it.

    Raises:
        Refused: the meeting takes no written input today.
    """
    if not takes_input(meeting):
        raise Refused(_("This meeting does not take written input any more."))
    if not text.strip():
        raise Refused(_("Write what you want to say."), field="text")
    made = PublicInput.objects.create(
        meeting=meeting, text=text.strip()[:TEXT], name=name, email=email, user=by
    )
    content = {"input": made.pk}
    ledger.record(by=by, kind="meetings.input_sent", subject=meeting, content=content)
    return made


@transaction.atomic
def decide_input(*, by: Any, item: PublicInput, show: bool, reason: str = "") -> PublicInput:
    """Let a text through or not; a refusal is told to its writer with the reason.

    A card that was made of it leaves the wall and comes back with it, until the record is signed.
    """
    require(can_run(by))
    if not show and not reason.strip():
        raise Refused(_("Say why it is not shown; the writer reads it."), field="reason")
    item = _locked(item)
    before = item.state
    item.state = State.SHOWN if show else State.REFUSED
    item.reason = "" if show else reason.strip()[:300]
    item.decided = timezone.now()
    item.save(update_fields=["state", "reason", "decided"])
    if before != item.state:
        if item.contribution is not None and not item.meeting.is_settled:
            _hide(by, item.contribution, hidden=not show)
        content = {"input": item.pk, "state": [before, item.state]}
        ledger.record(by=by, kind="meetings.input_decided", subject=item.meeting, content=content)
    return item


@transaction.atomic
def take_over_input(
    *, by: Any, item: PublicInput, group: Group, kind: str, title: str
) -> Contribution:
    """Put a citizen's text onto a group's wall, with the citizens as its author; once.

    The text stays as it was written; `title` is the planner's short wording of it.
    """
    require(can_run(by))
    item = _locked(item)
    require_open(item.meeting)
    if item.contribution is not None:
        return item.contribution
    if group.meeting_id != item.meeting_id:
        raise Refused(_("Choose a group of this meeting."), field="group")
    if item.state == State.REFUSED:
        raise Refused(_("What is not shown is not taken over. Let it through first."))
    card = Contribution.objects.create(
        meeting=item.meeting,
        group=group,
        dimension_id=group.dimension_id,
        kind=kind,
        title=title.strip()[:TITLE],
        description=item.text,
        author=_citizen(group),
        row_key=f"input-{item.reference}",
    )
    item.contribution = card
    item.save(update_fields=["contribution"])
    touch(group)
    content = {"input": item.pk, "contribution": card.pk}
    ledger.record(by=by, kind="meetings.input_taken", subject=item.meeting, content=content)
    return card


def _hide(by: Any, card: Contribution, *, hidden: bool) -> None:
    """What was merged into it stands by itself again: it was said by others."""
    group = Group.objects.select_for_update(no_key=True).get(pk=card.group_id)
    if hidden:
        card.merged.update(merged_into=None)
    changed = Contribution.objects.filter(pk=card.pk, hidden__isnull=hidden)
    if changed.update(hidden=timezone.now() if hidden else None):
        kind = "meetings.hidden" if hidden else "meetings.shown"
        ledger.record(by=by, kind=kind, subject=card, content={"group": group.pk})
        recount(group)
        touch(group)


def _locked(item: PublicInput) -> PublicInput:
    found = PublicInput.objects.select_for_update(of=("self",))
    return found.select_related("meeting__round", "contribution").get(pk=item.pk)


def _citizen(group: Group) -> Participant:
    """The nameless author of a written input. Its secret is no hash, so no phone can be it."""
    return Participant.objects.create(
        meeting_id=group.meeting_id,
        group=group,
        sector="citizen",
        secret_hash=f"{Participant.NO_PHONE}{uuid.uuid4()}",
    )
