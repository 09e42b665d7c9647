"""Bringing a foreign inventory in: kept as a file, mapped, looked at, then taken in at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import ImportRefused, Refused
from selaras.core.files import content_of, store
from selaras.needs.actions import Place, link_sources
from selaras.needs.types import Origin
from selaras.strategy.models import Round
from selaras.systems.access import can_create, can_open_import
from selaras.systems.actions.details import plain
from selaras.systems.actions.intake import Told, tell_all, write
from selaras.systems.models import Import, ReferenceCode, System
from selaras.systems.queries import Plan, plan_import, read_inventory
from selaras.systems.queries.inventory import EVERYTHING, Inventory
from selaras.systems.queries.plan import PlannedRow
from selaras.systems.rules.codes import NewCode, chain_of
from selaras.systems.types import ImportCounts, Mapped

ACCEPTED = ("xlsx", "xls", "ods", "csv")
EVIDENCE = "inventory"


@transaction.atomic
def upload_inventory(*, by: Any, round: Round, name: str, data: bytes) -> Import:
    """Keep a file on its way into the register; nothing of it is taken in yet.

    `by` is None for the operator of the machine.

    Raises:
        Refused: it is no spreadsheet, or too large.
    """
    require(by is None or can_create(by))
    file = store(name=name, data=data, accepted=ACCEPTED, by=by)
    units = decided_before(Import.objects.filter(round=round, state=Import.State.DONE))
    return Import.objects.create(round=round, file=file, by=by, units=units, is_demo=round.is_demo)


def decided_before(taken_in: Iterable[Import]) -> dict[str, int]:
    """What earlier files called a unit → the unit; the latest decision counts."""
    found: dict[str, int] = {}
    for each in sorted(taken_in, key=lambda made: made.pk):
        found |= {text: unit for text, unit in each.units.items() if text != EVERYTHING}
    return found


@transaction.atomic
def map_inventory(*, by: Any, made: Import, mapped: Mapped) -> Import:
    """Say what the columns and units of a file mean.

    Raises:
        Refused: the file was taken in already.
    """
    require(by is None or can_open_import(by, made))
    if made.state == Import.State.DONE:
        raise Refused(_("This file was taken in already. Upload it again to bring it in anew."))
    made.sheet = mapped.sheet[:100]
    made.columns = {str(column): key for column, key in mapped.columns.items()}
    made.units = dict(mapped.units)
    made.carry_units = mapped.carry_units
    made.save()
    return made


def mapped_of(made: Import) -> Mapped:
    columns = {int(column): str(key) for column, key in made.columns.items()}
    return Mapped(made.sheet, columns, made.units, made.carry_units)


def preview_inventory(*, by: Any, made: Import) -> Plan:
    """What taking the file in would do now."""
    require(by is None or can_open_import(by, made))
    return plan_import(by=by, round=made.round, data=content_of(made.file), mapped=mapped_of(made))


def columns_of(*, by: Any, made: Import) -> Inventory:
    """What the columns of a file were taken for, without a look at each of its rows."""
    require(by is None or can_open_import(by, made))
    return read_inventory(content_of(made.file), mapped_of(made), only_columns=True)


@transaction.atomic
def take_in_inventory(*, by: Any, made: Import) -> Import:
    """Take every row of a file in, or none; a second time does nothing.

    The same unit and name, or the same ID, is the same system. A cell that is empty changes
    nothing, and what a person has edited here stays.

    Raises:
        ImportRefused: with every bad row.
    """
    require(by is None or can_open_import(by, made))
    # The round's row keeps two imports from taking the same systems in twice.
    round_ = Round.objects.select_for_update().get(pk=made.round_id)
    locked = Import.objects.select_for_update(of=("self",)).select_related("file").get(pk=made.pk)
    if locked.state == Import.State.DONE:
        return locked
    locked.round = round_
    plan = preview_inventory(by=by, made=locked)
    if not plan.is_good:
        raise ImportRefused(
            _("Nothing was taken in. Mend these rows and try again."), plan.problems
        )
    counts = _write(by, locked, plan)
    locked.state = Import.State.DONE
    locked.summary = {
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "sheet": plan.inventory.sheet,
    }
    locked.save()
    content = {"file": locked.file.name, "sha256": locked.file.sha256, **locked.summary}
    ledger.record(by=by, kind="systems.inventory_taken_in", subject=locked, content=content)
    return locked


def _write(by: Any, made: Import, plan: Plan) -> ImportCounts:
    codes = _codes(by, list(plan.inventory.new_codes.values()))
    created, updated, places = [], [], []
    changed: set[str] = set()
    told: list[Told] = []
    for row in plan.rows:
        system, content = _apply(made, row, codes)
        if row.system is None:
            created.append(system)
            told.append(("systems.imported", system, {"name": system.name, **content}))
        elif content:
            updated.append(system)
            changed.update(content)
            told.append(("systems.updated", system, content))
        places.append(Place(system, _locator(plan, row), system.name))
    write(created, updated, changed)
    tell_all(by, made.file.name, told)
    origin = Origin(
        kind=EVIDENCE,
        label=_("Inventory %(file)s") % {"file": made.file.name},
        url=made.file.get_absolute_url(),
        file_id=made.file_id,
        object_type=ledger.name_of(made)[0],
        object_id=str(made.pk),
        demo=made.is_demo,
    )
    link_sources(origin, places)
    return plan.counts


def _apply(
    made: Import, row: PlannedRow, codes: Mapping[object, ReferenceCode]
) -> tuple[System, dict[str, Any]]:
    """The system with the row's values set, and what the ledger says of it."""
    agency = row.entry.agency
    assert agency is not None
    if row.system is None:
        system = System(round=made.round, agency=agency, is_demo=made.is_demo)
        changes = {name: (None, value) for name, value in row.entry.values.items()}
    else:
        system, changes = row.system, row.changes
    content: dict[str, Any] = {}
    for name, (before, value) in changes.items():
        field: str = name
        present: Any = value
        past: Any = before
        if name.endswith("_code_id"):
            place = (value.reference, value.code) if isinstance(value, NewCode) else value
            field, present, past = name.removesuffix("_id"), codes[place], codes.get(before)
        elif name == "agency_id":
            field, present, past = "agency", agency, system.agency
        setattr(system, field, present)
        content[field] = plain(present) if row.system is None else [plain(past), plain(present)]
    return system, content


def _locator(plan: Plan, row: PlannedRow) -> str:
    return _("Sheet %(sheet)s, row %(row)s") % {
        "sheet": plan.inventory.sheet,
        "row": row.entry.row,
    }


def _codes(by: Any, wanted: Sequence[NewCode]) -> dict[object, ReferenceCode]:
    """All codes by id and by (reference, code), with those that the file brings made first."""
    every = list(ReferenceCode.objects.all())
    known: dict[object, ReferenceCode] = {(each.reference, each.code): each for each in every}
    events = []
    for code in wanted:
        for step in chain_of(code, known):
            made = ReferenceCode.objects.create(
                reference=step.reference,
                code=step.code,
                level=step.code.count(".") + 1,
                parent_code=step.code.rpartition(".")[0],
                name=step.name,
                confidence="local",
            )
            known[step.reference, step.code] = made
            content = {"code": f"{step.reference} {step.code}", "name": step.name}
            events.append(ledger.Event("systems.code_added", made, content))
    if events:
        ledger.record_all(events, by=by)
    return {**known, **{each.pk: each for each in known.values()}}
