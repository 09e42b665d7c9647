"""What a meeting concluded, and which of its contributions are needs or may become some."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from selaras.core.registry import ChainLink
from selaras.meetings.models import Contribution, Decision, Meeting
from selaras.meetings.queries.meetings import contributions_of
from selaras.meetings.rules.likeness import Known, Likeness, Needs
from selaras.meetings.types import Card
from selaras.needs.models import Need
from selaras.strategy.models import Round


@dataclass(frozen=True)
class Alike:
    """A need of the round that may be the same as a card."""

    need: Need
    likeness: Likeness


@dataclass(frozen=True)
class Candidate:
    card: Contribution
    words: str  # what its evidence will quote
    alike: tuple[Alike, ...]


def short_kind(meeting: Meeting) -> str:
    """FGD is known by its letters; other kinds are written out."""
    if meeting.kind == Meeting.Kind.FGD:
        return "FGD"
    name = str(meeting.get_kind_display())
    return name[:1].upper() + name[1:]


def decisions_of(meeting: Meeting) -> QuerySet[Decision]:
    """In order, each with its contributions, their needs and the programmes that answer these."""
    return (
        Decision.objects.filter(meeting=meeting)
        .select_related("group", "owner")
        .prefetch_related(
            "contributions__need__initiative_links__initiative",
            "contributions__known_need__initiative_links__initiative",
        )
        .order_by("position", "pk")
    )


def open_actions(agency_ids: Iterable[int]) -> QuerySet[Decision]:
    """Action points that these units still owe."""
    return _open().filter(owner__in=list(agency_ids))


def late_actions() -> QuerySet[Decision]:
    return _open().filter(due__lt=timezone.localdate())


def _open() -> QuerySet[Decision]:
    return (
        Decision.objects.filter(kind=Decision.Kind.ACTION, done=None)
        .exclude(meeting__state=Meeting.State.CANCELLED)
        .exclude(meeting__round__state=Round.State.CLOSED)
        .select_related("meeting", "owner")
        .order_by("due", "pk")
    )


def conclusion_cards(meeting: Meeting) -> list[Contribution]:
    """The standing cards with the needs they became and the programmes that answer these."""
    return list(
        contributions_of(meeting)
        .select_related("known_need", "group__dimension", "need", "agency", "dimension")
        .prefetch_related(
            "need__initiative_links__initiative", "known_need__initiative_links__initiative"
        )
    )


def candidates(meeting: Meeting, pks: Iterable[int]) -> list[Candidate]:
    """Chosen cards that are no needs yet, each with the needs that may say the same."""
    chosen = set(pks)
    cards = [
        card
        for card in contributions_of(meeting).select_related("known_need", "group__dimension")
        if card.pk in chosen and card.becomes is None and card.kind != Contribution.Kind.SYSTEM
    ]
    needs = {need.pk: need for need in Need.objects.filter(round_id=meeting.round_id)}
    known = Needs([Known(need.pk, need.title, need.description) for need in needs.values()])
    words = words_of(cards)
    return [
        Candidate(
            card,
            words[card.pk],
            tuple(
                Alike(needs[each.key], each) for each in known.like(card.title, card.description)
            ),
        )
        for card in cards
    ]


def known_already(meeting: Meeting, cards: Iterable[Card]) -> list[tuple[str, Need]]:
    """Titles of new typed cards that a need of the round has already in like words, with it."""
    held = set(meeting.contributions.values_list("row_key", flat=True))
    fresh = [card for card in cards if card.row_key not in held]
    if not fresh:
        return []
    needs = {need.pk: need for need in Need.objects.filter(round_id=meeting.round_id)}
    known = Needs([Known(need.pk, need.title) for need in needs.values()])
    found = [(card.title, known.like(card.title)) for card in fresh]
    return [
        (title, needs[like[0].key])
        for title, like in found
        if like and like[0].reason != "like_words"
    ]


def sectors_of(cards: Sequence[Contribution]) -> dict[int, list[str]]:
    """The kinds of people behind each card and those merged into it, in words; no names."""
    return {
        pk: list(dict.fromkeys(word for row in rows if (word := _sector(row))))
        for pk, rows in _together(cards).items()
    }


def words_of(cards: Sequence[Contribution]) -> dict[int, str]:
    """Each card as it was first said, and below it what was merged into it; once each."""
    return {
        pk: "\n".join(dict.fromkeys(_first_said(row) for row in rows))
        for pk, rows in _together(cards).items()
    }


def _together(cards: Sequence[Contribution]) -> dict[int, list[Contribution]]:
    """Each card, then those merged into it that were not taken off the wall."""
    found: dict[int, list[Contribution]] = {card.pk: [] for card in cards}
    merged = Contribution.objects.filter(merged_into__in=list(found), hidden=None)
    rows = Contribution.objects.filter(pk__in=list(found)) | merged
    for row in rows.select_related("author", "agency").order_by("pk"):
        if row.pk in found:
            found[row.pk].insert(0, row)
        else:
            found[row.merged_into_id or 0].append(row)
    return found


def _first_said(row: Contribution) -> str:
    first = row.original or {}
    title = first.get("title", row.title)
    description = first.get("description", row.description)
    return f"{title}: {description}" if description else title


def _sector(row: Contribution) -> str:
    if row.author is not None:
        return str(row.author.get_sector_display())
    return str(row.agency.get_sector_display()) if row.agency is not None else ""


def decision_links(need: Need) -> list[ChainLink]:
    """The decisions that rest on a need's cards; where the round is public, of public meetings."""
    found = (
        Decision.objects.filter(contributions__need=need)
        | Decision.objects.filter(contributions__known_need=need)
    ).distinct()
    if need.round.public:
        found = found.filter(meeting__public=True, meeting__state=Meeting.State.CLOSED)
    return _links(found.select_related("meeting").order_by("meeting", "position")[:20])


def _links(decisions: Iterable[Decision]) -> list[ChainLink]:
    return [
        ChainLink(
            each.text[:120],
            reverse("meetings:conclusions", args=[each.meeting_id]) + f"#keputusan-{each.pk}",
            each.get_kind_display(),
            each.meeting.title,
        )
        for each in decisions
    ]
