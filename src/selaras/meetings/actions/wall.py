"""What people put on the wall of a group: cards, support, comments.

Participants write from their phones while the phase allows it; note takers and facilitators
write for those without one, at any time before the record is signed.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_take_notes
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Comment, Contribution, Group, Participant, Support
from selaras.meetings.rules import Phase, State, phase_allows
from selaras.meetings.rules.limits import COMMENT, TEXT, TITLE


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
    group = require_phase(participant, "contribute")
    card = _card(group, key, title, kind, description)
    card.author, card.agency_id = participant, participant.agency_id
    return _put(card, by=None)


@transaction.atomic
def write_card(
    *, by: Any, group: Group, key: uuid.UUID, title: str, kind: str, description: str = ""
) -> Contribution:
    """A card that a facilitator or note taker writes for the group."""
    require(can_take_notes(by, group))
    require_open(group.meeting)
    card = _card(group, key, title, kind, description)
    card.written_by = by
    return _put(card, by=by)


@transaction.atomic
def support(*, participant: Participant, card: Contribution, wanted: bool) -> None:
    """Support a card, or take the support back; doing it twice changes nothing."""
    group = require_phase(participant, "support")
    _require_standing(card, group)
    if wanted:
        _found, changed = Support.objects.get_or_create(contribution=card, participant=participant)
    else:
        changed = bool(participant.supports.filter(contribution=card).delete()[0])
    if changed:
        touch(group)
        content = {"participant": participant.pk, "supports": wanted}
        ledger.record(by=None, kind="meetings.supported", subject=card, content=content)


@transaction.atomic
def comment(*, participant: Participant, card: Contribution, key: uuid.UUID, text: str) -> Comment:
    group = require_phase(participant, "comment")
    _require_standing(card, group)
    return _say(Comment(contribution=card, participant=participant, client_key=key), text, None)


@transaction.atomic
def write_comment(*, by: Any, card: Contribution, key: uuid.UUID, text: str) -> Comment:
    """A comment that somebody said aloud, written down by those who take notes."""
    require(can_take_notes(by, card.group))
    require_open(card.meeting)
    return _say(Comment(contribution=card, written_by=by, client_key=key), text, by)


def require_phase(participant: Participant, act: str) -> Group:
    """The participant's group as it is now, locked, when the phase allows the act.

    Closing a vote waits for the lock, so no ballot slips in behind the count.

    Raises:
        Refused: in words for the one with the phone.
    """
    groups = Group.objects.select_for_update(of=("self",)).select_related("meeting")
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


def _require_standing(card: Contribution, group: Group) -> None:
    if card.group_id != group.pk or card.hidden:
        raise Refused(_("This card is no longer on the wall of your group."))


def _card(group: Group, key: uuid.UUID, title: str, kind: str, description: str) -> Contribution:
    title, description = title.strip(), description.strip()
    check_words(title, description)
    return Contribution(
        meeting_id=group.meeting_id, group=group, dimension_id=group.dimension_id, kind=kind,
        title=title, description=description, row_key=f"ruang/{key}",
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


def _put(card: Contribution, *, by: Any) -> Contribution:
    known = Contribution.objects.filter(meeting_id=card.meeting_id, row_key=card.row_key).first()
    if known is not None:
        require((known.author_id, known.written_by_id) == (card.author_id, card.written_by_id))
        return known
    card.save()
    touch(card.group)
    content = {"group": card.group_id, "kind": card.kind, "participant": card.author_id}
    ledger.record(by=by, kind="meetings.card", subject=card, content=content)
    return card


def _say(comment: Comment, text: str, by: Any) -> Comment:
    text = text.strip()
    if not text:
        raise Refused(_("Write a comment."), field="text")
    if len(text) > COMMENT:
        words = _("This text has %(length)s characters; at most %(longest)s fit. Shorten it.")
        raise Refused(words % {"length": len(text), "longest": COMMENT}, field="text")
    known = Comment.objects.filter(client_key=comment.client_key).first()
    if known is not None:
        same = (comment.participant_id, comment.written_by_id)
        require((known.participant_id, known.written_by_id) == same)
        return known
    comment.text = text
    comment.save()
    touch(comment.contribution.group)
    content = {"card": comment.contribution_id, "participant": comment.participant_id}
    ledger.record(by=by, kind="meetings.comment", subject=comment, content=content)
    return comment
