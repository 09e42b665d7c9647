"""What may be told in public about how many came."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5  # fewer people than this are not counted in public: one would know who they are
Key = TypeVar("Key", bound=Hashable)


def without_small(counts: Mapping[Key, int], least: int = LEAST) -> dict[Key, int | None]:
    """The counts with None in place of small ones, and of as many others as it takes that the
    small ones cannot be had by subtracting from the total. Nobody at all (0) may be told.
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    others = sorted(
        (key for key, count in counts.items() if count >= least), key=lambda key: counts[key]
    )
    while hidden and others and sum(counts[key] for key in hidden) < least:
        hidden.add(others.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}


def small_total(counts: Mapping[Key, int], least: int = LEAST) -> int | None:
    """The sum, or None where it is itself too small to tell."""
    total = sum(counts.values())
    return None if 0 < total < least else total
