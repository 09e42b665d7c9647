"""What a meeting decided, who does it by when, and whether it is done."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_conclude, can_finish
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Contribution, Decision, Meeting

FIELDS = ("kind", "text", "dissent", "owner", "due", "group")


@transaction.atomic
def save_decision(
    *,
    by: Any,
    meeting: Meeting,
    values: Mapping[str, Any],
    decision: Decision | None = None,
    contributions: Iterable[Contribution] | None = None,
) -> Decision:
    """A new decision or action point, or a change of one; `values` are names of FIELDS.

    Raises:
        Refused: an action point without an owner, or parts of another meeting.
    """
    require(can_conclude(by, meeting))
    require_open(meeting)
    before = _told(decision) if decision else {}
    kept = decision or Decision(meeting=meeting, position=_last(meeting) + 1)
    for name in FIELDS:
        if name in values:
            setattr(kept, name, values[name])
    chosen = None if contributions is None else list(contributions)
    _check(meeting, kept, chosen or [])
    kept.save()
    if chosen is not None:
        kept.contributions.set(chosen)
    if changed := ledger.changes(before, _told(kept)):
        kind = "meetings.decision_changed" if decision else "meetings.decided"
        content = {"number": kept.position, **(changed if decision else _told(kept))}
        ledger.record(by=by, kind=kind, subject=meeting, content=content)
    return kept


@transaction.atomic
def remove_decision(*, by: Any, decision: Decision) -> None:
    """Take a decision out; what it said stays in the ledger."""
    meeting = decision.meeting
    require(can_conclude(by, meeting))
    require_open(meeting)
    content = {"number": decision.position, **_told(decision)}
    ledger.record(by=by, kind="meetings.decision_removed", subject=meeting, content=content)
    decision.delete()


@transaction.atomic
def finish_action(*, by: Any, decision: Decision, done: bool) -> Decision:
    """Say that an action point is done, or that it is not; its owner may, and the planner.

    It may be said after the signature too: what was signed is the promise, not its end.

    Raises:
        Refused: it is no action point, or the meeting was cancelled.
    """
    require(can_finish(by, decision))
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.kind != Decision.Kind.ACTION:
        raise Refused(_("Only an action point can be done."))
    if decision.meeting.state == Meeting.State.CANCELLED:
        require_open(decision.meeting)
    if bool(decision.done) == done:
        return decision
    decision.done = timezone.now() if done else None
    decision.save(update_fields=["done"])
    ledger.record(
        by=by,
        kind="meetings.action_done" if done else "meetings.action_reopened",
        subject=decision.meeting,
        content={"number": decision.position},
        agency=decision.owner.slug if decision.owner else "",
    )
    return decision


def _last(meeting: Meeting) -> int:
    return meeting.decisions.aggregate(last=Max("position"))["last"] or 0


def _check(meeting: Meeting, decision: Decision, chosen: list[Contribution]) -> None:
    if decision.kind == Decision.Kind.ACTION and decision.owner is None:
        raise Refused(_("Say which unit will do it."), field="owner")
    if not decision.text.strip():
        raise Refused(_("Write what was decided."), field="text")
    parts = [decision.group, *chosen]
    if any(part is not None and part.meeting_id != meeting.pk for part in parts):
        raise Refused(_("Choose groups and contributions of this meeting."))


def _told(decision: Decision) -> dict[str, Any]:
    """The decision as the ledger holds it."""
    return {
        "kind": decision.kind,
        "text": decision.text,
        "dissent": decision.dissent,
        "owner": decision.owner.slug if decision.owner else "",
        "due": str(decision.due or ""),
        "group": decision.group.name if decision.group else "",
        "contributions": sorted(decision.contributions.values_list("pk", flat=True))
        if decision.pk
        else [],
    }
