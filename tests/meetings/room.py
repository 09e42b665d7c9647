"""A meeting that was held: a chair, a note taker, cards with votes and people behind them."""

from typing import Any

from selaras.meetings.models import Contribution, Group, Meeting, Participant
from selaras.meetings.queries import content_of, digest_of
from tests.factories.meetings import MeetingFactory


def held(round_: Any, people: Any, **values: Any) -> Meeting:
    given = {"title": "FGD Jombang", "state": "ended", "chair": people.leadership, **values}
    return MeetingFactory(round=round_, **given)


def group_of(meeting: Meeting, code: str = "living") -> Group:
    return meeting.groups.get(dimension__code=code)


def card(group: Group, title: str, *, votes: int = 0, sector: str = "", **values: Any) -> Any:
    """A card; `sector` puts a participant with a telling name behind it."""
    author = None
    if sector:
        author = Participant.objects.create(
            meeting=group.meeting, group=group, name="Siti Rahasia", sector=sector,
            secret_hash=f"{group.pk}-{title}",
        )  # fmt: skip
    return Contribution.objects.create(
        meeting=group.meeting, group=group, dimension=group.dimension, title=title, votes=votes,
        paper_votes=votes, author=author, row_key=f"{group.pk}-{title}"[:60], **values,
    )  # fmt: skip


def digest_now(report: Any) -> str:
    return digest_of(content_of(report))
