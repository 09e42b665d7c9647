"""What taking a file in would do: which systems are new, which change, which stay."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from selaras.core.sheets import TEXTS
from selaras.needs.types import plain_title
from selaras.organisations.access import can_act_for
from selaras.strategy.models import Round
from selaras.systems.models import System
from selaras.systems.queries.inventory import Entry, Inventory, Problem, read_inventory
from selaras.systems.rules.attributes import OWN
from selaras.systems.rules.codes import NewCode
from selaras.systems.rules.types import Reason
from selaras.systems.types import ImportCounts, Mapped
from selaras.systems.words import note_text, problem_text

UNIT = next(attribute for attribute in OWN if attribute.kind == "unit")


@dataclass
class PlannedRow:
    """A row that can be taken in; `changes` is empty when it says nothing new."""

    entry: Entry
    system: System | None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def changed_fields(self) -> list[str]:
        """The names of what changes, as the form has them."""
        return [str(System._meta.get_field(name).verbose_name) for name in self.changes]  # type: ignore[union-attr]  # noqa: SLF001

    @property
    def kind(self) -> str:
        if self.system is None:
            return "new"
        return "changed" if self.changes else "same"


@dataclass
class Plan:
    inventory: Inventory
    rows: list[PlannedRow]
    problems: list[str]

    @property
    def is_good(self) -> bool:
        return not self.problems

    @property
    def counts(self) -> ImportCounts:
        kinds = [row.kind for row in self.rows]
        return ImportCounts(
            kinds.count("new"), kinds.count("changed"), kinds.count("same"), self.problems
        )


def plan_import(*, by: Any, round: Round, data: bytes, mapped: Mapped) -> Plan:
    """Read a file and hold it against the register; nothing is written.

    `by` is None for the operator of the machine, who may write for every unit.
    """
    inventory = read_inventory(data, mapped)
    if inventory.unreadable:
        return Plan(inventory, [], problems_of(inventory))
    register = _Register(round)
    problems = list(inventory.problems)
    rows = []
    for entry in inventory.entries:
        if not entry.name or entry.agency is None:
            continue
        known = register.match(entry)
        if wrong := register.check(entry) or _foreign(by, entry, known):
            problems.append(Problem(entry.row, "", "", wrong))
        else:
            rows.append(_planned(entry, known))
    problems.sort(key=lambda problem: problem.row)
    return Plan(inventory, rows, [told(problem) for problem in problems])


def problems_of(inventory: Inventory) -> list[str]:
    """What a file lacks by itself, in words."""
    if inventory.unreadable:
        return [str(TEXTS.get(inventory.unreadable, TEXTS["unknown"])) % {"value": ""}]
    return [told(problem) for problem in inventory.problems]


def _foreign(by: Any, entry: Entry, known: System | None) -> Reason | None:
    """Both the unit that a row names and the unit that has the system must be the person's."""
    if by is None:
        return None
    assert entry.agency is not None
    if not can_act_for(by, entry.agency.pk):
        return Reason("other_unit", {"unit": entry.agency.label})
    if known is not None and not can_act_for(by, known.agency_id):
        return Reason("other_unit", {"unit": known.agency.name})
    return None


def told(problem: Problem) -> str:
    """A line of the report: where, what, and what to do."""
    text = problem_text(problem.reason.code, problem.reason.values)
    if not problem.row:
        return text
    place = _("Row %(row)s") % {"row": problem.row}
    parts = [place, problem.cell, f"“{problem.column}”" if problem.column else ""]
    return f"{' · '.join(part for part in parts if part)}: {text}"


class _Register:
    """The round's systems by their stable keys: the ID where there is one, else unit and name."""

    def __init__(self, round: Round) -> None:
        systems = list(System.objects.filter(round=round).select_related("agency"))
        self.by_id = {each.register_id.casefold(): each for each in systems if each.register_id}
        self.by_name: dict[tuple[int, str], System] = {}
        for each in systems:
            self.by_name.setdefault((each.agency_id, plain_title(each.name)), each)
        self.seen: dict[object, int] = {}

    def match(self, entry: Entry) -> System | None:
        known = self.by_id.get(_id_of(entry))
        return known or self.by_name.get(_name_of(entry))

    def check(self, entry: Entry) -> Reason | None:
        """A row that stands twice, or whose ID and name mean two systems."""
        for key in filter(None, (_id_of(entry), _name_of(entry))):
            if key in self.seen:
                return Reason("twice", {"row": self.seen[key]})
        self.seen |= {_name_of(entry): entry.row} | (
            {_id_of(entry): entry.row} if _id_of(entry) else {}
        )
        named, known = self.by_name.get(_name_of(entry)), self.by_id.get(_id_of(entry))
        if known is not None and named is not None and known.pk != named.pk:
            return Reason("id_conflict", {"value": _shown_id(entry), "name": known.name})
        if known is None and named is not None and _id_of(entry) and named.register_id:
            return Reason("id_conflict", {"value": named.register_id, "name": named.name})
        return None


def _id_of(entry: Entry) -> str:
    return _shown_id(entry).casefold()


def _shown_id(entry: Entry) -> str:
    return str(entry.values.get("register_id") or "")


def _name_of(entry: Entry) -> tuple[int, str]:
    assert entry.agency is not None
    return entry.agency.pk, plain_title(entry.name)


def _planned(entry: Entry, system: System | None) -> PlannedRow:
    notes = [note_text(note.code, note.values) for note in entry.notes]
    row = PlannedRow(entry, system, notes=notes)
    if system is None:
        return row
    values: Mapping[str, Any] = {**entry.values, "agency_id": entry.agency.pk}  # type: ignore[union-attr]
    kept = []
    for name, value in values.items():
        present = getattr(system, name)
        if isinstance(value, NewCode) or present != value:
            if system.edited and present not in (None, ""):
                kept.append(str(system._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # noqa: SLF001
            else:
                row.changes[name] = (present, value)
    if kept:
        row.notes.append(note_text("kept", {"fields": ", ".join(kept)}))
    return row
