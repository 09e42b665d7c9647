"""Agencies and areas from workbooks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import ImportRefused
from selaras.core.sheets import describe_all
from selaras.lib.sheets import CellError, Column, Row, Sheet, read_workbook, write_workbook
from selaras.organisations.access import can_edit_agencies
from selaras.organisations.actions.agencies import agency_document, free_slug
from selaras.organisations.actions.areas import load_areas
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


LEVELS = {  # level → how many parts its code has
    Area.Level.PROVINCE: 1,
    Area.Level.REGENCY: 2,
    Area.Level.DISTRICT: 3,
    Area.Level.VILLAGE: 4,
    Area.Level.WARD: 4,
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
AREA_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")
AREA_SHEET = Sheet(
    "areas",
    "Wilayah",
    (
        Column("code", "Kode", "text", required=True, unique=True, help="Misalnya 35.17.09.2001"),
        Column("name", "Nama", "text", required=True, max_length=100, width=40),
        Column("level", "Tingkat", "choice", required=True, choices=tuple(map(str, LEVELS))),
    ),
    blank_rows=600,
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
    errors = found.errors or _errors(rows, known)
    if not errors and not rows:
        errors = [CellError(SHEET.title, "", "required", {"column": "Nama"})]
    if errors:
        raise ImportRefused(
            _("The workbook was not imported. Correct these cells and upload it again."),
            describe_all(errors),
        )
    fresh = [row for row in rows if str(row.values["name"]).lower() not in known]
    if not dry_run:
        _write(by, rows, known)
    return Imported(len(fresh), len(rows) - len(fresh))


def _errors(rows: list[Row], known: Mapping[str, Agency]) -> list[CellError]:
    names = set(known) | {str(row.values["name"]).lower() for row in rows}
    codes = set(Area.objects.values_list("code", flat=True))
    errors = []
    for row in rows:
        parent, area = row.values["parent"], row.values["area"]
        if parent and str(parent).lower() not in names:
            errors.append(_unknown(row, "parent"))
        if area and str(area) not in codes:
            errors.append(_unknown(row, "area"))
        if (email := row.values["email"]) and not EMAIL.match(str(email)):
            errors.append(_wrong(row, "email", "bad_email"))
        errors += _late(row, known.get(str(row.values["name"]).lower()))
    return errors or _circles(rows)


def _late(row: Row, agency: Agency | None) -> list[CellError]:
    begins = row.values["valid_from"]
    ends = agency.valid_to if agency else None
    if isinstance(begins, date) and ends and begins > ends:
        return [_wrong(row, "valid_from", "begins_after_end")]
    return []


def _circles(rows: list[Row]) -> list[CellError]:
    """Units that would stand under themselves, also by way of others."""
    above = {
        str(agency.name).lower(): str(agency.parent.name).lower()
        for agency in Agency.objects.select_related("parent")
        if agency.parent
    }
    above |= {
        str(row.values["name"]).lower(): str(row.values["parent"] or "").lower() for row in rows
    }
    errors = []
    for row in rows:
        name = str(row.values["name"]).lower()
        here, steps = above.get(name, ""), 0
        while here and here != name and steps < len(above):
            here, steps = above.get(here, ""), steps + 1
        if here == name:
            errors.append(_wrong(row, "parent", "under_itself"))
    return errors


def _wrong(row: Row, key: str, code: str) -> CellError:
    return CellError(SHEET.title, row.cells[key], code, {"value": str(row.values[key])})


def _unknown(row: Row, key: str) -> CellError:
    return CellError(SHEET.title, row.cells[key], "unknown", {"value": str(row.values[key])})


FIELDS = ("short_name", "kind", "area_id", "email", "valid_from", "parent_id")


def _write(by: Any, rows: list[Row], known: dict[str, Agency]) -> None:
    areas = dict(Area.objects.values_list("code", "pk"))
    before = {name: _state(agency) for name, agency in known.items()}
    for row in rows:
        values, name = row.values, str(row.values["name"])
        agency = known.get(name.lower()) or Agency(
            name=name, slug=free_slug(str(values["short_name"] or name))
        )
        agency.short_name = str(values["short_name"] or "")
        agency.kind = KINDS[str(values["kind"])]
        agency.area_id = areas.get(str(values["area"] or ""))
        agency.email = str(values["email"] or "")
        valid_from = values["valid_from"]
        agency.valid_from = valid_from if isinstance(valid_from, date) else None
        agency.save()
        known[name.lower()] = agency
    for row in rows:
        agency = known[str(row.values["name"]).lower()]
        parent = str(row.values["parent"] or "").lower()
        agency.parent = known[parent] if parent else None
        agency.save(update_fields=["parent"])
    _tell(by, [known[str(row.values["name"]).lower()] for row in rows], before)


def _state(agency: Agency) -> dict[str, Any]:
    return {name: getattr(agency, name) for name in FIELDS}


def _tell(by: Any, agencies: list[Agency], before: Mapping[str, Mapping[str, Any]]) -> None:
    """The ledger hears of what is new or has changed, and of nothing else."""
    events = []
    for agency in agencies:
        old = before.get(agency.name.lower())
        if old is None:
            events.append(ledger.Event("agencies.created", agency, {"name": agency.name}))
        elif changed := ledger.changes(old, _state(agency)):
            events.append(ledger.Event("agencies.changed", agency, changed))
    if events:
        ledger.record_all(events, by=by)
    search.put([agency_document(agency) for agency in agencies])


def area_template() -> bytes:
    """A workbook with the areas that are known, to be completed."""
    rows = [
        {"code": area.code, "name": area.name, "level": area.level} for area in Area.objects.all()
    ]
    return write_workbook([AREA_SHEET], {"areas": rows}, meta={"kind": "areas"})


@transaction.atomic
def import_areas(*, by: Any, data: bytes) -> Imported:
    """Take in the workbook of `area_template`; an area stands under the one whose code it extends.

    Raises:
        ImportRefused: every wrong cell; nothing was written.
    """
    require(can_edit_agencies(by))
    found = read_workbook(data, [AREA_SHEET])
    rows = found.rows.get("areas", [])
    known = set(Area.objects.values_list("code", flat=True))
    errors = found.errors or _area_errors(rows, known)
    if not errors and not rows:
        errors = [CellError(AREA_SHEET.title, "", "required", {"column": "Kode"})]
    if errors:
        raise ImportRefused(
            _("The workbook was not imported. Correct these cells and upload it again."),
            describe_all(errors),
        )
    values = [{name: str(row.values[name]) for name in ("code", "name", "level")} for row in rows]
    load_areas(by=by, rows=[{**row, "parent": _above(row["code"])} for row in values])
    fresh = sum(row["code"] not in known for row in values)
    return Imported(fresh, len(values) - fresh)


def _above(code: str) -> str:
    return code.rpartition(".")[0]


def _area_errors(rows: list[Row], known: set[str]) -> list[CellError]:
    """The code must fit its level, and what it stands under must be there."""
    codes = known | {str(row.values["code"]) for row in rows}
    errors = []
    for row in rows:
        code = str(row.values["code"])
        fits = len(code.split(".")) == LEVELS[Area.Level(str(row.values["level"]))]
        if not AREA_CODE.fullmatch(code) or not fits:
            errors.append(_area_error(row, "bad_area_code"))
        elif "." in code and _above(code) not in codes:
            errors.append(_area_error(row, "no_area_above"))
    return errors


def _area_error(row: Row, code: str) -> CellError:
    value = str(row.values["code"])
    params = {"value": value, "above": _above(value)}
    return CellError(AREA_SHEET.title, row.cells["code"], code, params)
