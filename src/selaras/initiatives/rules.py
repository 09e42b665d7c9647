"""The life of a programme, and the ten topics of the ministry's evaluation.

Topics: online evaluation form of 2021 (report of Diskominfo Muara Enim, 13 Nov 2021).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter


class State(StrEnum):
    CANDIDATE = "candidate"
    PROPOSED = "proposed"
    SELECTED = "selected"
    COMMITTED = "committed"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    STALLED = "stalled"


MOVES: dict[State, tuple[State, ...]] = {
    State.CANDIDATE: (State.PROPOSED, State.STOPPED),
    State.PROPOSED: (State.SELECTED, State.CANDIDATE, State.STOPPED),
    State.SELECTED: (State.COMMITTED, State.PROPOSED, State.STOPPED),
    State.COMMITTED: (State.RUNNING, State.SELECTED, State.STOPPED),
    State.RUNNING: (State.FINISHED, State.STALLED, State.STOPPED),
    State.STALLED: (State.RUNNING, State.STOPPED),
    State.FINISHED: (),
    State.STOPPED: (State.CANDIDATE,),
}
# A step back or a halt is only believed with its reason.
NEEDS_REASON = frozenset({State.STOPPED, State.STALLED})
# What the public may see: from the day people chose it.
PUBLIC = frozenset(
    {
        State.SELECTED,
        State.COMMITTED,
        State.RUNNING,
        State.FINISHED,
        State.STOPPED,
        State.STALLED,
    }
)
_ORDER = list(State)

TOPICS = (
    "formulation",
    "attractiveness",
    "benefit",
    "uniqueness",
    "partnership",
    "development",
    "continuity",
    "resources",
    "risk",
    "sustainability",
)


def can_move(before: State, after: State) -> bool:
    return after in MOVES[before]


def needs_reason(before: State, after: State) -> bool:
    """Halting, and every step back, is explained in words."""
    back = _ORDER.index(after) < _ORDER.index(before) and before is not State.STALLED
    return after in NEEDS_REASON or back


def missing_for_proposal(filled: dict[str, bool]) -> list[str]:
    """Names of the parts that a programme sheet still lacks before it can be proposed."""
    required = ("problem", "goal", "output", "outcome", "beneficiaries", "budget", "kpis")
    return [name for name in required if not filled.get(name)]


# First letters of a programme's code, by the code of its dimension.
PREFIXES = {
    "governance": "GOV",
    "branding": "BRD",
    "economy": "ECO",
    "living": "LIV",
    "society": "SOC",
    "environment": "ENV",
}
# From the head's signature on, a milestone that is late is somebody's task.
PROMISED = frozenset({State.COMMITTED, State.RUNNING, State.STALLED})


def prefix_of(dimension_code: str) -> str:
    """GOV for governance; the first three letters for a dimension of a newer framework."""
    return PREFIXES.get(dimension_code, dimension_code[:3].upper() or "PRG")


def next_code(prefix: str, taken: Iterable[str]) -> str:
    """The number after the highest one in use: GOV-03 after GOV-01 and GOV-02."""
    tails = (code.removeprefix(f"{prefix}-") for code in taken if code.startswith(f"{prefix}-"))
    highest = max((int(tail) for tail in tails if tail.isdecimal()), default=0)
    return f"{prefix}-{highest + 1:02d}"


def find_cycle(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A chain of programmes that leads back to its beginning, or nothing.

    `needs` holds for each programme those it can only follow. The chain comes back with its first
    member repeated at the end: ("GOV-01", "LIV-02", "GOV-01").
    """
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()
