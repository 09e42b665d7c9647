"""What is said about a card: by a phone, or written down for somebody without one."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_take_notes
from selaras.meetings.actions.setup import require_open
from selaras.meetings.actions.wall import require_phase, require_standing, touch
from selaras.meetings.models import Comment, Contribution, Participant
from selaras.meetings.rules.limits import COMMENT


@transaction.atomic
def comment(*, participant: Participant, card: Contribution, key: uuid.UUID, text: str) -> Comment:
    if known := _known_comment(key, participant_id=participant.pk):
        return known
    group = require_phase(participant, "comment")
    require_standing(card, group)
    return _say(Comment(contribution=card, participant=participant, client_key=key), text, None)


@transaction.atomic
def write_comment(*, by: Any, card: Contribution, key: uuid.UUID, text: str) -> Comment:
    """A comment that somebody said aloud, written down by those who take notes."""
    require(can_take_notes(by, card.group))
    if known := _known_comment(key, written_by_id=by.pk):
        return known
    require_open(card.meeting)
    return _say(Comment(contribution=card, written_by=by, client_key=key), text, by)


def _known_comment(key: uuid.UUID, **whose: int) -> Comment | None:
    found = Comment.objects.filter(client_key=key).first()
    require(found is None or all(getattr(found, name) == pk for name, pk in whose.items()))
    return found


def _say(comment: Comment, text: str, by: Any) -> Comment:
    text = text.strip()
    if not text:
        raise Refused(_("Write a comment."), field="text")
    if len(text) > COMMENT:
        words = _("This text has %(length)s characters; at most %(longest)s fit. Shorten it.")
        raise Refused(words % {"length": len(text), "longest": COMMENT}, field="text")
    comment.text = text
    comment.save()
    touch(comment.contribution.group)
    content = {"card": comment.contribution_id, "participant": comment.participant_id}
    ledger.record(by=by, kind="meetings.comment", subject=comment, content=content)
    return comment
