"""Pictures of the register: codes and exchanges by unit, a system's neighbours, the target."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from selaras.organisations.models import Agency
from selaras.strategy.models import Round
from selaras.systems.models import Interface, ReferenceCode, System
from selaras.systems.queries.register import (
    interfaces_of,
    interfaces_of_round,
    systems_of_round,
)
from selaras.systems.rules import ego, matrices, target

BUSIEST = 10  # systems that the page of interfaces leads to
FIELDS = {
    "RAB": "process_code",
    "RAL": "service_code",
    "RAA": "application_code",
    "RAD": "data_code",
}


@dataclass(frozen=True)
class HeatCell:
    code: str
    count: int
    shade: int


@dataclass(frozen=True)
class HeatRow:
    agency: Agency
    cells: Sequence[HeatCell]
    total: int


@dataclass(frozen=True)
class HeatMap:
    """Units by codes; `uncoded` systems have none of this reference."""

    reference: str
    level: int
    codes: Sequence[ReferenceCode]
    rows: Sequence[HeatRow]
    totals: Sequence[int]
    uncoded: int
    highest: int


def heat_map(round: Round, reference: str, level: int) -> HeatMap:
    """How many systems each unit has under each code (cut to a level)."""
    name = FIELDS[reference]
    systems = [each for each in systems_of_round(round) if each.is_listed]
    coded = [(each, getattr(each, name)) for each in systems if getattr(each, name) is not None]
    pairs = [(each.agency_id, matrices.at_level(code.code, level)) for each, code in coded]
    matrix = matrices.heat(pairs)
    codes = {
        each.code: each
        for each in ReferenceCode.objects.filter(reference=reference, code__in=matrix.columns)
    }
    agencies = {each.agency_id: each.agency for each, _code in coded}
    highest = max(matrix.cells.values(), default=0)
    rows = [
        _heat_row(agencies[unit], matrix, highest)
        for unit in sorted(matrix.rows, key=lambda unit: agencies[unit].name)
    ]
    return HeatMap(
        reference,
        level,
        [codes[code] for code in matrix.columns if code in codes],
        rows,
        [sum(row.cells[at].count for row in rows) for at in range(len(matrix.columns))],
        len(systems) - len(coded),
        highest,
    )


def _heat_row(agency: Agency, matrix: matrices.Matrix[int], highest: int) -> HeatRow:
    counts = [matrix.cells.get((agency.pk, code), 0) for code in matrix.columns]
    cells = [
        HeatCell(code, count, matrices.shade(count, highest))
        for code, count in zip(matrix.columns, counts, strict=True)
    ]
    return HeatRow(agency, cells, sum(counts))


@dataclass(frozen=True)
class ExchangeRow:
    """A unit that gives data; one cell for each unit that may get them."""

    agency: Agency
    cells: Sequence[tuple[Agency, Counter[str], int]]


@dataclass(frozen=True)
class ExchangeMap:
    """`every` holds all units that exchange, `units` those shown; `busiest` systems with the
    number of their interfaces.
    """

    every: Sequence[Agency]
    units: Sequence[Agency]
    rows: Sequence[ExchangeRow]
    states: Counter[str]
    outside: int
    busiest: Sequence[tuple[System, int]]


def exchange_map(round: Round, unit: int | None = None) -> ExchangeMap:
    """Units by units: how many interfaces go from one to another, by state.

    `unit` leaves only its own interfaces.
    """
    interfaces = list(interfaces_of_round(round))
    agencies = {end.agency_id: end.agency for each in interfaces for end in _ends(each)}
    every = sorted(agencies.values(), key=lambda agency: agency.label)
    if unit is not None:
        interfaces = [each for each in interfaces if unit in {e.agency_id for e in _ends(each)}]
    between = [each for each in interfaces if each.source and each.target]
    order, cells = matrices.between_units(
        (each.source.agency_id, each.target.agency_id, each.state)  # type: ignore[union-attr]
        for each in between
    )
    units = [agencies[unit] for unit in order]
    highest = max((cell.total() for cell in cells.values()), default=0)
    rows = []
    for giver in units:
        row = [(getter, cells.get((giver.pk, getter.pk), Counter())) for getter in units]
        shaded = [(getter, cell, matrices.shade(cell.total(), highest)) for getter, cell in row]
        rows.append(ExchangeRow(giver, shaded))
    states = Counter(str(each.state) for each in interfaces)
    outside = len(interfaces) - len(between)
    return ExchangeMap(every, units, rows, states, outside, _busiest(interfaces))


def _ends(interface: Interface) -> list[System]:
    return [end for end in (interface.source, interface.target) if end is not None]


def _busiest(interfaces: Sequence[Interface]) -> list[tuple[System, int]]:
    ends = [end for each in interfaces for end in _ends(each)]
    counts = Counter(end.pk for end in ends)
    systems = {end.pk: end for end in ends}
    return [(systems[pk], count) for pk, count in counts.most_common(BUSIEST)]


@dataclass(frozen=True)
class Ego:
    """A system with its neighbours, as a drawing and as rows."""

    drawing: ego.Drawing
    interfaces: Sequence[Interface]


def ego_of(system: System) -> Ego:
    interfaces = interfaces_of(system)
    ties = [_tie(system, each) for each in interfaces]
    return Ego(ego.draw(system.name, ties, system.agency.label), interfaces)


def _tie(system: System, interface: Interface) -> ego.Tie:
    inward = interface.target_id == system.pk
    other = interface.source if inward else interface.target
    text = interface.source_text if inward else interface.target_text
    neighbour = (
        ego.Neighbour(other.pk, other.name, other.agency.label)
        if other
        else ego.Neighbour(None, text)
    )
    return ego.Tie(neighbour, inward, interface.data, interface.state)


@dataclass(frozen=True)
class TargetRow:
    system: System
    change: str
    undecided: bool


@dataclass(frozen=True)
class TargetView:
    """Today and the target side by side, and what changes."""

    plan: target.Difference
    rows: Sequence[TargetRow]
    units: Sequence[tuple[Agency, int, int]]
    interfaces: dict[str, int]
    ending: Sequence[Interface] = field(default_factory=list)
    coming: Sequence[Interface] = field(default_factory=list)

    @property
    def changing(self) -> list[TargetRow]:
        return [row for row in self.rows if row.change not in ("stays", "gone")]

    @property
    def live_today(self) -> int:
        return self.interfaces["stays"] + self.interfaces["ends"]

    @property
    def live_later(self) -> int:
        return self.interfaces["stays"] + self.interfaces["new"]


def target_view(round: Round) -> TargetView:
    systems = list(systems_of_round(round).select_related("successor"))
    places = [target.Place(e.pk, e.status, e.target, e.successor_id) for e in systems]
    plan = target.difference(places)
    interfaces = list(interfaces_of_round(round))
    exchanges = {e.pk: target.Exchange(e.pk, e.source_id, e.target_id, e.state) for e in interfaces}
    fate = {pk: target.exchange_change(each, plan) for pk, each in exchanges.items()}
    counts = target.exchange_counts(exchanges.values(), plan)
    rows = [TargetRow(e, plan.changes[e.pk], e.pk in plan.undecided) for e in systems]
    order = {change: number for number, change in enumerate(target.CHANGES)}
    rows.sort(key=lambda row: order[row.change])  # type: ignore[index]
    return TargetView(
        plan,
        rows,
        _by_unit(systems, plan),
        {str(name): count for name, count in counts.items()},
        [e for e in interfaces if fate[e.pk] == "ends" and e.state == Interface.State.LIVE],
        [e for e in interfaces if fate[e.pk] == "new"],
    )


def _by_unit(systems: Sequence[System], plan: target.Difference) -> list[tuple[Any, int, int]]:
    """(unit, systems today, systems in the target), units where something changes first."""
    now: Counter[int] = Counter()
    later: Counter[int] = Counter()
    agencies = {}
    for system in systems:
        change = plan.changes[system.pk]
        agencies[system.agency_id] = system.agency
        now[system.agency_id] += change not in ("new", "gone")
        later[system.agency_id] += change in ("stays", "improved", "new")
    order = sorted(agencies, key=lambda pk: (now[pk] == later[pk], agencies[pk].name))
    return [(agencies[pk], now[pk], later[pk]) for pk in order]
