"""Reads of programmes: lists with their money, whole sheets, totals and the roadmap."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from selaras.core.evidence import Source, evidence_by_subject
from selaras.core.registry import SearchDocument
from selaras.initiatives.access import visible_states
from selaras.initiatives.models import (
    BudgetLine,
    Dependency,
    Initiative,
    Kpi,
    Milestone,
    NeedLink,
    Risk,
)
from selaras.initiatives.rules import PROMISED, TOPICS, missing_for_proposal
from selaras.needs.models import Need
from selaras.organisations.models import Agency, Area
from selaras.strategy.models import PlanNode, Round


@dataclass(frozen=True)
class BudgetGrid:
    """Money by year (rows) and source (columns), in whole rupiah."""

    years: tuple[int, ...]
    sources: tuple[str, ...]
    amounts: dict[tuple[int, str], int]

    def rows(self) -> list[tuple[int, list[int], int]]:
        """Per year: the year, an amount per source, their sum."""
        found = []
        for year in self.years:
            amounts = [self.amounts.get((year, source), 0) for source in self.sources]
            found.append((year, amounts, sum(amounts)))
        return found

    def column_totals(self) -> list[int]:
        return [
            sum(self.amounts.get((year, source), 0) for year in self.years)
            for source in self.sources
        ]

    @property
    def total(self) -> int:
        return sum(self.amounts.values())


@dataclass(frozen=True)
class AnsweredNeed:
    """A need that the programme answers, with where the need came from."""

    need: Need
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Sheet:
    """A programme with all its parts, read in a constant number of queries."""

    initiative: Initiative
    topics: dict[str, str]  # all ten codes, in order
    budget: BudgetGrid
    kpis: tuple[Kpi, ...]  # with .targets prefetched
    needs: tuple[AnsweredNeed, ...]
    depends_on: tuple[Initiative, ...]
    dependents: tuple[Initiative, ...]
    supporters: tuple[Agency, ...]
    areas: tuple[Area, ...]
    plan_path: tuple[PlanNode, ...]  # from the vision down to the linked node

    @property
    def milestones(self) -> list[Milestone]:
        return list(self.initiative.milestones.all())

    @property
    def risks(self) -> list[Risk]:
        return list(self.initiative.risks.all())

    @cached_property
    def missing(self) -> list[str]:
        """Parts still lacking before the programme can be proposed; names of rules."""
        initiative = self.initiative
        filled = {
            name: bool(getattr(initiative, name).strip())
            for name in ("problem", "goal", "output", "outcome", "beneficiaries")
        }
        return missing_for_proposal(
            {**filled, "budget": self.budget.total > 0, "kpis": bool(self.kpis)}
        )

    @property
    def target_years(self) -> list[int]:
        return sorted({target.year for kpi in self.kpis for target in kpi.targets.all()})

    @property
    def milestones_done(self) -> int:
        return sum(1 for each in self.milestones if each.done_on)


def initiatives_of(round_: Round, user: Any) -> QuerySet[Initiative]:
    """The visible programmes of a round, each with `.money` (whole rupiah)."""
    sums = (
        BudgetLine.objects.filter(initiative=OuterRef("pk"))
        .order_by()
        .values("initiative")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    found: QuerySet[Initiative] = (
        Initiative.objects.visible_to(user)
        .filter(round=round_)
        .select_related("dimension", "owner", "round")
        .annotate(money=Coalesce(Subquery(sums, output_field=BigIntegerField()), 0))
    )
    return found


def sheet(initiative: Initiative) -> Sheet:
    return sheets(Initiative.objects.filter(pk=initiative.pk))[0]


def sheet_for(initiative: Initiative, user: Any) -> Sheet:
    """The sheet as this person may read it: its neighbours are named only where they are shown."""
    whole, states = sheet(initiative), visible_states(user)
    if states is None:
        return whole
    return replace(
        whole,
        depends_on=tuple(each for each in whole.depends_on if each.state in states),
        dependents=tuple(each for each in whole.dependents if each.state in states),
    )


def sheets(initiatives: QuerySet[Initiative]) -> list[Sheet]:
    """Whole sheets of many programmes; the number of queries does not grow with them."""
    near = Initiative.objects.select_related("round", "owner", "dimension")
    found = list(
        initiatives.select_related(
            "round", "dimension", "subdimension", "owner", "plan_node__document"
        ).prefetch_related(
            "topics",
            "milestones",
            "budget",
            "risks",
            "supporters",
            "areas",
            "kpis__targets",
            Prefetch(
                "need_links",
                NeedLink.objects.select_related("need__dimension", "need__agency").order_by("pk"),
            ),
            Prefetch("dependencies", Dependency.objects.prefetch_related(Prefetch("needs", near))),
            Prefetch(
                "dependents", Dependency.objects.prefetch_related(Prefetch("initiative", near))
            ),
        )
    )
    needs = [link.need for each in found for link in each.need_links.all()]
    sources = evidence_by_subject(needs)
    nodes = _plan_nodes(each.plan_node for each in found)
    return [_sheet(each, sources, nodes) for each in found]


def _plan_nodes(linked: Iterable[PlanNode | None]) -> dict[int, PlanNode]:
    """All nodes of the plans that are linked to, by id, so that paths cost nothing more."""
    documents = {node.document_id for node in linked if node is not None}
    if not documents:
        return {}
    return {node.pk: node for node in PlanNode.objects.filter(document__in=documents)}


def _sheet(
    initiative: Initiative, sources: dict[str, list[Source]], nodes: dict[int, PlanNode]
) -> Sheet:
    answers = {answer.topic: answer.text for answer in initiative.topics.all()}
    return Sheet(
        initiative=initiative,
        topics={topic: answers.get(topic, "") for topic in TOPICS},
        budget=_grid(initiative),
        kpis=tuple(initiative.kpis.all()),
        needs=tuple(
            AnsweredNeed(link.need, tuple(sources.get(str(link.need_id), ())))
            for link in initiative.need_links.all()
        ),
        depends_on=tuple(link.needs for link in initiative.dependencies.all()),
        dependents=tuple(link.initiative for link in initiative.dependents.all()),
        supporters=tuple(initiative.supporters.all()),
        areas=tuple(initiative.areas.all()),
        plan_path=_path(initiative.plan_node_id, nodes),
    )


def _grid(initiative: Initiative) -> BudgetGrid:
    lines = list(initiative.budget.all())
    used = {line.source for line in lines}
    return BudgetGrid(
        years=tuple(sorted({line.year for line in lines})),
        sources=tuple(source for source in BudgetLine.Source.values if source in used),
        amounts={(line.year, line.source): line.amount for line in lines},
    )


def _path(node_id: int | None, nodes: dict[int, PlanNode]) -> tuple[PlanNode, ...]:
    path: list[PlanNode] = []
    while node_id is not None and node_id in nodes and len(path) < 12:
        node = nodes[node_id]
        path.insert(0, node)
        node_id = node.parent_id
    return tuple(path)


@dataclass(frozen=True)
class MoneyRow:
    """Money of one dimension, year and source."""

    dimension_id: int
    year: int
    source: str
    amount: int


def money(round_: Round, *, states: Iterable[str] | None = None) -> list[MoneyRow]:
    """Sums per dimension, year and source; of the given states only, if any are given."""
    lines = BudgetLine.objects.filter(initiative__round=round_)
    if states is not None:
        lines = lines.filter(initiative__state__in=list(states))
    rows = (
        lines.order_by("initiative__dimension__position", "year", "source")
        .values_list("initiative__dimension_id", "year", "source")
        .annotate(sum=Sum("amount"))
    )
    return [MoneyRow(*row) for row in rows]


@dataclass(frozen=True)
class RoadmapRow:
    """One programme on the roadmap: which years of the round it runs, and its money."""

    initiative: Initiative
    years: tuple[int, ...]
    budget: dict[int, int]  # year → whole rupiah


def roadmap(round_: Round, states: Iterable[str]) -> list[RoadmapRow]:
    """Programmes of the given states, by dimension, first year and code."""
    found = (
        Initiative.objects.filter(round=round_, state__in=list(states))
        .select_related("dimension", "owner", "round")
        .prefetch_related("budget")
        .order_by("dimension__position", "start_year", "code")
    )
    return [_roadmap_row(each, round_) for each in found]


def _roadmap_row(initiative: Initiative, round_: Round) -> RoadmapRow:
    budget: dict[int, int] = defaultdict(int)
    for line in initiative.budget.all():
        budget[line.year] += line.amount
    active = range(initiative.start_year, initiative.end_year + 1)
    years = tuple(year for year in round_.years if year in active)
    return RoadmapRow(initiative, years, dict(budget))


def state_counts(round_: Round) -> dict[str, int]:
    """How many programmes of a round are in each state that occurs."""
    states = Initiative.objects.filter(round=round_).order_by().values_list("state", flat=True)
    counts: dict[str, int] = defaultdict(int)
    for state in states:
        counts[state] += 1
    return dict(counts)


def overdue_milestones(day: date) -> QuerySet[Milestone]:
    """Milestones of promised programmes that are past their day and not done."""
    return Milestone.objects.filter(
        due__lt=day, done_on=None, initiative__state__in=PROMISED
    ).select_related("initiative__round", "initiative__owner")


@dataclass(frozen=True)
class ReferenceProgramme:
    """A quick win of another regency, to learn from; `number` is its row in the file."""

    number: int
    region: str
    dimension: str
    dimension_source: str
    programme: str
    agency: str
    year: str
    source: str


REFERENCE = Path(__file__).parent / "data" / "reference_programmes.csv"


@lru_cache(maxsize=1)
def reference_programmes() -> tuple[ReferenceProgramme, ...]:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return tuple(
            ReferenceProgramme(number=number, **row)
            for number, row in enumerate(csv.DictReader(file), start=1)
        )


def inspirations(
    *, text: str = "", dimension: str = "", region: str = ""
) -> list[ReferenceProgramme]:
    """Reference programmes that hold every word, of a dimension and a region."""
    words = text.lower().split()
    return [
        each
        for each in reference_programmes()
        if all(word in f"{each.programme} {each.region} {each.agency}".lower() for word in words)
        and dimension in ("", each.dimension)
        and region in ("", each.region)
    ]


def initiative_document(initiative: Initiative) -> SearchDocument:
    """What the search knows of a programme; `initiative.round` must be loaded."""
    return SearchDocument(
        kind="initiatives",
        object_id=str(initiative.pk),
        title=str(initiative),
        body=f"{initiative.problem} {initiative.goal} {initiative.output} {initiative.outcome}",
        url=initiative.get_absolute_url(),
        public=initiative.is_public,
    )


def initiative_documents() -> Iterable[SearchDocument]:
    for initiative in Initiative.objects.select_related("round").iterator(chunk_size=1000):
        yield initiative_document(initiative)
