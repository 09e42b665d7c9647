"""Rounds with their boards, plans as trees, dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from selaras.core import registry
from selaras.core.access import is_office
from selaras.core.registry import SearchDocument, Step
from selaras.strategy.models import (
    Dimension,
    PlanDocument,
    PlanNode,
    Round,
    Stage,
    Subdimension,
)
from selaras.strategy.rules import StageStatus, stage_status


@dataclass(frozen=True)
class BoardStage:
    stage: Stage
    status: StageStatus
    steps: tuple[Step, ...]

    @property
    def late(self) -> int:
        return sum(step.late for step in self.steps)

    @property
    def next_step(self) -> Step | None:
        """The first step that is not complete and waits for somebody."""
        waiting = (step for step in self.steps if step.done < step.total or not step.total)
        return next((step for step in waiting if step.next_actor), None)

    @property
    def next_actor(self) -> Any:
        """Who must act, by the first step that is not complete."""
        return self.next_step.next_actor if self.next_step else ""


@dataclass(frozen=True)
class Board:
    round: Round
    stages: tuple[BoardStage, ...]

    @property
    def done(self) -> int:
        return sum(each.status == "done" for each in self.stages)


@dataclass
class TreeNode:
    node: PlanNode
    targets: dict[int, Any]
    children: list["TreeNode"] = field(default_factory=list)


def rounds_visible_to(user: Any) -> QuerySet[Round]:
    rounds = Round.objects.select_related("edition", "plan")
    return rounds if is_office(user) else rounds.filter(public=True)


def current_round(user: Any) -> Round | None:
    """The round in use: the newest that is not closed, else the newest."""
    rounds = list(rounds_visible_to(user)[:20])
    running = (each for each in rounds if each.state != Round.State.CLOSED)
    return next(running, rounds[0] if rounds else None)


def round_document(round_: Round) -> SearchDocument:
    """What the search knows of a round."""
    return SearchDocument(
        "round",
        str(round_.pk),
        round_.name,
        round_.purpose,
        round_.get_absolute_url(),
        round_.public,
    )


def dimensions_of(round_: Round) -> Sequence[Dimension]:
    """The dimensions of a round's framework with their sub-dimensions, in two queries."""
    found = Dimension.objects.filter(edition_id=round_.edition_id)
    return list(found.prefetch_related("subdimensions"))


def round_board(round_: Round, user: Any) -> Board:
    """Every stage with its state and with the steps that the rooms counted for it."""
    steps: dict[str, list[Step]] = {}
    if is_office(user):
        for source in registry.steps:
            for step in source(round_):
                steps.setdefault(step.stage, []).append(step)
    today, stages = timezone.localdate(), list(round_.stages.all())
    first_open = next((stage.pk for stage in stages if not stage.completed), None)
    return Board(
        round_,
        tuple(
            BoardStage(
                stage,
                stage_status(
                    starts=stage.starts,
                    due=stage.due,
                    completed=stage.completed,
                    today=today,
                    is_next=stage.pk == first_open,
                ),
                tuple(sorted(steps.get(stage.kind, ()), key=lambda step: step.position)),
            )
            for stage in stages
        ),
    )


def plan_tree(document: PlanDocument) -> list[TreeNode]:
    """The whole plan in two queries, as roots with children."""
    nodes = list(document.nodes.prefetch_related("targets"))
    made = {
        node.pk: TreeNode(node, {target.year: target.value for target in node.targets.all()})
        for node in nodes
    }
    roots: list[TreeNode] = []
    for node in nodes:
        parent = made.get(node.parent_id) if node.parent_id else None
        (parent.children if parent else roots).append(made[node.pk])
    return roots


def plan_nodes(document: PlanDocument) -> QuerySet[PlanNode]:
    return document.nodes.select_related("parent").prefetch_related("targets")


@dataclass(frozen=True)
class DimensionWords:
    """What workbooks call dimensions and sub-dimensions: by the one name that the pages use.

    The aliases are what older workbooks say: the international name.
    """

    dimensions: dict[str, Dimension]
    subdimensions: dict[str, Subdimension]
    aliases: tuple[tuple[str, str], ...]
    sub_aliases: tuple[tuple[str, str], ...]


def dimension_words(edition_id: int) -> DimensionWords:
    """Workbooks are in Indonesian, whatever the language in use."""
    dimensions = list(Dimension.objects.filter(edition_id=edition_id))
    known = Subdimension.objects.filter(dimension__edition_id=edition_id)
    subs = list(known.select_related("dimension"))
    return DimensionWords(
        {each.name_id: each for each in dimensions},
        {sub_word(each): each for each in subs},
        tuple((each.label, each.name_id) for each in dimensions),
        tuple((f"{each.dimension.label} · {each.name_id}", sub_word(each)) for each in subs),
    )


def sub_word(sub: Subdimension) -> str:
    return f"{sub.dimension.name_id} · {sub.name_id}"
