"""What the register of systems holds beyond the survey, entered through the room's own actions."""

from collections.abc import Mapping
from typing import Any

from selaras.strategy.models import Round
from selaras.systems.actions import (
    appraise_system,
    decide_finding,
    refresh_findings,
    save_interface,
    set_target,
    take_in_inventory,
    upload_inventory,
)
from selaras.systems.models import Finding, System
from selaras.systems.types import InterfaceValues

FILE = "inventaris-aplikasi-2019.csv"
Systems = Mapping[tuple[str, str], System]


def load_systems(*, by: Any, round: Round, inventory: bytes, source: Mapping[str, Any]) -> None:
    """The inventory of the communication office, interfaces, appraisals and targets."""
    take_in_inventory(by=by, made=upload_inventory(by=by, round=round, name=FILE, data=inventory))
    found = System.objects.filter(round=round).select_related("agency", "round")
    systems = {(each.agency.slug, each.name): each for each in found}
    for row in source["interfaces"]:
        _interface(by, round, systems, row)
    for row in source["appraisals"]:
        system = systems[row["agency"], row["name"]]
        names = ("business_fit", "technical_fit", "reason")
        appraise_system(by=by, system=system, **{name: row[name] for name in names})
    for row in source["targets"]:
        successor = systems[tuple(row["successor"])] if row["successor"] else None
        values = {"target": row["target"], "target_year": row["year"], "successor": successor}
        values["target_note"] = row["note"]
        set_target(by=by, system=systems[row["agency"], row["name"]], values=values)
    refresh_findings(round=round)
    _verdicts(by, round)


def _interface(by: Any, round_: Round, systems: Systems, row: Mapping[str, Any]) -> None:
    ends: dict[str, Any] = {}
    for end in ("source", "target"):
        named = isinstance(row[end], list)
        ends[end] = systems[tuple(row[end])] if named else None
        ends[f"{end}_text"] = "" if named else row[end]
    plain = {name: row[name] for name in ("data", "method", "frequency", "state", "note")}
    save_interface(by=by, round=round_, values=InterfaceValues(**ends, **plain))


def _verdicts(by: Any, round_: Round) -> None:
    """One finding of each kind of verdict, so that both can be seen."""
    hospitals = Finding.objects.filter(round=round_, title__startswith="Sistem informasi rumah")
    for finding in hospitals.filter(kind=Finding.Kind.DUPLICATE)[:1]:
        decide_finding(by=by, finding=finding, verdict=Finding.Verdict.CONFIRMED)
    queues = Finding.objects.filter(round=round_, title__startswith="Kelompok pesan siaga")
    for finding in queues.filter(kind=Finding.Kind.DUPLICATE)[:1]:
        decide_finding(
            by=by,
            finding=finding,
            verdict=Finding.Verdict.DENIED,
            reason="Satu untuk kabupaten, satu untuk longsor di Wonosalam.",
        )
