"""Paging by key for tables that grow: as quick on the last page as on the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class KeysetPage:
    items: Sequence[Any]
    next: str  # value of ?after= for the next page; empty on the last
    previous: str  # the same for the page before; empty when that is the first
    first: bool


def page(queryset: QuerySet[Any], *, order: str, after: str | None, size: int = 50) -> KeysetPage:
    """One page in the order of a unique whole-number column, e.g. order="-sequence".

    One query on the first page, two on later ones. A value of `after` that is no number is
    taken as none.
    """
    name, down = order.lstrip("-"), order.startswith("-")
    rows = queryset.order_by(order)
    start = int(after) if after and after.isdecimal() and len(after) < 19 else None
    if start is not None:
        rows = rows.filter(**{f"{name}__{'lt' if down else 'gt'}": start})
    found = list(rows[: size + 1])
    more = str(getattr(found[size - 1], name)) if len(found) > size else ""
    before = "" if start is None else _before(queryset, name, start, down=down, size=size)
    return KeysetPage(found[:size], more, before, start is None)


def _before(queryset: QuerySet[Any], name: str, start: int, *, down: bool, size: int) -> str:
    """The key after which the page before begins."""
    earlier = queryset.filter(**{f"{name}__{'gte' if down else 'lte'}": start})
    keys = earlier.order_by(name if down else f"-{name}").values_list(name, flat=True)
    return "".join(str(key) for key in keys[size : size + 1])
