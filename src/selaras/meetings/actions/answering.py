"""The answer to an invitation, given by whoever holds its link."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.errors import Refused
from selaras.meetings.models import Invitation
from selaras.meetings.rules import Door, door
from selaras.meetings.types import Reply


@transaction.atomic
def answer_invitation(
    *, invitation: Invitation, reply: Reply, at: datetime | None = None
) -> Invitation:
    """Keep the answer; the last one before the doors open counts. `at`: when it was given, if not
    now.

    Raises:
        Refused: the link answers nothing any more, or the answer lacks something.
    """
    found = Invitation.objects.select_for_update(of=("self",)).select_related("meeting")
    invitation = found.get(pk=invitation.pk)
    meeting = invitation.meeting
    opened = door(
        state=meeting.state,
        closing=meeting.closing,
        now=at or timezone.now(),
        withdrawn=invitation.withdrawn is not None,
    )
    if opened != Door.OPEN:
        raise Refused(_("The answer can no longer be changed."))
    _check(invitation, reply)
    coming = reply.answer != Invitation.Answer.ABSENT
    before = invitation.answer
    invitation.answer, invitation.answered = reply.answer, at or timezone.now()
    invitation.name = reply.name[:150] if coming else ""
    invitation.position = reply.position[:150] if coming else ""
    invitation.number = reply.number[:30] if coming else ""
    invitation.reason = "" if coming else reply.reason[:300]
    invitation.save(update_fields=["answer", "answered", "name", "position", "number", "reason"])
    content = {"invitation": invitation.pk, "answer": [before, reply.answer]}
    ledger.record(by=None, kind="meetings.answered", subject=meeting, content=content)
    return invitation


def _check(invitation: Invitation, reply: Reply) -> None:
    answer = Invitation.Answer
    if reply.answer not in (answer.COMING, answer.DELEGATE, answer.ABSENT):
        raise Refused(_("Choose an answer."), field="answer")
    if reply.answer == answer.DELEGATE:
        if not invitation.may_delegate:
            raise Refused(_("This invitation is personal: no delegate may come."), field="answer")
        if not reply.name.strip():
            raise Refused(_("Write the name of the delegate."), field="name")
        if not reply.position.strip():
            raise Refused(_("Write the position of the delegate."), field="position")
    if reply.answer == answer.ABSENT and not reply.reason.strip():
        raise Refused(_("Say in a few words why."), field="reason")
