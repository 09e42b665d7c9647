"""A round's register as the rules read it."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from selaras.core.preferences import preference
from selaras.organisations.models import Agency, Area
from selaras.strategy.models import Round
from selaras.systems.models import Interface, System
from selaras.systems.queries.register import CODES, systems_of_round
from selaras.systems.rules.findings import Register
from selaras.systems.rules.general import GeneralApplication
from selaras.systems.rules.text import ignored_words
from selaras.systems.rules.types import Facts, Link
from selaras.systems.rules.units import unit_key

DATA = Path(__file__).parent.parent / "data"
RULES = 1  # raised when the rules change, so that every register is looked through anew


def register_of(round: Round) -> Register:
    """Everything the rules need, in a constant number of queries."""
    day = day_of(round)
    systems = [facts_of(system, day) for system in systems_of_round(round)]
    links = [
        Link(each.source_id, each.target_id, each.data, each.state, each.method, each.frequency)
        for each in Interface.objects.filter(round=round)
    ]
    return Register(
        systems,
        links,
        day,
        unit_names(),
        _places(),
        general_applications(),
        _data("old_technology")["patterns"],
    )


def fingerprint(round: Round) -> str:
    """A short text that changes whenever the rules might find something else."""
    kinds = (System.objects.filter(round=round), Interface.objects.filter(round=round))
    marks = [each.aggregate(n=Count("pk"), at=Max("updated")) for each in kinds]
    parts = [f"{mark['n']}@{mark['at'].timestamp() if mark['at'] else 0}" for mark in marks]
    return "|".join([str(RULES), str(day_of(round)), *parts])


def day_of(round: Round) -> date:
    """The day for which age and contracts are counted: a past round is judged as of its time."""
    return min(timezone.localdate(), date(round.start_year, 1, 1))


def facts_of(system: System, day: date) -> Facts:
    """`system.agency` and its codes must be loaded."""
    agency = system.agency
    codes = [
        (code.reference, code.code) for name in CODES if (code := getattr(system, name)) is not None
    ]
    technology = (system.programming_language, system.framework, system.database, system.server)
    plain = ("status", "users", "user_count", "year", "builder", "platform", "server", "hosting")
    more = ("support_until", "contract_until", "cost_yearly", "maintainers", "has_backup", "risk")
    data = ("data_held", "data_input", "data_output", "data_supplier", "shares_with")
    return Facts(
        key=system.pk,
        name=system.name,
        unit=agency.pk,
        unit_name=agency.label,
        unit_ended=agency.valid_to is not None and agency.valid_to < day,
        text=f"{system.description} {system.purpose} {system.services}",
        codes=tuple(f"{reference} {code}" for reference, code in codes),
        technology=" ".join(part for part in technology if part),
        operator=system.operator_unit,
        **{name: getattr(system, name) for name in (*plain, *more, *data)},
    )


def unit_names() -> dict[str, int]:
    """How a unit may be written → its id, for today's units."""
    regency = str(preference("regency.name"))
    names: dict[str, int] = {}
    for agency in Agency.objects.current():
        for name in (agency.name, agency.short_name, agency.slug):
            if name:
                names.setdefault(unit_key(name, regency), agency.pk)
    return names


def _places() -> frozenset[str]:
    """Words of the regency and its sub-districts."""
    levels = (Area.Level.REGENCY, Area.Level.DISTRICT)
    names = Area.objects.filter(level__in=levels).values_list("name", flat=True)
    return ignored_words([*names, str(preference("regency.name"))])


@lru_cache(maxsize=1)
def general_applications() -> tuple[GeneralApplication, ...]:
    return tuple(
        GeneralApplication(row["name"], row["field"], tuple(row["names"]), tuple(row["words"]))
        for row in _data("general_applications")["applications"]
    )


@lru_cache(maxsize=4)
def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found
