"""From the rows of a workbook to whole programmes, with every problem named by its cell."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from selaras.core.sheets import describe
from selaras.initiatives.models import Initiative
from selaras.initiatives.rules import find_cycle
from selaras.initiatives.types import BudgetRow, KpiRow, MilestoneRow, RiskRow
from selaras.initiatives.workbook import Names, workbook_sheets
from selaras.lib.sheets import CellError, Row, Sheet, read_workbook
from selaras.needs.models import Need
from selaras.needs.types import code_number, plain_title
from selaras.organisations.models import Area
from selaras.strategy.models import Round

CENT = Decimal("0.01")


@dataclass
class Entry:
    """One programme as the workbook tells it."""

    code: str
    fields: dict[str, Any]
    supporters: list[Any]
    areas: list[Any]
    depends_on: list[str]
    topics: dict[str, str] = field(default_factory=dict)
    milestones: list[MilestoneRow] = field(default_factory=list)
    budget: list[BudgetRow] = field(default_factory=list)
    kpis: list[KpiRow] = field(default_factory=list)
    risks: list[RiskRow] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)


@dataclass
class Reading:
    """The programmes of a file in its order, and what is wrong with it."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Reader:
    """Reads one file for one round; call it in the workbook's language."""

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self.names = Names(round_)
        self.sheets: dict[str, Sheet] = {
            sheet.key: sheet for sheet in workbook_sheets(round_, self.names)
        }
        self.agencies = {plain_title(each.name): each for each in self.names.agencies.values()}
        for each in self.names.agencies.values():
            if each.short_name:
                self.agencies.setdefault(plain_title(each.short_name), each)
        self.areas = {each.code: each for each in Area.objects.all()}
        self.known = set(Initiative.objects.filter(round=round_).values_list("code", flat=True))
        self.needs: dict[str, list[Need]] = defaultdict(list)
        for need in Need.objects.filter(round=round_).order_by("pk"):
            self.needs[plain_title(need.title)].append(need)
        self.result = Reading()

    def read(self, data: bytes) -> Reading:
        found = read_workbook(data, list(self.sheets.values()))
        self.result.problems += [describe(error) for error in found.errors]
        for row in found.rows["programmes"]:
            self._programme(row)
        parts: tuple[tuple[str, Callable[[Entry, Row], None]], ...] = (
            ("topics", self._topic),
            ("milestones", self._milestone),
            ("budget", self._budget),
            ("kpis", self._kpi),
            ("risks", self._risk),
            ("needs", self._need),
        )
        for key, take in parts:
            for entry, row in self._of_entries(key, found.rows[key]):
                take(entry, row)
        self._check_dependencies()
        if not found.errors and not self.result.entries:
            self._say("programmes", "", _("There is no programme on this sheet. Fill in a row."))
        return self.result

    def _say(self, key: str, cell: str, text: str) -> None:
        place = " · ".join(part for part in (self.sheets[key].title, cell) if part)
        self.result.problems.append(f"{place}: {text}")

    def _fault(self, key: str, row: Row, column: str, code: str, **params: str) -> None:
        error = CellError(self.sheets[key].title, _cell(row, column), code, params)
        self.result.problems.append(describe(error))

    def _programme(self, row: Row) -> None:
        code = _text(row, "code").upper()
        if not code or code in self.result.entries:
            return  # the reader of the sheet has named it
        names, values = self.names, row.values
        self.result.entries[code] = Entry(
            code=code,
            fields={
                **{name: _text(row, name) for name in TEXTS},
                "dimension": names.dimensions.get(_text(row, "dimension")),
                "subdimension": names.subdimensions.get(_text(row, "subdimension")),
                "owner": names.agencies.get(_text(row, "owner")),
                "phase": names.phases.get(_text(row, "phase"), Initiative.Phase.SHORT),
                "plan_node": names.plan_nodes.get(_text(row, "plan_node")),
                "start_year": values.get("start_year"),
                "end_year": values.get("end_year"),
            },
            supporters=self._several(row, "supporters", self.agencies, plain_title),
            areas=self._several(row, "areas", self.areas, str.strip),
            depends_on=[part.upper() for part in _parts(row, "depends_on")],
        )
        self._check_programme(row, self.result.entries[code].fields)

    def _check_programme(self, row: Row, fields: Mapping[str, Any]) -> None:
        dimension, sub = fields["dimension"], fields["subdimension"]
        if dimension and sub and sub.dimension_id != dimension.pk:
            text = _("The sub-dimension belongs to another dimension. Choose one of %(dimension)s.")
            self._say("programmes", _cell(row, "subdimension"), text % {"dimension": dimension})
        start, end = fields["start_year"], fields["end_year"]
        if start and end and end < start:
            text = _("The last year lies before the first one.")
            self._say("programmes", _cell(row, "end_year"), text)
        if _text(row, "plan_node") and fields["plan_node"] is None and not self.names.plan_nodes:
            self._fault("programmes", row, "plan_node", "unknown", value=_text(row, "plan_node"))

    def _several(
        self, row: Row, column: str, known: Mapping[str, Any], norm: Callable[[str], str]
    ) -> list[Any]:
        found = []
        for part in _parts(row, column):
            record = known.get(norm(part))
            if record is None:
                self._fault("programmes", row, column, "unknown", value=part)
            elif record not in found:
                found.append(record)
        return found

    def _of_entries(self, key: str, rows: Sequence[Row]) -> Iterator[tuple[Entry, Row]]:
        """Rows with the programme they belong to; complete rows only, the rest is named already."""
        needed = [column.key for column in self.sheets[key].columns if column.required]
        for row in rows:
            code = _text(row, "code").upper()
            entry = self.result.entries.get(code)
            if code and entry is None:
                text = _("The programme %(code)s is not on the first sheet. Add it there.")
                self._say(key, _cell(row, "code"), text % {"code": code})
            if entry and all(row.values.get(name) not in (None, "") for name in needed):
                yield entry, row

    def _topic(self, entry: Entry, row: Row) -> None:
        topic = self.names.topics[_text(row, "topic")]
        if topic in entry.topics:
            self._fault("topics", row, "topic", "duplicate_key", value=_text(row, "topic"))
        entry.topics[topic] = _text(row, "text")

    def _milestone(self, entry: Entry, row: Row) -> None:
        title = self._once("milestones", row, "title", [each.title for each in entry.milestones])
        due: Any = row.values["due"]
        done: Any = row.values.get("done_on")
        entry.milestones.append(MilestoneRow(title, due, done))

    def _budget(self, entry: Entry, row: Row) -> None:
        year, amount = int(str(row.values["year"])), int(str(row.values["amount"]))
        source = self.names.sources[_text(row, "source")]
        if any((each.year, each.source) == (year, source) for each in entry.budget):
            value = f"{entry.code} {year} {_text(row, 'source')}"
            self._fault("budget", row, "source", "duplicate_key", value=value)
        entry.budget.append(BudgetRow(year, source, amount))

    def _kpi(self, entry: Entry, row: Row) -> None:
        name = self._once("kpis", row, "name", [each.name for each in entry.kpis])
        targets = {
            year: value
            for year in self.round.years
            if (value := _decimal(row, f"target_{year}")) is not None
        }
        entry.kpis.append(KpiRow(name, _text(row, "unit"), _decimal(row, "baseline"), targets))

    def _risk(self, entry: Entry, row: Row) -> None:
        text = self._once("risks", row, "text", [each.text for each in entry.risks])
        likelihood, impact = int(str(row.values["likelihood"])), int(str(row.values["impact"]))
        entry.risks.append(RiskRow(text, likelihood, impact, _text(row, "mitigation")))

    def _once(self, key: str, row: Row, column: str, taken: Sequence[str]) -> str:
        value = _text(row, column)
        if value in taken:
            self._fault(key, row, column, "duplicate_key", value=value)
        return value

    def _need(self, entry: Entry, row: Row) -> None:
        """By its title; the code tells apart needs of one title."""
        found = self.needs.get(plain_title(_text(row, "title")), [])
        number = code_number(_text(row, "need_code"), "K")
        exact = [need for need in found if need.pk == number]
        if not found:
            self._fault("needs", row, "title", "unknown", value=_text(row, "title"))
        entry.needs += [need for need in exact or found if need not in entry.needs]

    def _check_dependencies(self) -> None:
        entries = self.result.entries
        for code, entry in entries.items():
            for needed in entry.depends_on:
                if needed not in entries and needed not in self.known:
                    text = _("%(code)s follows %(needed)s, which is not known.")
                    self._say("programmes", "", text % {"code": code, "needed": needed})
        graph = {code: [*Counter(entry.depends_on)] for code, entry in entries.items()}
        if cycle := find_cycle(graph):
            text = _("These programmes would wait for each other: %(chain)s. Take one link away.")
            self._say("programmes", "", text % {"chain": " → ".join(cycle)})


TEXTS = (
    "title",
    "problem",
    "goal",
    "output",
    "outcome",
    "beneficiaries",
    "place",
    "nomenclature_code",
    "nomenclature_name",
    "inspiration",
)


def _text(row: Row, key: str) -> str:
    value = row.values.get(key)
    return "" if value is None else str(value).strip()


def _cell(row: Row, key: str) -> str:
    return row.cells.get(key, str(row.number))


def _parts(row: Row, key: str) -> list[str]:
    return [part.strip() for part in _text(row, key).split(";") if part.strip()]


def _decimal(row: Row, key: str) -> Decimal | None:
    value = row.values.get(key)
    return None if value is None else Decimal(str(value)).quantize(CENT)
