"""What home pages and the public site read, composed from the rooms' contributions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import registry
from selaras.core.registry import Card, Late, Task
from selaras.initiatives.models import Initiative
from selaras.masterplan.models import BuiltBook
from selaras.meetings.models import Meeting
from selaras.meetings.queries import past, public_meetings, upcoming
from selaras.organisations.access import can_plan
from selaras.strategy.models import Dimension, Round
from selaras.strategy.queries import Board


@dataclass(frozen=True)
class DimensionShelf:
    """A dimension with the programmes that visitors may see."""

    dimension: Dimension
    initiatives: tuple[Initiative, ...]

    @property
    def quick_wins(self) -> tuple[Initiative, ...]:
        return tuple(each for each in self.initiatives if each.quick_win_year)


def tasks_of(user: Any, board: Board | None = None) -> list[Task]:
    """Everything that waits for this person: late first, then by deadline."""
    found = [task for source in registry.tasks for task in source(user)]
    if board is not None and can_plan(user):
        known = {task.url.partition("?")[0] for task in found}
        found += [task for task in _next_of(board) if task.url not in known]
    return sorted(found, key=lambda task: (not task.late, task.due or date.max, str(task.title)))


def _next_of(board: Board) -> Iterator[Task]:
    """The next step of the first open stage, where that is the planner's; else nothing."""
    stage = next((each for each in board.stages if each.status != "done"), None)
    step = stage.next_step if stage else None
    if stage and step and str(step.next_actor) == _("Planner"):
        title = _("Next step: %(step)s") % {"step": step.label}
        yield Task(title, step.url, stage.stage.due, stage.status == "late", stage.stage.name)


@dataclass(frozen=True)
class LateRow:
    late: Late
    days: int


def late_rows(round_: Round) -> list[LateRow]:
    """Everything of a round that is past its day, the longest first."""
    today = timezone.localdate()
    found = [late for source in registry.late for late in source(round_)]
    rows = [LateRow(late, (today - late.due).days) for late in found]
    return sorted(rows, key=lambda row: (-row.days, row.late.unit, str(row.late.what)))


def cards_for(user: Any, round_: Round | None) -> list[Card]:
    return [card for source in registry.cards for card in source(user, round_)]


def public_round() -> Round | None:
    """The newest round that the public may see."""
    return Round.objects.filter(public=True).select_related("edition", "plan").first()


def public_rounds() -> Sequence[Round]:
    return list(Round.objects.filter(public=True).select_related("edition", "plan"))


def shelves(user: Any, round_: Round) -> list[DimensionShelf]:
    """Visible programmes by dimension, in two queries."""
    found = (
        Initiative.objects.visible_to(user)
        .filter(round=round_)
        .select_related("owner", "dimension", "round")
        .order_by("quick_win_year", "code")
    )
    by_dimension: dict[int, list[Initiative]] = {}
    for initiative in found:
        by_dimension.setdefault(initiative.dimension_id, []).append(initiative)
    dimensions = Dimension.objects.filter(edition_id=round_.edition_id).prefetch_related(
        "subdimensions"
    )
    return [
        DimensionShelf(dimension, tuple(by_dimension.get(dimension.pk, ())))
        for dimension in dimensions
    ]


def state_counts(user: Any, round_: Round) -> dict[str, int]:
    """How many visible programmes are in each state."""
    rows = (
        Initiative.objects.visible_to(user)
        .filter(round=round_)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def latest_books(round_: Round) -> list[BuiltBook]:
    """Files of the newest edition of the books."""
    newest = round_.editions.order_by("-number").first()
    if newest is None:
        return []
    return list(newest.files.select_related("book__round", "file"))


def front_meetings(count: int = 3) -> list[Meeting]:
    """The next public meetings, filled up with the ones held last."""
    found = list(upcoming(public_meetings())[:count])
    if len(found) < count:
        found += past(public_meetings()).order_by("-order")[: count - len(found)]
    return found
