from dataclasses import dataclass


@dataclass(frozen=True)
class RoundOpened:
    """A round was shown to the public, or hidden from it."""

    round_id: int
    public: bool
