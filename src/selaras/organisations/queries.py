"""Agencies, partners, people and areas as others read them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from selaras.organisations.models import Agency, Area, Role, User


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


class AgencyFinder:
    """Finds agencies by what people type; loads all of them once."""

    def __init__(self) -> None:
        self._known: dict[str, Agency] = {}
        for agency in Agency.objects.current().order_by("-sector", "pk"):
            for name in (agency.slug, agency.short_name, agency.name):
                if name:
                    self._known.setdefault(_plain(name), agency)

    def find(self, text: str) -> Agency | None:
        """The agency of that name, short name or slug; None when there is none."""
        return self._known.get(_plain(text))

    def names(self) -> list[str]:
        return sorted({agency.name for agency in self._known.values()})


@dataclass(frozen=True)
class AreaTile:
    """A sub-district as the schematic map shows it."""

    name: str
    url: str
    value: int
    label: str
    column: int | None
    row: int | None


def current_agencies() -> QuerySet[Agency]:
    """Work units of today."""
    found: QuerySet[Agency] = Agency.objects.current().government()
    return found


def partners() -> QuerySet[Agency]:
    found: QuerySet[Agency] = Agency.objects.current().partners()
    return found


def agencies_on(day: date | None = None) -> QuerySet[Agency]:
    """Agencies and partners valid on a day (today), with what the listing shows."""
    found: QuerySet[Agency] = Agency.objects.valid_on(day or timezone.localdate())
    return found.select_related("parent", "area")


def people_with_role(kind: str, agency: Agency | None = None) -> QuerySet[User]:
    held = Role.objects.held().filter(kind=kind)
    if agency is not None:
        held = held.filter(agency=agency)
    found: QuerySet[User] = User.objects.filter(is_active=True, roles__in=held).distinct()
    return found


def people_of(agency: Agency) -> Sequence[Role]:
    return list(
        Role.objects.held().filter(agency=agency, user__is_active=True).select_related("user")
    )


def districts() -> QuerySet[Area]:
    return Area.objects.filter(level=Area.Level.DISTRICT)


def district_tiles(counts: dict[int, int], words: str = "") -> list[AreaTile]:
    """All sub-districts with a value each, by area id."""
    return [
        AreaTile(
            area.name,
            area.get_absolute_url(),
            counts.get(area.pk, 0),
            f"{counts.get(area.pk, 0)} {words}".strip(),
            area.map_column,
            area.map_row,
        )
        for area in districts()
    ]


def village_counts() -> dict[int, int]:
    """Number of villages by sub-district id."""
    rows = districts().annotate(count=Count("children")).values_list("pk", "count")
    return dict(rows)


def areas() -> QuerySet[Area]:
    return Area.objects.select_related("parent")


def people() -> QuerySet[User]:
    found: QuerySet[User] = User.objects.prefetch_related("roles__agency")
    return found
