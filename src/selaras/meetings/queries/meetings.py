from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q, QuerySet
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from selaras.core.registry import SearchDocument
from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.rules import Phase, State
from selaras.strategy.models import Dimension, Round


@dataclass(frozen=True)
class GroupResult:
    """A group of a meeting with its contributions, most votes first."""

    group: Group
    contributions: tuple[Contribution, ...]

    @property
    def votes(self) -> int:
        return sum(contribution.votes for contribution in self.contributions)


@dataclass(frozen=True)
class GroupProgress:
    """Groups that brought something forward, over all meetings of a round."""

    meetings: int
    done: int
    total: int


def meetings_of_round(round: Round) -> QuerySet[Meeting]:
    """Meetings with the numbers of standing cards (`cards`), of groups heard (`heard`) and of who
    came (`came`: received one by one, else the number written down); the latest first.
    """
    standing = _standing("contributions__")
    return (
        Meeting.objects.filter(round=round)
        .select_related("round")
        .annotate(
            cards=Count("contributions", filter=standing, distinct=True),
            heard=Count("contributions__group", filter=standing, distinct=True),
            received=Count("attendances", distinct=True),
        )
        .annotate(came=Coalesce(NullIf("received", 0), "attendance", output_field=IntegerField()))
        .order_by("-held_on", "-pk")
    )


def dimensions_of(round: Round) -> Sequence[Dimension]:
    return list(Dimension.objects.filter(edition_id=round.edition_id))


def contributions_of(meeting: Meeting) -> QuerySet[Contribution]:
    """The cards that stand: not merged into another, not taken off the wall.

    While the meeting runs, what phones wrote in a silent phase is nobody's to read yet.
    """
    return (
        Contribution.objects.filter(_standing(), meeting=meeting)
        .select_related("group", "dimension", "subdimension__dimension", "agency", "need", "file")
        .order_by("group__position", "-votes", "pk")
    )


def _standing(path: str = "") -> Q:
    silent = Q(
        (f"{path}meeting__state", State.RUNNING),
        (f"{path}group__phase__in", (Phase.WAITING, Phase.SILENT)),
        (f"{path}author__isnull", False),
    )
    return Q((f"{path}merged_into", None), (f"{path}hidden", None)) & ~silent


def groups_of(meeting: Meeting) -> list[GroupResult]:
    """Every group with what it said, in two queries."""
    found: dict[int, list[Contribution]] = {}
    for contribution in contributions_of(meeting):
        found.setdefault(contribution.group_id, []).append(contribution)
    groups = meeting.groups.select_related("dimension")
    return [GroupResult(group, tuple(found.get(group.pk, ()))) for group in groups]


def group_progress(round: Round) -> GroupProgress:
    fgds = Meeting.objects.filter(round=round, kind=Meeting.Kind.FGD)
    cards = Contribution.objects.filter(meeting__round=round).exclude(dimension=None)
    heard = cards.values("dimension").distinct()
    return GroupProgress(fgds.count(), heard.count(), len(dimensions_of(round)))


def silent_fgds() -> QuerySet[Meeting]:
    """FGDs of open rounds that took place and of which nothing is written down."""
    return (
        Meeting.objects.filter(kind=Meeting.Kind.FGD, held_on__lte=timezone.localdate())
        .exclude(round__state=Round.State.CLOSED)
        .exclude(state=State.CANCELLED)
        .filter(contributions=None)
        .select_related("round")
    )


def meeting_document(meeting: Meeting) -> SearchDocument:
    return SearchDocument(
        kind="meetings",
        object_id=str(meeting.pk),
        title=meeting.title,
        body=f"{meeting.summary} {meeting.place}",
        url=meeting.get_absolute_url(),
    )


def meeting_documents() -> Iterable[SearchDocument]:
    return map(meeting_document, Meeting.objects.all())
