"""Who runs meetings and writes down what their groups said."""

from typing import Any

from selaras.core.access import is_office
from selaras.organisations.access import can_plan


def can_list(user: Any) -> bool:
    return is_office(user)


def can_run(user: Any) -> bool:
    return can_plan(user)
