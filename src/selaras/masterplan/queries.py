"""Everything the books of a round read, loaded once."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Model, Q

from selaras.core.access import is_office
from selaras.core.evidence import Source, evidence_by_subject
from selaras.core.models import LedgerHead
from selaras.initiatives.access import visible_states
from selaras.initiatives.models import Initiative, State
from selaras.initiatives.queries import MoneyRow, RoadmapRow, Sheet, money, roadmap, sheets
from selaras.masterplan.models import Book, BuiltBook, Edition, Section
from selaras.meetings.models import Contribution, Meeting
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.portfolio.models import Choice, Commitment
from selaras.portfolio.queries import DimensionRanking, ranking
from selaras.strategy.models import Dimension, PlanNode, Round, Stage
from selaras.strategy.queries import dimensions_of
from selaras.surveys.models import Response
from selaras.systems.models import System


class RoundData:
    """The data of a round as the live blocks read it; each part is fetched at first use.

    `user` is the reader of a page; None for a book that is built, which shows the whole plan.
    """

    def __init__(self, round_: Round, user: Any) -> None:
        self.round, self.user = round_, user

    @cached_property
    def stages(self) -> list[Stage]:
        return list(self.round.stages.all())

    @cached_property
    def dimensions(self) -> Sequence[Dimension]:
        return dimensions_of(self.round)

    @cached_property
    def agencies(self) -> list[Agency]:
        return list(Agency.objects.current().government().select_related("area", "parent"))

    @cached_property
    def partners(self) -> list[Agency]:
        return list(Agency.objects.current().partners())

    @cached_property
    def meetings(self) -> list[Meeting]:
        return list(self.round.meetings.order_by("held_on"))

    @cached_property
    def contributions(self) -> list[Contribution]:
        found = Contribution.objects.filter(meeting__round=self.round)
        return list(found.select_related("meeting", "dimension", "agency", "need"))

    @cached_property
    def responses(self) -> list[Response]:
        found = Response.objects.filter(survey__round=self.round)
        return list(found.select_related("agency", "survey"))

    @property
    def answered(self) -> list[Response]:
        return [each for each in self.responses if each.is_answered]

    @cached_property
    def systems(self) -> list[System]:
        return list(self.round.systems.select_related("agency"))

    @cached_property
    def needs(self) -> list[Need]:
        found = self.round.needs.select_related("dimension", "subdimension", "agency")
        counted = found.annotate(answers=Count("initiative_links"))
        return list(counted.order_by("dimension__position", "-answers", "pk"))

    @cached_property
    def evidence(self) -> dict[str, list[Source]]:
        """Sources of every need, by the need's id as text."""
        return evidence_by_subject(self.needs)

    @property
    def internal(self) -> bool:
        """Whether the reader may follow links into the office: never in a built book."""
        return self.user is not None and is_office(self.user)

    def opens(self, obj: Model) -> bool:
        """Whether the reader may open the page of an object; built books are for everybody."""
        if self.internal:
            return True
        if isinstance(obj, Initiative):
            return obj.state in (visible_states(AnonymousUser()) or ())
        return not isinstance(obj, (System, Meeting))

    @cached_property
    def states(self) -> list[str]:
        """What stands in the books: from the proposal on; for the public, what it may see."""
        planned = [state for state in State if state not in (State.CANDIDATE, State.STOPPED)]
        shown = None if self.user is None else visible_states(self.user)
        return [state for state in planned if shown is None or state in shown]

    @cached_property
    def sheets(self) -> list[Sheet]:
        found = Initiative.objects.filter(round=self.round, state__in=self.states)
        return sheets(found.order_by("dimension__position", "code"))

    @cached_property
    def by_dimension(self) -> dict[int, list[Sheet]]:
        found: dict[int, list[Sheet]] = defaultdict(list)
        for sheet in self.sheets:
            found[sheet.initiative.dimension_id].append(sheet)
        return found

    @cached_property
    def quick_wins(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.initiative.quick_win_year]

    @cached_property
    def choices(self) -> list[Choice]:
        return list(Choice.objects.filter(round=self.round).select_related("initiative"))

    @cached_property
    def commitments(self) -> dict[int, Commitment]:
        found = Commitment.objects.filter(initiative__round=self.round).select_related("agency")
        return {each.initiative_id: each for each in found}

    @cached_property
    def ranking(self) -> list[DimensionRanking]:
        return ranking(self.round, every_year=True)

    @cached_property
    def roadmap(self) -> list[RoadmapRow]:
        return roadmap(self.round, self.states)

    @cached_property
    def money(self) -> list[MoneyRow]:
        return [row for row in money(self.round, states=self.states) if row.amount]

    @cached_property
    def plan_nodes(self) -> list[PlanNode]:
        return list(self.round.plan.nodes.select_related("parent")) if self.round.plan else []

    @cached_property
    def ledger(self) -> LedgerHead | None:
        return LedgerHead.objects.filter(pk=1).first()


def books_of(round_: Round) -> list[Book]:
    return list(round_.books.prefetch_related("sections"))


def section_counts(round_: Round) -> tuple[int, int]:
    """(sections with text or a live block, all that should have one or the other)."""
    meant = Section.objects.filter(book__round=round_).exclude(body="", block="", hint="")
    counts = meant.aggregate(
        filled=Count("pk", filter=~Q(body="") | ~Q(block="")), total=Count("pk")
    )
    return counts["filled"], counts["total"]


def empty_sections(round_: Round) -> list[Section]:
    """Sections that wait for a person's text."""
    found = Section.objects.filter(book__round=round_, body="", block="").exclude(hint="")
    return list(found.select_related("book"))


def editions_of(round_: Round) -> list[Edition]:
    return list(
        round_.editions.select_related("by").prefetch_related("files__book__round", "files__file")
    )


def files_of(edition: Edition) -> list[BuiltBook]:
    return list(edition.files.select_related("book", "file"))
