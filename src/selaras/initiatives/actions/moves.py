from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.events import publish
from selaras.initiatives.access import can_move_to, can_report
from selaras.initiatives.events import InitiativeMoved
from selaras.initiatives.models import Initiative, Milestone
from selaras.initiatives.queries import initiative_document, sheet
from selaras.initiatives.rules import State, can_move, needs_reason
from selaras.initiatives.topics import PART_LABELS


@transaction.atomic
def move_initiative(
    *,
    by: Any,
    initiative: Initiative,
    to: str,
    reason: str = "",
) -> Initiative:
    """Bring a programme into another state.

    Raises:
        Refused: the step does not exist, its reason is missing, the sheet is not complete, or the
            programme is a chosen quick win and must be taken back there first.
    """
    locked: Initiative = (
        Initiative.objects.select_for_update(of=("self",))
        .select_related("round", "owner")
        .get(pk=initiative.pk)
    )
    before, after, reason = State(locked.state), State(to), reason.strip()
    require(can_move_to(by, locked, after))
    _check(locked, before, after, reason)
    locked.state, locked.state_reason = after, reason
    locked.chosen = locked.chosen or after is State.SELECTED
    locked.save(update_fields=["state", "state_reason", "chosen"])
    initiative.state, initiative.state_reason = locked.state, locked.state_reason
    ledger.record(
        by=by,
        kind="initiatives.moved",
        subject=locked,
        content={"state": [str(before), str(after)], "reason": reason},
        agency=locked.owner.slug,
    )
    search.put([initiative_document(locked)])
    publish(InitiativeMoved(locked.pk, str(before), str(after), getattr(by, "pk", None)))
    return initiative


def _check(initiative: Initiative, before: State, after: State, reason: str) -> None:
    if not can_move(before, after):
        raise Refused(
            _("A programme that is %(before)s cannot become %(after)s. Open the page again.")
            % {"before": _label(before), "after": _label(after)}
        )
    if needs_reason(before, after) and not reason:
        raise Refused(_("Write the reason, so that others can understand it."), field="reason")
    if initiative.quick_win_year and after in (State.CANDIDATE, State.PROPOSED):
        raise Refused(
            _("This programme is the quick win of %(year)s. Withdraw that choice first.")
            % {"year": initiative.quick_win_year}
        )
    if after is State.PROPOSED and before is State.CANDIDATE:
        missing = sheet(initiative).missing
        if missing:
            parts = ", ".join(str(PART_LABELS[name]) for name in missing)
            raise Refused(
                _("The sheet still lacks: %(parts)s. Fill these in, then propose it.")
                % {"parts": parts}
            )


def _label(state: State) -> str:
    return str(Initiative.States(state).label)


@transaction.atomic
def complete_milestone(*, by: Any, milestone: Milestone, done_on: date) -> Milestone:
    """Say that a milestone was reached on a day; saying it again changes nothing."""
    return _mark(by, milestone, done_on)


@transaction.atomic
def reopen_milestone(*, by: Any, milestone: Milestone) -> Milestone:
    return _mark(by, milestone, None)


def _mark(by: Any, milestone: Milestone, done_on: date | None) -> Milestone:
    initiative = milestone.initiative
    require(can_report(by, initiative))
    before = milestone.done_on
    if before == done_on:
        return milestone
    milestone.done_on = done_on
    milestone.save(update_fields=["done_on"])
    ledger.record(
        by=by,
        kind="initiatives.milestone_done" if done_on else "initiatives.milestone_reopened",
        subject=initiative,
        content={"milestone": milestone.title, "done_on": [before, done_on]},
        agency=initiative.owner.slug,
    )
    return milestone
