"""Evidence for many records of one source at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.ledger import name_of
from selaras.core.models import Evidence
from selaras.needs.access import can_take_in
from selaras.needs.types import Origin


@dataclass(frozen=True)
class Place:
    """A record, where in the source it stands, and the source's own words."""

    subject: models.Model
    locator: str
    quote: str


def link_sources(origin: Origin, places: Sequence[Place]) -> None:
    """Link each record to its place; a record that moved within its source is linked anew.

    What did not move is not touched, so taking the same source in again changes nothing.
    """
    if not places:
        return
    subject_type, known = _known(origin, places)
    fresh, moved = [], []
    for place in places:
        rows = known.get(str(place.subject.pk), [])
        # The place with the same words, else the first: later ones were added by `support_needs`.
        row = next((each for each in rows if each.quote == place.quote), rows[0] if rows else None)
        if row is None:
            fresh.append(_evidence(subject_type, origin, place))
        elif (row.locator, row.quote) != (place.locator[:200], place.quote):
            row.locator, row.quote = place.locator[:200], place.quote
            row.file_id = origin.file_id
            moved.append(row)
    Evidence.objects.bulk_create(fresh, batch_size=500)
    Evidence.objects.bulk_update(moved, ["locator", "quote", "file"], batch_size=200)


@transaction.atomic
def support_needs(*, by: Any, origin: Origin, places: Sequence[Place]) -> int:
    """Add a source to needs that were known before, beside what they have; how many are new.

    The same words of the same source count once for each need.
    """
    require(can_take_in(by, {getattr(place.subject, "agency_id", None) for place in places}))
    subject_type, known = _known(origin, places)
    fresh, events = [], []
    for place in places:
        rows = known.setdefault(str(place.subject.pk), [])
        if all(row.quote != place.quote for row in rows):
            free = replace(place, locator=_free(place.locator, rows))
            row = _evidence(subject_type, origin, free)
            rows.append(row)
            fresh.append(row)
            content = {"source": origin.label, "place": free.locator}
            events.append(ledger.Event("needs.supported", place.subject, content))
    Evidence.objects.bulk_create(fresh, batch_size=500)
    if events:
        ledger.record_all(events, by=by)
    return len(fresh)


def _free(locator: str, rows: Sequence[Evidence]) -> str:
    """A place that no other words of this source have; two cards may stand at the same one."""
    taken, number, free = {row.locator for row in rows}, 1, locator[:190]
    while free in taken:
        number += 1
        free = f"{locator[:190]} ({number})"
    return free


def _known(origin: Origin, places: Sequence[Place]) -> tuple[str, dict[str, list[Evidence]]]:
    """The type of the records, and what each has from this source already, oldest first."""
    if not places:
        return "", {}
    subject_type = name_of(places[0].subject)[0]
    found: dict[str, list[Evidence]] = {}
    for row in Evidence.objects.filter(
        subject_type=subject_type,
        subject_id__in=[str(place.subject.pk) for place in places],
        kind=origin.kind,
        label=origin.label[:300],
    ).order_by("pk"):
        found.setdefault(row.subject_id, []).append(row)
    return subject_type, found


def _evidence(subject_type: str, origin: Origin, place: Place) -> Evidence:
    return Evidence(
        subject_type=subject_type,
        subject_id=str(place.subject.pk),
        kind=origin.kind,
        label=origin.label[:300],
        locator=place.locator[:200],
        quote=place.quote,
        object_type=origin.object_type,
        object_id=origin.object_id,
        url=origin.url[:500],
        file_id=origin.file_id,
    )


def locate(sheet: str, cell: str, *, from_answer: bool = False) -> str:
    """Where a record stands in its workbook or in its answer, in words."""
    if from_answer:
        return f"{sheet}, {cell}"
    return _("Sheet %(sheet)s, cell %(cell)s") % {"sheet": sheet, "cell": cell}
