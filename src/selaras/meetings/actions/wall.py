"""What people put on the wall of a group: cards, support, comments.

Participants write from their phones while the phase allows it; note takers and facilitators
write for those without one, at any time before the record is signed.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_take_notes
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Contribution, Group, Participant, Support
from selaras.meetings.rules import Phase, State, phase_allows
from selaras.meetings.rules.limits import TEXT, TITLE

CARDS = 50  # of one phone: a wall is read by all


def touch(*groups: Group) -> None:
    """Every change of a wall, in its own transaction: the phones look again."""
    for pk in sorted(group.pk for group in groups):
        Group.objects.filter(pk=pk).update(revision=F("revision") + 1)


@transaction.atomic
def contribute(
    *, participant: Participant, key: uuid.UUID, title: str, kind: str, description: str = ""
) -> Contribution:
    """A card from a phone; the same key again gives the same card.

    Raises:
        Refused: not in this phase, or too long.
    """
    if known := _known_card(participant.meeting_id, key, author_id=participant.pk):
        return known
    group = require_phase(participant, "contribute")
    if participant.contributions.count() >= CARDS:
        words = _("You have written %(count)s cards. Ask the facilitator to write more for you.")
        raise Refused(words % {"count": CARDS})
    card = _card(group, key, title, kind, description)
    card.author, card.agency_id = participant, participant.agency_id
    return _put(card, by=None)


@transaction.atomic
def write_card(
    *, by: Any, group: Group, key: uuid.UUID, title: str, kind: str, description: str = ""
) -> Contribution:
    """A card that a facilitator or note taker writes for the group."""
    require(can_take_notes(by, group))
    if known := _known_card(group.meeting_id, key, written_by_id=by.pk):
        return known
    require_open(group.meeting)
    card = _card(group, key, title, kind, description)
    card.written_by = by
    return _put(card, by=by)


@transaction.atomic
def support(*, participant: Participant, card: Contribution, wanted: bool) -> None:
    """Support a card, or take the support back; doing it twice changes nothing."""
    group = require_phase(participant, "support")
    require_standing(card, group)
    if wanted:
        _found, changed = Support.objects.get_or_create(contribution=card, participant=participant)
    else:
        changed = bool(participant.supports.filter(contribution=card).delete()[0])
    if changed:
        touch(group)
        content = {"participant": participant.pk, "supports": wanted}
        ledger.record(by=None, kind="meetings.supported", subject=card, content=content)


@transaction.atomic
def take_back(*, participant: Participant, card: Contribution) -> None:
    """Take the own card off the wall while cards are written; the facilitator may put it back.

    Raises:
        Refused: cards are written no more, or another one is merged with it.
    """
    group = require_phase(participant, "contribute")
    require(card.author_id == participant.pk)
    require_standing(card, group)
    if group.contributions.filter(Q(merged_into=card) | Q(pk=card.pk, merged_into__isnull=False)):
        raise Refused(_("The facilitator has merged this card. Ask there to part it."))
    group.contributions.filter(pk=card.pk).update(hidden=timezone.now())
    touch(group)
    content = {"participant": participant.pk}
    ledger.record(by=None, kind="meetings.taken_back", subject=card, content=content)


def require_phase(participant: Participant, act: str) -> Group:
    """The participant's group as it is now, locked, when the phase allows the act.

    Closing a vote waits for the lock, so no ballot slips in behind the count.

    Raises:
        Refused: in words for the one with the phone.
    """
    groups = Group.objects.select_for_update(of=("self",), no_key=True).select_related("meeting")
    group = groups.get(pk=participant.group_id)
    if group.meeting.state != State.RUNNING:
        raise Refused(_("The meeting is not under way."))
    if Participant.objects.filter(pk=participant.pk).exclude(removed=None).exists():
        raise Refused(_("The facilitator has removed this phone from the meeting."))
    if not phase_allows(group.phase, act):
        raise Refused(_closed_words(group.phase, act))
    return group


def _closed_words(phase: str, act: str) -> str:
    if phase == Phase.WAITING:
        return _("The group has not started yet. Wait for the facilitator.")
    if act == "vote":
        return _("Voting is closed now. Dots that were sent before still count.")
    if phase == Phase.SILENT:
        return _("Everybody writes alone now. Supporting and commenting come afterwards.")
    return _("The wall takes nothing new now. Ask the facilitator to write it down.")


def require_standing(card: Contribution, group: Group) -> None:
    if card.group_id != group.pk or card.hidden:
        raise Refused(_("This card is no longer on the wall of your group."))


def _card(group: Group, key: uuid.UUID, title: str, kind: str, description: str) -> Contribution:
    title, description = title.strip(), description.strip()
    check_words(title, description)
    return Contribution(
        meeting_id=group.meeting_id, group=group, dimension_id=group.dimension_id, kind=kind,
        title=title, description=description, row_key=_row_key(key),
    )  # fmt: skip


def check_words(title: str, description: str) -> None:
    """Refuse what does not fit, with the field and both lengths; nothing is cut off.

    Raises:
        Refused: see there.
    """
    if not title:
        raise Refused(_("Write a title."), field="title")
    for field, text, longest in (("title", title, TITLE), ("description", description, TEXT)):
        if len(text) > longest:
            words = _("This text has %(length)s characters; at most %(longest)s fit. Shorten it.")
            raise Refused(words % {"length": len(text), "longest": longest}, field=field)


def _known_card(meeting_id: int, key: uuid.UUID, **whose: int) -> Contribution | None:
    """What was sent with this key before; sent again it needs no open phase."""
    found = Contribution.objects.filter(meeting_id=meeting_id, row_key=_row_key(key)).first()
    require(found is None or all(getattr(found, name) == pk for name, pk in whose.items()))
    return found


def _row_key(key: uuid.UUID) -> str:
    return f"ruang/{key}"


def _put(card: Contribution, *, by: Any) -> Contribution:
    card.save()
    touch(card.group)
    content = {"group": card.group_id, "kind": card.kind, "participant": card.author_id}
    ledger.record(by=by, kind="meetings.card", subject=card, content=content)
    return card
