"""Reads of the room: who sits there, what stands on a wall, for whom.

What may be seen is decided here alone: in the silent phase each sees only the own cards, and
votes are no number anywhere before voting is closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from selaras.meetings.models import (
    Attendance,
    Comment,
    Contribution,
    Group,
    Heading,
    Invitation,
    Meeting,
    Participant,
    Support,
)
from selaras.meetings.rules import State, phase_allows


@dataclass(frozen=True)
class WallCard:
    """A card as it stands on the wall, with what was merged into it."""

    card: Contribution
    merged: tuple[Contribution, ...]
    supporters: frozenset[int]  # participants
    comments: int

    @property
    def pk(self) -> int:
        return int(self.card.pk)

    @property
    def authors(self) -> frozenset[int]:
        return frozenset(
            each.author_id for each in (self.card, *self.merged) if each.author_id is not None
        )


@dataclass(frozen=True)
class Wall:
    """Cards under their headings in order; the first part is for those without a heading."""

    parts: tuple[tuple[Heading | None, tuple[WallCard, ...]], ...]

    @property
    def cards(self) -> tuple[WallCard, ...]:
        return tuple(card for _heading, cards in self.parts for card in cards)

    def only(self, keep: Iterable[int]) -> "Wall":
        kept = set(keep)
        parts = (
            (heading, tuple(card for card in cards if card.pk in kept))
            for heading, cards in self.parts
        )
        return Wall(tuple(parts))


def hashed(secret: str) -> str:
    """As a secret is kept."""
    return sha256(secret.encode()).hexdigest()


def in_its_time(path: str = "") -> Q:
    """Meetings whose code opens now: under way, from the day before (to try it out) to the day
    after, so that doors somebody forgot to close do not stay open. `path` leads to the meeting.
    """
    today, day = timezone.localdate(), timedelta(days=1)
    ended = Q(**{f"{path}held_on__gte": today - day}) | Q(**{f"{path}last_day__gte": today - day})
    return ended & Q(**{f"{path}held_on__lte": today + day, f"{path}state": State.RUNNING})


def meeting_by_code(code: str) -> Meeting | None:
    """The meeting that a join code opens now; none before and after its time."""
    return Meeting.objects.filter(in_its_time(), join_code=code.upper()).first()


def seat_of(code: str, secret: str) -> Participant | None:
    """Who holds this phone, at this meeting and while it runs; also one who was removed."""
    return (
        Participant.objects.filter(
            in_its_time("meeting__"),
            secret_hash=hashed(secret),
            meeting__join_code=code.upper(),
        )
        .select_related("meeting", "group__meeting", "agency")
        .first()
    )


class Place(NamedTuple):
    """Where a phone sits now, and the revision of the wall before it."""

    participant: int
    group: int
    revision: int


def place_of(code: str, secret: str) -> Place | None:
    """Of a phone that looks again; none when it has no place any more.

    One indexed query of three numbers: 150 phones ask every second or so.
    """
    found = Participant.objects.filter(
        in_its_time("meeting__"),
        secret_hash=hashed(secret),
        removed=None,
        meeting__join_code=code.upper(),
    ).values_list("pk", "group_id", "group__revision")
    return next((Place(*row) for row in found[:1]), None)


@lru_cache(maxsize=64)
def group_at(_code: str, pk: int, _revision: int) -> Group:
    """The group at this revision, read once per process: each change of it makes a new one."""
    return Group.objects.select_related("meeting").get(pk=pk)


def visible_wall(group: Group, participant: int) -> Wall:
    """What a participant (its key) sees of the group's wall in its phase."""
    found = wall_of(group)
    if phase_allows(group.phase, "see_all"):
        return found
    return found.only(card.pk for card in found.cards if participant in card.authors)


def public_wall(group: Group) -> Wall:
    """What everybody in the hall may see: the projector's wall."""
    return wall_of(group) if phase_allows(group.phase, "see_all") else Wall(((None, ()),))


def wall_of(group: Group) -> Wall:
    """The whole wall, for those who lead the group; read once per revision and process."""
    with_votes = phase_allows(group.phase, "see_result")
    return _wall(group.meeting.join_code, group.pk, group.revision, with_votes)


