"""Agencies and partners; reorganisations keep their history."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.registry import SearchDocument
from selaras.organisations.access import can_edit_agencies
from selaras.organisations.models import Agency

FIELDS = (
    "name",
    "short_name",
    "kind",
    "sector",
    "parent",
    "area",
    "email",
    "valid_from",
    "valid_to",
)


def agency_document(agency: Agency) -> SearchDocument:
    return SearchDocument(
        "agency",
        str(agency.pk),
        agency.name,
        agency.short_name,
        agency.get_absolute_url(),
        public=True,
    )


def free_slug(name: str) -> str:
    base, number = slugify(name)[:70] or "unit", 1
    slug = base
    while Agency.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def create_agency(*, by: Any, name: str, slug: str = "", **fields: Any) -> Agency:
    """Add a work unit or partner; fields as in FIELDS."""
    require(can_edit_agencies(by))
    slug = slug or free_slug(fields.get("short_name") or name)
    agency = Agency.objects.create(name=name, slug=slug, **fields)
    ledger.record(by=by, kind="agencies.created", subject=agency, content={"name": name})
    search.put([agency_document(agency)])
    return agency


@transaction.atomic
def update_agency(*, by: Any, agency: Agency, **fields: Any) -> Agency:
    """Change an agency.

    Raises:
        Refused: it would stand under itself, or end before it begins.
    """
    require(can_edit_agencies(by))
    before = {name: getattr(agency, name) for name in fields}
    for name, value in fields.items():
        setattr(agency, name, value)
    _check(agency)
    agency.save()
    if changed := ledger.changes(before, fields):
        ledger.record(by=by, kind="agencies.changed", subject=agency, content=changed)
    search.put([agency_document(agency)])
    return agency


def _check(agency: Agency) -> None:
    above, steps = agency.parent, 0
    while above is not None and steps < 20:
        if above.pk == agency.pk:
            raise Refused(_("A unit cannot be part of itself. Choose another one."), field="parent")
        above, steps = above.parent, steps + 1
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        raise Refused(
            _("The end lies before the beginning. Correct one of them."), field="valid_to"
        )


@transaction.atomic
def end_agency(
    *, by: Any, agency: Agency, last_day: date, successor: Agency | None = None
) -> Agency:
    """Close a unit in a reorganisation; what it did stays under its name."""
    require(can_edit_agencies(by))
    following, steps = successor, 0
    while following is not None and following.pk != agency.pk and steps < 50:
        following, steps = following.successor, steps + 1
    if following is not None:
        raise Refused(_("A unit cannot continue itself. Choose another one."), field="successor")
    agency.valid_to, agency.successor = last_day, successor
    _check(agency)
    agency.save()
    content = {"last_day": last_day, "successor": successor.slug if successor else ""}
    ledger.record(by=by, kind="agencies.ended", subject=agency, content=content)
    return agency
