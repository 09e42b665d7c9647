"""Who may read, write and build the books."""

from typing import Any

from selaras.core.access import is_office
from selaras.organisations.access import can_plan


def can_read(user: Any, round_: Any) -> bool:
    return bool(round_.public) or is_office(user)


__all__ = ["can_plan", "can_read", "is_office"]
