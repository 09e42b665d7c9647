"""Taking systems in from the workbooks of a survey."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.registry import Consumed
from selaras.needs.actions import Place, link_sources
from selaras.needs.types import Origin
from selaras.organisations.access import can_act_for
from selaras.organisations.models import Agency
from selaras.strategy.models import Round
from selaras.systems.models import System
from selaras.systems.queries import system_document
from selaras.systems.types import SystemRow

Told = tuple[str, System, dict[str, Any]]


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
    changed: set[str] = set()
    told: list[Told] = []
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
            changed.update(changes)
            told.append(("systems.updated", system, changes))
        else:
            unchanged += 1
        places.append(Place(system, row.locator, row.quote))
    write(created, updated, changed)
    tell_all(by, origin.label, told)
    link_sources(origin, places)
    return Consumed(len(created), len(updated), unchanged)


def write(created: Sequence[System], updated: Sequence[System], changed: Collection[str]) -> None:
    """Keep many systems at once; of those known already, only the fields that changed."""
    System.objects.bulk_create(created, batch_size=200)
    now = timezone.now()
    for system in updated:
        system.updated = now
    # Django's bulk_update builds one CASE for each field and row; one upsert is far quicker.
    System.objects.bulk_create(
        updated,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted({*changed, "updated"}),
        batch_size=200,
    )


def tell_all(by: Any, source: str, told: Sequence[Told]) -> None:
    """Ledger and search for many systems at once."""
    agencies = Agency.objects.in_bulk({system.agency_id for _kind, system, _content in told})
    events = []
    for kind, system, content in told:
        system.agency = agencies[system.agency_id]
        told_of = {**content, "source": source}
        events.append(ledger.Event(kind, system, told_of, system.agency.slug))
    if events:
        ledger.record_all(events, by=by)
        search.put(system_document(system) for _kind, system, _content in told)


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
