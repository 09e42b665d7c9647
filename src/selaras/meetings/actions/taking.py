"""Contributions become needs, or further evidence for needs that were known before."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.registry import Consumed
from selaras.meetings.access import can_conclude
from selaras.meetings.actions.evidence import Batch
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.queries import contributions_of
from selaras.meetings.types import Becoming

MOST = 200  # cards at once: their needs are made in one transaction, while others wait


@transaction.atomic
def make_needs(*, by: Any, meeting: Meeting, choices: Sequence[Becoming]) -> Consumed:
    """New needs (`created`), known ones that got evidence (`updated`), done before (`unchanged`).

    The evidence holds the meeting, the group, the kind of people, their own words and the votes,
    never a name.

    Raises:
        Refused: a card has no dimension, its group is voting, or a need is not of this round.
    """
    require(can_conclude(by, meeting))
    if len(choices) > MOST:
        raise Refused(_("Take at most %(count)s cards at once.") % {"count": MOST})
    meeting = require_open(meeting)
    cards = {card.pk: card for card in contributions_of(meeting)}
    asked = {each.contribution_id: each for each in choices if each.contribution_id in cards}
    open_cards = [
        cards[pk] for pk in asked if cards[pk].becomes is None and _can_be_need(cards[pk])
    ]
    created = linked = 0
    for group, members in _by_group(meeting, open_cards):
        batch = Batch(by, group, members, asked)
        made = batch.make()
        created += made.created + made.updated + made.unchanged
        linked += batch.link()
    if created or linked:
        content = {"new": created, "linked": linked}
        ledger.record(by=by, kind="meetings.needs_made", subject=meeting, content=content)
    return Consumed(created, linked, len(asked) - created - linked)


def _can_be_need(card: Contribution) -> bool:
    """An existing system is no need: it belongs into the register."""
    return card.kind != Contribution.Kind.SYSTEM


def _by_group(
    meeting: Meeting, cards: Iterable[Contribution]
) -> list[tuple[Group, list[Contribution]]]:
    found: dict[int, tuple[Group, list[Contribution]]] = {}
    for card in cards:
        card.group.meeting = meeting
        found.setdefault(card.group_id, (card.group, []))[1].append(card)
    return list(found.values())
