"""Background work of meetings: e-mails one by one, many letters as one file, reminders."""

import logging
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.files import store
from selaras.core.models import Job
from selaras.core.registry import Report
from selaras.meetings.actions import mail_invitation, remind_invited
from selaras.meetings.actions.mailing import waiting
from selaras.meetings.letters import invitation_letters
from selaras.meetings.models import Meeting
from selaras.meetings.queries import invitations_of
from selaras.meetings.rules import State, may_disturb

logger = logging.getLogger(__name__)


def mail_invitations(job: Job, report: Report) -> Mapping[str, Any]:
    """E-mail everybody still to be told; a run after an interruption goes on where it stopped."""
    meeting = Meeting.objects.get(pk=job.payload["meeting"])
    kind = job.payload["kind"]
    people = list(waiting(meeting, kind))
    sent, problems = 0, []
    for number, invitation in enumerate(people):
        report(number, len(people), invitation.addressee)
        try:
            sent += mail_invitation(invitation, kind)
        except Exception:
            logger.exception("e-mail of invitation %s", invitation.pk)
            text = _("%(addressee)s: the e-mail could not be sent to %(email)s.")
            values = {"addressee": invitation.addressee, "email": invitation.email}
            problems.append(text % values)
    report(len(people), len(people))
    return {"summary": _("%(count)s e-mails sent.") % {"count": sent}, "problems": problems}


def print_letters(job: Job, report: Report) -> Mapping[str, Any]:
    """All letters of a meeting in one PDF."""
    meeting = Meeting.objects.select_related("round").get(pk=job.payload["meeting"])
    people = list(invitations_of(meeting).filter(withdrawn=None))
    report(0, len(people), _("Writing the letters"))
    data = invitation_letters(meeting, people)
    file = store(name=f"undangan-{meeting.held_on}.pdf", data=data, accepted=("pdf",), by=job.by)
    report(len(people), len(people))
    summary = _("%(count)s letters in one file, to print and sign.") % {"count": len(people)}
    return {"summary": summary, "file": file.pk}


def remind_due() -> None:
    """Remind for every coming meeting (asked several times a day; each reminder goes once, by day:
    the day turns at midnight, when nobody wants a letter).
    """
    if not may_disturb(timezone.localtime()):
        return
    coming = Meeting.objects.filter(
        state=State.PREPARING, held_on__gt=timezone.localdate(), is_demo=False
    )
    for meeting in coming.select_related("round"):
        remind_invited(meeting=meeting)
