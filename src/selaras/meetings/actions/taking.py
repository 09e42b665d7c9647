"""Contributions become needs, or further evidence for needs that were known before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.registry import Consumed
from selaras.meetings.access import can_conclude
from selaras.meetings.actions.contributing import origin_of, source_key
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.queries import contributions_of, sectors_of
from selaras.meetings.types import Becoming
from selaras.needs.actions import Place, support_needs, take_in_needs
from selaras.needs.models import Need
from selaras.needs.types import NeedRow
from selaras.strategy.models import Dimension


@transaction.atomic
def make_needs(*, by: Any, meeting: Meeting, choices: Sequence[Becoming]) -> Consumed:
    """New needs (`created`), known ones that got evidence (`updated`), done before (`unchanged`).

    The evidence holds the meeting, the group, the kind of people and the votes, never a name.

    Raises:
        Refused: a card has no dimension, or a need is not of this round.
    """
    require(can_conclude(by, meeting))
    require_open(meeting)
    meeting = Meeting.objects.select_for_update().select_related("round").get(pk=meeting.pk)
    cards = {card.pk: card for card in contributions_of(meeting)}
    asked = {each.contribution_id: each for each in choices if each.contribution_id in cards}
    open_cards = [
        cards[pk] for pk in asked if cards[pk].becomes is None and _can_be_need(cards[pk])
    ]
    with translation.override(settings.LANGUAGE_CODE):
        sectors = sectors_of(open_cards)
    created = linked = 0
    for group, members in _by_group(open_cards):
        batch = _Batch(by, meeting, group, sectors, asked)
        created += batch.make([card for card in members if not asked[card.pk].same_as])
        linked += batch.link([card for card in members if asked[card.pk].same_as])
    if created or linked:
        content = {"new": created, "linked": linked}
        ledger.record(by=by, kind="meetings.needs_made", subject=meeting, content=content)
    return Consumed(created, linked, len(asked) - created - linked)


@dataclass(frozen=True)
class _Batch:
    """The chosen cards of one group, which share their source."""

    by: Any
    meeting: Meeting
    group: Group
    sectors: dict[int, list[str]]
    asked: dict[int, Becoming]

    def make(self, cards: Sequence[Contribution]) -> int:
        if not cards:
            return 0
        take_in_needs(
            by=self.by,
            round=self.meeting.round,
            origin=origin_of(self.group),
            rows=[self._row(card) for card in cards],
        )
        keys = {source_key(self.meeting, card.row_key): card for card in cards}
        for need in Need.objects.filter(round=self.meeting.round, source_key__in=keys):
            keys[need.source_key].need = need
        Contribution.objects.bulk_update(cards, ["need"], batch_size=300)
        return len(cards)

    def link(self, cards: Sequence[Contribution]) -> int:
        if not cards:
            return 0
        wanted = {card.pk: self.asked[card.pk].same_as for card in cards}
        needs = Need.objects.filter(round=self.meeting.round).in_bulk(
            [pk for pk in wanted.values() if pk]
        )
        if any(pk not in needs for pk in wanted.values()):
            raise Refused(_("Choose a need of this round."))
        places = []
        for card in cards:
            card.known_need = needs[wanted[card.pk] or 0]
            places.append(Place(card.known_need, self._place(card), words_of(card)))
        support_needs(by=self.by, origin=origin_of(self.group), places=places)
        Contribution.objects.bulk_update(cards, ["known_need"], batch_size=300)
        return len(cards)

    def _row(self, card: Contribution) -> NeedRow:
        choice = self.asked[card.pk]
        dimension_id = choice.dimension_id or card.dimension_id or self.group.dimension_id
        if dimension_id is None:
            raise Refused(_("Choose a dimension for “%(title)s”.") % {"title": card.title})
        _check_place(self.meeting, dimension_id, choice.subdimension_id)
        return NeedRow(
            source_key=source_key(self.meeting, card.row_key),
            kind=card.kind,
            title=card.title,
            description=card.description,
            dimension_id=dimension_id,
            subdimension_id=choice.subdimension_id,
            agency_id=card.agency_id,
            locator=self._place(card),
            quote=words_of(card),
        )

    def _place(self, card: Contribution) -> str:
        """Who said it, by role, and how many votes it had."""
        with translation.override(settings.LANGUAGE_CODE):
            votes = ngettext("%(votes)s vote", "%(votes)s votes", card.votes)
            parts = [card.locator, ", ".join(self.sectors.get(card.pk, []))]
            parts.append(votes % {"votes": card.votes} if card.votes else "")
            return "; ".join(part for part in parts if part)


def words_of(card: Contribution) -> str:
    """The card as it was said."""
    return f"{card.title}: {card.description}" if card.description else card.title


def _can_be_need(card: Contribution) -> bool:
    """An existing system is no need: it belongs into the register."""
    return card.kind != Contribution.Kind.SYSTEM


def _by_group(cards: Iterable[Contribution]) -> list[tuple[Group, list[Contribution]]]:
    found: dict[int, tuple[Group, list[Contribution]]] = {}
    for card in cards:
        found.setdefault(card.group_id, (card.group, []))[1].append(card)
    return list(found.values())


def _check_place(meeting: Meeting, dimension_id: int, subdimension_id: int | None) -> None:
    found = Dimension.objects.filter(pk=dimension_id, edition_id=meeting.round.edition_id)
    if subdimension_id is not None:
        found = found.filter(subdimensions=subdimension_id)
    if not found.exists():
        raise Refused(_("Choose a dimension of this round, and a sub-dimension of it."))
