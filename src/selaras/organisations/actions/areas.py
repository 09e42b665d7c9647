"""Areas by their Kemendagri codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from selaras.core import ledger
from selaras.core.access import require
from selaras.organisations.access import can_edit_agencies
from selaras.organisations.models import Area


@transaction.atomic
def load_areas(*, by: Any, rows: Iterable[Mapping[str, str]]) -> int:
    """Take in rows of code, name, level, parent (parents first); idempotent by code."""
    require(can_edit_agencies(by))
    listed = list(rows)
    depth: dict[int, list[Mapping[str, str]]] = {}
    for row in listed:
        depth.setdefault(row["code"].count("."), []).append(row)
    for _level, group in sorted(depth.items()):
        known = dict(Area.objects.values_list("code", "pk"))
        Area.objects.bulk_create(
            [
                Area(
                    code=row["code"],
                    name=row["name"],
                    level=row["level"],
                    parent_id=known.get(row["parent"]),
                )
                for row in group
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent"],
        )
    first = Area.objects.filter(code=listed[0]["code"]).first() if listed else None
    if first is not None:
        ledger.record(by=by, kind="areas.loaded", subject=first, content={"count": len(listed)})
    return len(listed)


@transaction.atomic
def place_areas(*, by: Any, tiles: Iterable[Mapping[str, Any]]) -> None:
    """Set the places of sub-districts on the schematic map: code, column, row."""
    require(can_edit_agencies(by))
    for tile in tiles:
        Area.objects.filter(code=tile["code"]).update(
            map_column=tile["column"], map_row=tile["row"]
        )
