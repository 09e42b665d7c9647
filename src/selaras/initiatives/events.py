"""What happened to a programme, for notices and counters upstairs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InitiativeMoved:
    """A programme changed its state; `by_id` is None for the system."""

    initiative_id: int
    before: str
    after: str
    by_id: int | None
