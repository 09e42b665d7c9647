"""Agencies from a workbook."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import ImportRefused
from selaras.core.sheets import describe
from selaras.lib.sheets import CellError, Column, Row, Sheet, read_workbook, write_workbook
from selaras.organisations.access import can_edit_agencies
from selaras.organisations.actions.agencies import agency_document, free_slug
from selaras.organisations.models import Agency, Area

KINDS = {
    "sekretariat daerah": "setda",
    "dinas": "dinas",
    "badan": "badan",
    "bagian": "bagian",
    "kecamatan": "kecamatan",
    "rsud": "rsud",
    "inspektorat": "inspektorat",
    "satpol pp": "satpol_pp",
    "sekretariat dprd": "sekretariat_dprd",
    "lainnya": "other",
}
SHEET = Sheet(
    "agencies",
    "Perangkat daerah",
    (
        Column("name", "Nama", "text", required=True, max_length=200, width=50, unique=True),
        Column("short_name", "Nama singkat", "text", max_length=60),
        Column("kind", "Jenis", "choice", required=True, choices=tuple(KINDS)),
        Column("parent", "Bagian dari", "text", help="Nama unit induk, bila ada", width=40),
        Column("area", "Kode wilayah", "text", help="Untuk kecamatan, misalnya 35.17.09"),
        Column("email", "Surel", "text", max_length=254, width=30),
        Column("valid_from", "Berlaku sejak", "date"),
    ),
    blank_rows=150,
)


@dataclass(frozen=True)
class Imported:
    created: int
    updated: int


def agency_template() -> bytes:
    """An empty workbook to fill in."""
    return write_workbook([SHEET], {}, meta={"kind": "agencies"})


@transaction.atomic
def import_agencies(*, by: Any, data: bytes, dry_run: bool = False) -> Imported:
    """Take in the workbook of `agency_template`; units are recognised by their name.

    Raises:
        ImportRefused: every wrong cell; nothing was written.
    """
    require(can_edit_agencies(by))
    found = read_workbook(data, [SHEET])
    rows = found.rows.get("agencies", [])
    known = {agency.name.lower(): agency for agency in Agency.objects.all()}
    errors = found.errors or _errors(rows, set(known))
    if not errors and not rows:
        errors = [CellError(SHEET.title, "", "required", {"column": "Nama"})]
    if errors:
        raise ImportRefused(
            _("The workbook was not imported. Correct these cells and upload it again."),
            [describe(error) for error in errors],
        )
    fresh = [row for row in rows if str(row.values["name"]).lower() not in known]
    if not dry_run:
        _write(by, rows, known)
    return Imported(len(fresh), len(rows) - len(fresh))


def _errors(rows: list[Row], known: set[str]) -> list[CellError]:
    names = known | {str(row.values["name"]).lower() for row in rows}
    codes = set(Area.objects.values_list("code", flat=True))
    errors = []
    for row in rows:
        parent, area = row.values["parent"], row.values["area"]
        if parent and str(parent).lower() not in names:
            errors.append(_unknown(row, "parent"))
        if area and codes and len(codes) > 2 and str(area) not in codes:
            errors.append(_unknown(row, "area"))
    return errors


def _unknown(row: Row, key: str) -> CellError:
    return CellError(SHEET.title, row.cells[key], "unknown", {"value": str(row.values[key])})


def _write(by: Any, rows: list[Row], known: dict[str, Agency]) -> None:
    areas = dict(Area.objects.values_list("code", "pk"))
    events = []
    for row in rows:
        values = row.values
        name = str(values["name"])
        agency = known.get(name.lower())
        new = agency is None
        agency = agency or Agency(name=name, slug=free_slug(str(values["short_name"] or name)))
        agency.short_name = str(values["short_name"] or "")
        agency.kind = KINDS[str(values["kind"])]
        agency.area_id = areas.get(str(values["area"] or ""))
        agency.email = str(values["email"] or "")
        valid_from = values["valid_from"]
        agency.valid_from = valid_from if isinstance(valid_from, date) else None
        agency.save()
        known[name.lower()] = agency
        events.append(
            ledger.Event("agencies.created" if new else "agencies.changed", agency, {"name": name})
        )
    for row in rows:
        if parent := row.values["parent"]:
            agency = known[str(row.values["name"]).lower()]
            agency.parent = known[str(parent).lower()]
            agency.save(update_fields=["parent"])
    ledger.record_all(events, by=by)
    search.put([agency_document(known[str(row.values["name"]).lower()]) for row in rows])
