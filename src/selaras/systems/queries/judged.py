"""Findings with the systems they are about, and the quadrant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from selaras.core.registry import ChainLink
from selaras.strategy.models import Round
from selaras.systems.models import Appraisal, Finding, System
from selaras.systems.queries.register import current_appraisals, systems_of_round
from selaras.systems.rules.quadrant import STEPS, VERDICTS, verdict_of
from selaras.systems.words import reason_text


@dataclass(frozen=True)
class FindingCounts:
    total: int
    decided: int
    needs: int


@dataclass(frozen=True)
class Placed:
    """A system in the quadrant."""

    system: System
    appraisal: Appraisal


@dataclass(frozen=True)
class GridCell:
    """One combination of answers with its verdict and how many systems gave it."""

    business: int
    technical: int
    verdict: str
    count: int


@dataclass(frozen=True)
class Quadrant:
    """`grid` has one row for each step of fit for the work, the highest first."""

    placed: dict[str, list[Placed]]
    waiting: Sequence[System]
    grid: list[list[GridCell]]


def findings_of_round(round: Round) -> QuerySet[Finding]:
    """Present findings, and those that people have decided or made a need of."""
    kept = Q(present=True) | Q(need__isnull=False) | ~Q(verdict=Finding.Verdict.OPEN)
    systems = Prefetch("systems", System.objects.select_related("agency").order_by("pk"))
    return (
        Finding.objects.filter(kept, round=round)
        .select_related("need", "round")
        .prefetch_related(systems)
    )


def finding_counts(round: Round) -> FindingCounts:
    row = Finding.objects.filter(round=round, present=True).aggregate(
        total=Count("pk"),
        decided=Count("pk", filter=~Q(verdict=Finding.Verdict.OPEN)),
        needs=Count("pk", filter=Q(need__isnull=False)),
    )
    return FindingCounts(row["total"], row["decided"], row["needs"])


def kind_counts(round: Round) -> list[tuple[str, Any, int, int]]:
    """(kind, label, present, open) for every kind, those without findings too."""
    rows = (
        Finding.objects.filter(round=round, present=True)
        .values_list("kind")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(verdict=Finding.Verdict.OPEN)))
        .order_by()
    )
    found = {kind: (n, waiting) for kind, n, waiting in rows}
    return [(str(kind), label, *found.get(kind, (0, 0))) for kind, label in Finding.Kind.choices]


def findings_about(system: System) -> list[Finding]:
    """Present findings about a system, and those with a verdict."""
    found: QuerySet[Finding] = findings_of_round(system.round).filter(systems=system)
    return list(found)


def reasons_of(finding: Finding) -> list[str]:
    """Why it was found, in words."""
    return [reason_text(code, values) for code, values in finding.reasons]


def needs_from_findings(findings: Sequence[Finding]) -> list[ChainLink]:
    return [
        ChainLink(
            finding.need.title,
            finding.need.get_absolute_url(),
            finding.need.get_kind_display(),
            str(finding.get_kind_display()),
        )
        for finding in findings
        if finding.need is not None
    ]


def quadrant_of(round: Round) -> Quadrant:
    """Where the current appraisals put the systems in use, and which have none."""
    appraisals = current_appraisals(round)
    systems = systems_of_round(round).exclude(status=System.Status.UNUSED)
    placed: dict[str, list[Placed]] = {verdict: [] for verdict in VERDICTS}
    waiting = []
    for system in systems:
        if system.pk in appraisals:
            appraisal = appraisals[system.pk]
            placed[appraisal.verdict].append(Placed(system, appraisal))
        else:
            waiting.append(system)
    return Quadrant(
        placed, waiting, _grid([each.appraisal for row in placed.values() for each in row])
    )


def _grid(appraisals: Sequence[Appraisal]) -> list[list[GridCell]]:
    answers = [(each.business_fit, each.technical_fit) for each in appraisals]
    return [
        [
            GridCell(
                business,
                technical,
                verdict_of(business, technical),
                answers.count((business, technical)),
            )
            for technical in STEPS
        ]
        for business in reversed(STEPS)
    ]
