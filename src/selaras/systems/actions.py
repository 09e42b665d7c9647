from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.registry import Consumed
from selaras.needs.actions import Place, link_sources
from selaras.needs.types import Origin
from selaras.organisations.access import can_act_for
from selaras.organisations.models import Agency
from selaras.strategy.models import Round
from selaras.systems.access import can_edit
from selaras.systems.models import System
from selaras.systems.queries import system_document
from selaras.systems.types import SystemRow

DETAILS = (
    "name",
    "description",
    "function",
    "status",
    "year",
    "users",
    "user_count",
    "platform",
    "builder",
    "data_held",
    "shares_with",
    "problem",
)


@transaction.atomic
def create_system(
    *,
    by: Any,
    round: Round,
    agency: Agency,
    name: str,
    **details: Any,
) -> System:
    """Enter a system by hand; `details` are further fields of DETAILS."""
    require(can_act_for(by, agency.pk))
    _check_name(round.pk, agency.pk, name, None)
    system = System(round=round, agency=agency, name=name, edited=True, is_demo=round.is_demo)
    for field in DETAILS[1:]:
        if field in details:
            setattr(system, field, details[field])
    system.save()
    _tell(system, by=by, kind="systems.created", content=_told(system))
    return system


@transaction.atomic
def update_system(*, by: Any, system: System, values: Mapping[str, Any]) -> System:
    """Set the given fields; from now on no workbook overwrites this system."""
    require(can_edit(by, system))
    before = _told(system)
    for field in (*DETAILS, "agency"):
        if field in values:
            setattr(system, field, values[field])
    require(can_edit(by, system))
    _check_name(system.round_id, system.agency_id, system.name, system.pk)
    changes = ledger.changes(before, _told(system))
    if not changes:
        return system
    system.edited = True
    system.save()
    _tell(system, by=by, kind="systems.updated", content=changes)
    return system


@transaction.atomic
def take_in_systems(
    *,
    by: Any,
    round: Round,
    origin: Origin,
    rows: Sequence[SystemRow],
    force: bool = False,
) -> Consumed:
    """Create or update one system per row; as `needs.actions.take_in_needs` does for needs."""
    require(all(can_act_for(by, row.agency_id) for row in rows))
    known = _Known(round, rows)
    created, updated, unchanged, places = [], [], 0, []
    told: list[tuple[str, System, dict[str, Any]]] = []
    for row in rows:
        system, key = known.find(row)
        if system is None:
            system = System(
                round=round,
                agency_id=row.agency_id,
                source_key=key,
                is_demo=origin.demo,
                **row.values,
            )
            created.append(system)
            known.by_key[key] = system
            told.append(("systems.taken_in", system, {"name": system.name}))
        elif changes := _update(system, row, force=force):
            updated.append(system)
            told.append(("systems.updated", system, changes))
        else:
            unchanged += 1
        places.append(Place(system, row.locator, row.quote))
    System.objects.bulk_create(created, batch_size=300)
    System.objects.bulk_update(updated, DETAILS, batch_size=200)
    _tell_all(by, origin, told)
    link_sources(origin, places)
    return Consumed(len(created), len(updated), unchanged)


class _Known:
    """The systems that rows may mean; the rule is that of needs."""

    def __init__(self, round: Round, rows: Sequence[SystemRow]) -> None:
        keys = [row.source_key for row in rows]
        keys += [f"{key}/2" for key in keys]
        self.claimed = {row.system_id for row in rows if row.system_id}
        systems = System.objects.filter(round=round)
        self.by_id = {system.pk: system for system in systems.filter(pk__in=self.claimed)}
        self.by_key = {each.source_key: each for each in systems.filter(source_key__in=keys)}

    def find(self, row: SystemRow) -> tuple[System | None, str]:
        system = self.by_id.get(row.system_id or 0)
        if system is not None and system.agency_id == row.agency_id:
            return system, row.source_key
        system = self.by_key.get(row.source_key)
        if system is None or system.pk not in self.claimed:
            return system, row.source_key
        second = f"{row.source_key}/2"
        return self.by_key.get(second), second


def _update(system: System, row: SystemRow, *, force: bool) -> dict[str, Any]:
    """Set what differs and say it; nothing when a person has edited the system."""
    if system.edited and not force:
        return {}
    before = {name: getattr(system, name) for name in row.values}
    for name, value in row.values.items():
        setattr(system, name, value)
    return ledger.changes(before, row.values)


def _check_name(round_id: int, agency_id: int, name: str, own_id: int | None) -> None:
    same = System.objects.filter(round_id=round_id, agency_id=agency_id, name__iexact=name)
    if any(pk != own_id for pk in same.values_list("pk", flat=True)):
        raise Refused(
            _("This unit already has a system “%(name)s”. Change that one instead.")
            % {"name": name},
            field="name",
        )


def _told(system: System) -> dict[str, Any]:
    return {
        "agency": system.agency.slug,
        **{name: getattr(system, name) for name in DETAILS},
    }


def _tell(system: System, *, by: Any, kind: str, content: Mapping[str, Any]) -> None:
    ledger.record(by=by, kind=kind, subject=system, content=content, agency=system.agency.slug)
    search.put([system_document(system)])


def _tell_all(
    by: Any,
    origin: Origin,
    told: Sequence[tuple[str, System, dict[str, Any]]],
) -> None:
    agencies = Agency.objects.in_bulk({system.agency_id for _kind, system, _content in told})
    events = []
    for kind, system, content in told:
        system.agency = agencies[system.agency_id]
        told_of = {**content, "source": origin.label}
        events.append(ledger.Event(kind, system, told_of, system.agency.slug))
    if events:
        ledger.record_all(events, by=by)
        search.put(system_document(system) for _kind, system, _content in told)
