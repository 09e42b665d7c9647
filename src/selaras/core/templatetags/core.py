"""Panels of the ground floor as template tags; a builtin library of all templates."""

from collections.abc import Iterable
from typing import Any

from django import template

from selaras.core.history import lines
from selaras.core.models import LedgerEntry

register = template.Library()


@register.inclusion_tag("core/_history.html")
def history_of(entries: Iterable[LedgerEntry], *, subjects: bool = False) -> dict[str, Any]:
    """What happened to an object, newest first; `subjects` names the objects too."""
    return {"lines": lines(entries, subjects=subjects), "subjects": subjects}
