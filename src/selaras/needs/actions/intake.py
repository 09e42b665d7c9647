"""Taking needs in from a source: a survey workbook, the cards of a meeting."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.registry import Consumed
from selaras.needs.access import can_take_in
from selaras.needs.actions.sources import Place, link_sources
from selaras.needs.models import Need
from selaras.needs.queries import need_document
from selaras.needs.types import NeedRow, Origin
from selaras.organisations.models import Agency
from selaras.strategy.models import Round

FIELDS = (
    "kind",
    "title",
    "description",
    "dimension_id",
    "subdimension_id",
    "agency_id",
    "urgency",
    "affected",
)
FIELDS_OF_MODEL = [name.removesuffix("_id") for name in FIELDS]


@transaction.atomic
def take_in_needs(
    *,
    by: Any,
    round: Round,
    origin: Origin,
    rows: Sequence[NeedRow],
    force: bool = False,
) -> Consumed:
    """Create or update one need per row, each linked to its source.

    A row is the need that it names (`need_id`), else the one with its `source_key`. What a person
    has edited stays as it is, unless `force` says otherwise; the same rows again change nothing.
    """
    require(can_take_in(by, {row.agency_id for row in rows}))
    known = _Known(round, rows)
    created, updated, unchanged, places = [], [], 0, []
    events: list[tuple[Need, dict[str, Any]]] = []
    for row in rows:
        need, key = known.find(row)
        if need is None:
            need = _new(round, row, key, origin)
            created.append(need)
            known.by_key[key] = need
        elif changes := _update(need, row, force=force):
            updated.append(need)
            events.append((need, changes))
        else:
            unchanged += 1
        places.append(Place(need, row.locator, row.quote))
    Need.objects.bulk_create(created, batch_size=400)
    Need.objects.bulk_update(updated, FIELDS_OF_MODEL, batch_size=200)
    _tell(by, origin, created, events)
    search.put(need_document(need) for need in (*created, *updated))
    link_sources(origin, places)
    return Consumed(len(created), len(updated), unchanged)


class _Known:
    """The needs that rows may mean, loaded in two queries."""

    def __init__(self, round: Round, rows: Sequence[NeedRow]) -> None:
        needs = Need.objects.filter(round=round).select_related("round")
        keys = [row.source_key for row in rows]
        keys += [_second(key) for key in keys]
        self.claimed = {row.need_id for row in rows if row.need_id}
        self.by_id = {need.pk: need for need in needs.filter(pk__in=self.claimed)}
        self.by_key = {need.source_key: need for need in needs.filter(source_key__in=keys)}

    def find(self, row: NeedRow) -> tuple[Need | None, str]:
        """The need a row means, and the key under which a new one would be kept.

        A need renamed by its code keeps the key of its old title; a new row with that title is
        another need and gets a second key.
        """
        need = self.by_id.get(row.need_id or 0)
        if need is not None and need.agency_id == row.agency_id:
            return need, row.source_key
        need = self.by_key.get(row.source_key)
        if need is None or need.pk not in self.claimed:
            return need, row.source_key
        second = _second(row.source_key)
        return self.by_key.get(second), second


def _second(key: str) -> str:
    return f"{key}/2"


def _new(round: Round, row: NeedRow, key: str, origin: Origin) -> Need:
    fields = {name: getattr(row, name) for name in FIELDS}
    return Need(round=round, source_key=key, is_demo=origin.demo, **fields)


def _update(need: Need, row: NeedRow, *, force: bool) -> dict[str, Any]:
    """Set what differs and say it; nothing when a person has edited the need."""
    if need.edited and not force:
        return {}
    before = {name: getattr(need, name) for name in FIELDS}
    after = {name: getattr(row, name) for name in FIELDS}
    for name, value in after.items():
        setattr(need, name, value)
    return ledger.changes(before, after)


def _tell(
    by: Any,
    origin: Origin,
    created: Sequence[Need],
    updated: Sequence[tuple[Need, dict[str, Any]]],
) -> None:
    told = [
        ("needs.taken_in", need, {"kind": need.kind, "title": need.title}) for need in created
    ] + [("needs.updated", need, changes) for need, changes in updated]
    agencies = {need.agency_id for _kind, need, _content in told}
    slugs = dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "slug"))
    events = [
        ledger.Event(kind, need, {**content, "source": origin.label}, slugs.get(need.agency_id, ""))
        for kind, need, content in told
    ]
    if events:
        ledger.record_all(events, by=by)
