"""The shipped reference architecture: codes and attributes, each edition in its own files."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from selaras.systems.models import Edition, MetadataAttribute, ReferenceCode

DATA = Path(__file__).parent.parent / "data"


@transaction.atomic
def load_reference() -> None:
    """Bring the tables to the state of the files; nothing is written when they agree.

    Codes that a regency has added, and codes that a file no longer names, stay: systems may bear
    them.
    """
    editions = json.loads((DATA / "editions.json").read_text(encoding="utf-8"))["editions"]
    for source in editions:
        names = ("name", "source", "valid_from", "valid_until")
        edition = _same(Edition(code=source["code"]), {name: source[name] for name in names})
        _load_codes(edition, source["codes"])
        _load_attributes(edition, source["attributes"])


def _same(blank: Edition, values: Mapping[str, Any]) -> Edition:
    edition = Edition.objects.filter(code=blank.code).first() or blank
    if edition.pk is None or any(getattr(edition, name) != each for name, each in values.items()):
        for name, value in values.items():
            setattr(edition, name, value)
        edition.save()
    return edition


def _load_codes(edition: Edition, file: str) -> None:
    known = {(each.reference, each.code): each for each in ReferenceCode.objects.all()}
    wanted = {
        (row["reference"], row["code"]): {
            "edition_id": edition.pk,
            "level": int(row["level"]),
            "parent_code": row["parent_code"],
            "name": row["name"],
            "confidence": row["confidence"],
        }
        for row in _rows(file)
    }
    fresh, changed = [], []
    for (reference, code), values in wanted.items():
        record = known.get((reference, code))
        if record is None:
            fresh.append(ReferenceCode(reference=reference, code=code, **values))
        elif _differs(record, values):
            changed.append(record)
    ReferenceCode.objects.bulk_create(fresh)
    fields = ["edition", "level", "parent_code", "name", "confidence"]
    ReferenceCode.objects.bulk_update(changed, fields)


def _load_attributes(edition: Edition, file: str) -> None:
    found = MetadataAttribute.objects.filter(edition=edition)
    known = {(each.entity, each.number): each for each in found}
    fresh, changed = [], []
    for row in _rows(file):
        values = {
            "entity_name": row["entity_name"],
            "name": row["attribute"],
            "allowed_values": row["allowed_values"],
            "refers_to": row["refers_to"],
            "note": row["note"],
            "confidence": row["confidence"],
        }
        place = (row["entity"], int(row["number"]))
        record = known.get(place)
        if record is None:
            fresh.append(
                MetadataAttribute(edition=edition, entity=place[0], number=place[1], **values)
            )
        elif _differs(record, values):
            changed.append(record)
    MetadataAttribute.objects.bulk_create(fresh)
    fields = ["entity_name", "name", "allowed_values", "refers_to", "note", "confidence"]
    MetadataAttribute.objects.bulk_update(changed, fields)


def _differs(record: Any, values: Mapping[str, Any]) -> bool:
    """Set what differs; whether something did."""
    different = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in different.items():
        setattr(record, name, value)
    return bool(different)


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
