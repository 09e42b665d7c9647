from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone, is_office
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.ledger import history
from selaras.initiatives.access import (
    can_create,
    can_edit,
    can_move_to,
    can_report,
    can_see_internal,
)
from selaras.initiatives.forms import DoneForm
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import Sheet, initiatives_of, sheet_for
from selaras.initiatives.rules import MOVES, State, needs_reason
from selaras.initiatives.tables import InitiativeFilter, InitiativeTable
from selaras.initiatives.topics import PART_LABELS, STATE_KINDS, TOPIC_LABELS
from selaras.initiatives.views.find import find
from selaras.organisations.access import can_plan
from selaras.strategy.models import Round
from selaras.strategy.queries import current_round
from selaras.web.listing import listing

MOVE_LABELS = {
    State.CANDIDATE: lambda: _("Back to candidate"),
    State.PROPOSED: lambda: _("Propose"),
    State.SELECTED: lambda: _("Select for the roadmap"),
    State.RUNNING: lambda: _("Start"),
    State.FINISHED: lambda: _("Finish"),
    State.STOPPED: lambda: _("Stop"),
    State.STALLED: lambda: _("Report as stalled"),
}


@dataclass(frozen=True)
class Move:
    """A step that the person may take: `halt` ends or stalls, `back` undoes."""

    state: State
    label: str
    halt: bool
    back: bool


@allow(is_office)
def current(request: HttpRequest) -> HttpResponse:
    """The programmes of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "initiatives/no_round.html", {"title": _("Programmes")})
    return redirect("initiatives:round", round_.slug)


@allow(is_office)
def initiatives(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    return listing(
        request,
        queryset=initiatives_of(round_, request.user),
        table=InitiativeTable,
        filterset=InitiativeFilter,
        title=_("Programmes"),
        name="program",
        template="initiatives/list.html",
        extra={
            "round": round_,
            "can_create": can_create(request.user),
            "can_import": can_plan(request.user),
        },
    )


@allow(is_everyone)
def initiative(request: HttpRequest, round: str, code: str) -> HttpResponse:
    """The whole sheet with its chain: visitors see it once the programme is selected."""
    found, user = find(request.user, round, code), request.user
    whole, internal = sheet_for(found, user), can_see_internal(user)
    context = {
        **described(whole),
        "evidence": evidence_of(found),
        "outcomes": outcomes_of(found),
        "internal": internal,
        "entries": history(found)[:50] if internal else [],
        "can_edit": can_edit(user, found),
        "can_report": can_report(user, found) and internal,
        "moves": moves(user, found) if internal else [],
        "done_form": DoneForm(),
    }
    return render(request, "initiatives/initiative.html", context)


def described(whole: Sheet) -> dict[str, Any]:
    """The sheet in words, for page and edit forms."""
    state = whole.initiative.state
    return {
        "sheet": whole,
        "initiative": whole.initiative,
        "round": whole.initiative.round,
        "topics": [(TOPIC_LABELS[code], text) for code, text in whole.topics.items()],
        "missing": [PART_LABELS[name] for name in whole.missing]
        if state == State.CANDIDATE
        else [],
        "state_kind": STATE_KINDS[state],
        "kpis": [_kpi(kpi, whole.target_years) for kpi in whole.kpis],
    }


def _kpi(kpi: Any, years: list[int]) -> tuple[Any, list[Any]]:
    targets = {target.year: target.value for target in kpi.targets.all()}
    return kpi, [targets.get(year) for year in years]


def moves(user: Any, found: Initiative) -> list[Move]:
    """Commitments are made on their own page, by the head of the unit."""
    before = State(found.state)
    return [
        Move(
            after,
            _label(before, after),
            halt=after in (State.STOPPED, State.STALLED),
            back=needs_reason(before, after),
        )
        for after in MOVES[before]
        if after is not State.COMMITTED and can_move_to(user, found, after)
    ]


def _label(before: State, after: State) -> str:
    if before is State.STALLED and after is State.RUNNING:
        return _("Continue")
    if (before, after) in ((State.SELECTED, State.PROPOSED), (State.COMMITTED, State.SELECTED)):
        return _("Take a step back")
    return MOVE_LABELS[after]()
