"""Dots: cast and changed while voting is open, counted when it closes."""

import hashlib
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.lib.canonical import canonical_json
from selaras.meetings.actions.wall import require_phase, touch
from selaras.meetings.models import Ballot, Contribution, Group, Participant
from selaras.meetings.queries import counted
from selaras.meetings.rules import BadBallot, checked_dots


@transaction.atomic
def cast_ballot(*, participant: Participant, key: uuid.UUID, dots: Mapping[int, int]) -> Ballot:
    """The one ballot of a participant; another one takes the place of the first.

    Raises:
        Refused: voting is closed, too many dots, or a card that is not on the wall any more.
    """
    known = Ballot.objects.filter(client_key=key).first()
    if known is not None:
        require(known.participant_id == participant.pk)
        return known
    group = require_phase(participant, "vote")
    standing = Contribution.objects.filter(group=group, merged_into=None, hidden=None)
    try:
        given = checked_dots(
            dots, cards=set(standing.values_list("pk", flat=True)), limit=group.meeting.dots
        )
    except BadBallot as bad:
        raise Refused(_wrong(bad, group.meeting.dots)) from bad
    live = Ballot.objects.filter(group=group, participant=participant, superseded=None)
    changed = live.update(superseded=timezone.now())
    kept = {str(card): number for card, number in sorted(given.items())}
    made = Ballot.objects.create(
        group=group, participant=participant, dots=kept, client_key=key,
        receipt=receipt_of(group.pk, key, kept),
    )  # fmt: skip
    touch(group)
    content = {"group": group.pk, "receipt": made.receipt, "changed": bool(changed)}
    ledger.record(by=None, kind="meetings.voted", subject=made, content=content)
    return made


def receipt_of(group: int, key: uuid.UUID, dots: Mapping[str, int]) -> str:
    """SHA-256 over the canonical JSON of the ballot with its random key: proves it, hides it."""
    words = {"group": group, "key": str(key), "dots": dict(dots)}
    return hashlib.sha256(canonical_json(words)).hexdigest()


def close_vote(group: Group) -> None:
    """Ballots of those removed until now count no more, whatever happens afterwards."""
    ballots = Ballot.objects.filter(group=group, superseded=None)
    ballots.exclude(participant__removed=None).update(superseded=timezone.now())


def recount(group: Group) -> None:
    """Write on the cards the votes that may be seen in the group's phase: no dots before its end.

    What was written down from paper always counts.
    """
    total = counted(group)
    cards = Contribution.objects.filter(group=group).only("votes")
    changed = [card for card in cards if card.votes != total[card.pk]]
    for card in changed:
        card.votes = total[card.pk]
    Contribution.objects.bulk_update(changed, ["votes"], batch_size=300)


def _wrong(bad: BadBallot, limit: int) -> str:
    if bad.reason == "many":
        return _("You have %(limit)s dots. Take some away and send again.") % {"limit": limit}
    if bad.reason == "card":
        return _("A card was changed by the facilitator meanwhile. Look at your dots again.")
    return _("Dots are whole numbers from 0.")