@lru_cache(maxsize=32)
def _wall(_code: str, group_pk: int, _revision: int, with_votes: bool) -> Wall:  # noqa: FBT001
    """The code makes the key unique to this meeting, the revision to this state of the wall."""
    cards = list(
        Contribution.objects.filter(group_id=group_pk, hidden=None)
        .select_related("agency", "author")
        .order_by("position", "pk")
    )
    merged: dict[int, list[Contribution]] = {}
    for card in cards:
        if card.merged_into_id is not None:
            merged.setdefault(card.merged_into_id, []).append(card)
    supporters, comments = _supporters(group_pk), _comments(group_pk)
    found: dict[int | None, list[WallCard]] = {}
    for card in cards:
        if card.merged_into_id is not None:
            continue
        if not with_votes:
            card.votes = 0
        together = [card.pk, *(each.pk for each in merged.get(card.pk, ()))]
        made = WallCard(
            card=card,
            merged=tuple(merged.get(card.pk, ())),
            supporters=frozenset().union(*(supporters.get(pk, ()) for pk in together)),
            comments=sum(comments.get(pk, 0) for pk in together),
        )
        found.setdefault(card.heading_id, []).append(made)
    return _arranged(group_pk, found, with_votes=with_votes)


def _arranged(group_pk: int, found: dict[int | None, list[WallCard]], *, with_votes: bool) -> Wall:
    if with_votes:
        for cards in found.values():
            cards.sort(key=lambda each: -each.card.votes)
    headings: Sequence[Heading | None] = [
        None,
        *Heading.objects.filter(group_id=group_pk).order_by("position", "pk"),
    ]
    return Wall(
        tuple(
            (heading, tuple(found.get(heading.pk if heading else None, ()))) for heading in headings
        )
    )


def _supporters(group_pk: int) -> dict[int, set[int]]:
    rows = Support.objects.filter(contribution__group_id=group_pk, participant__removed=None)
    found: dict[int, set[int]] = {}
    for card, participant in rows.values_list("contribution_id", "participant_id"):
        found.setdefault(card, set()).add(participant)
    return found


def _comments(group_pk: int) -> dict[int, int]:
    rows = Comment.objects.filter(contribution__group_id=group_pk, hidden=None).order_by()
    return dict(rows.values_list("contribution_id").annotate(Count("pk")))


def comments_on(card: WallCard) -> QuerySet[Comment]:
    """Of the card and of what was merged into it, oldest first."""
    together = [card.pk, *(each.pk for each in card.merged)]
    return (
        Comment.objects.filter(contribution__in=together, hidden=None)
        .select_related("participant__agency", "written_by")
        .order_by("pk")
    )


def hidden_cards(group: Group) -> QuerySet[Contribution]:
    return group.contributions.exclude(hidden=None).order_by("-hidden")


def groups_in_room(meeting: Meeting) -> QuerySet[Group]:
    """Every group with its people (`people`) and standing cards (`cards`)."""
    phones = Q(participants__removed=None) & ~Q(
        participants__secret_hash__startswith=Participant.NO_PHONE
    )
    return meeting.groups.annotate(
        people=Count("participants", filter=phones, distinct=True),
        cards=Count(
            "contributions",
            filter=Q(contributions__hidden=None, contributions__merged_into=None),
            distinct=True,
        ),
    ).select_related("dimension", "meeting")


def participants_of(group: Group) -> QuerySet[Participant]:
    return (
        group.participants.exclude(secret_hash__startswith=Participant.NO_PHONE)
        .select_related("agency")
        .annotate(written=Count("contributions"))
        .order_by("pk")
    )


@dataclass(frozen=True)
class Preset:
    """What a personal link says of the one who joins."""

    group: Group | None = None
    agency: Any = None
    name: str = ""
    sector: str = ""
    invitation: Invitation | None = None


def preset_of(meeting: Meeting, token: str) -> Preset:
    """From the personal link of an invitation; nothing when the link is not of this meeting."""
    found = (
        Invitation.objects.filter(meeting=meeting, token=token, withdrawn=None)
        .select_related("group", "agency", "attendance__group", "attendance__agency")
        .first()
        if token
        else None
    )
    if found is None:
        return Preset()
    came: Attendance | None = getattr(found, "attendance", None)
    preset = Preset(
        group=found.group, agency=found.agency, name=found.name, invitation=found,
        sector=found.agency.sector if found.agency else "",
    )  # fmt: skip
    if came is None:
        return preset
    agency = came.agency or found.agency
    return replace(
        preset, group=came.group or found.group, name=came.name, agency=agency,
        sector=agency.sector if agency else "",
    )  # fmt: skip
