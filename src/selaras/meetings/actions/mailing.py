"""Invitations, changes, cancellations and reminders by e-mail: each sent once."""

import logging
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.jobs import start_job
from selaras.core.models import Job
from selaras.meetings.access import can_run
from selaras.meetings.calendars import entries_of, meeting_calendar
from selaras.meetings.letters import invitation_letters, reply_url
from selaras.meetings.messages import agenda_text, invitation_mail
from selaras.meetings.models import Invitation, Meeting
from selaras.meetings.rules import State, reminder_due

logger = logging.getLogger(__name__)
JOB = "meetings.mail"
LETTERS = "meetings.letters"  # the job that prints many
METHODS = {"invite": "REQUEST", "update": "REQUEST", "withdraw": "CANCEL", "cancel": "CANCEL"}
OVER = ("cancel", "withdraw")  # without a letter


def waiting(meeting: Meeting, kind: str) -> QuerySet[Invitation]:
    """Who is still to be told: kind is one of METHODS. Whoever was told falls out."""
    reachable = Invitation.objects.filter(_untold(kind, meeting), meeting=meeting).exclude(email="")
    return reachable.select_related("meeting__round", "group")


def _untold(kind: str, meeting: Meeting) -> Q:
    """What makes a row wait; what was withdrawn before anybody was told needs no word."""
    if kind == "withdraw":
        return Q(withdrawn__isnull=False, mailed__lt=F("withdrawn"))
    if kind == "invite":
        return Q(withdrawn=None, mailed=None)
    return Q(withdrawn=None, mailed__isnull=False, mailed_revision__lt=meeting.revision)


@transaction.atomic
def start_mailing(*, by: Any, meeting: Meeting, kind: str) -> Job:
    """Queue the e-mails of one kind; a second job finds only those not told yet.

    Raises:
        Refused: nobody is left to tell, or the meeting is not in the state for it.
    """
    require(can_run(by))
    cancelled = meeting.state == State.CANCELLED
    if kind not in METHODS or cancelled != (kind == "cancel") or meeting.state == State.CLOSED:
        raise Refused(_("Such a message cannot be sent for this meeting now."))
    count = waiting(meeting, kind).count()
    if not count:
        raise Refused(_("There is nobody left to write to."))
    content = {"kind": kind, "count": count}
    ledger.record(by=by, kind="meetings.mailing", subject=meeting, content=content)
    return start_job(
        kind=JOB,
        title=_("E-mails for “%(meeting)s”") % {"meeting": meeting.title},
        by=by,
        payload={"meeting": meeting.pk, "kind": kind},
        back=reverse("meetings:invitations", args=[meeting.pk]),
    )


def mail_invitation(invitation: Invitation, kind: str) -> bool:
    """Send one e-mail; False when another run has sent it already.

    The row is claimed before sending: an interrupted run leaves one unsent rather than one twice.
    An address that the mail server refuses frees its row again.
    """
    meeting, before = invitation.meeting, (invitation.mailed, invitation.mailed_revision)
    row = Invitation.objects.filter(_untold(kind, meeting), pk=invitation.pk)
    if not row.update(mailed=timezone.now(), mailed_revision=meeting.revision):
        return False
    try:
        _send(invitation, kind)
    except Exception:
        mailed, revision = before
        Invitation.objects.filter(pk=invitation.pk).update(mailed=mailed, mailed_revision=revision)
        raise
    return True


def remind_invited(*, meeting: Meeting) -> int:
    """Remind those without an answer to the present day and hour, and on the last day before those
    who come; how many.
    """
    today = timezone.localdate()
    tomorrow = (meeting.held_on - today).days <= 1
    people = Invitation.objects.filter(meeting=meeting, withdrawn=None).exclude(email="")
    sent = 0
    for invitation in people.exclude(mailed=None).select_related("meeting__round", "group"):
        kind = _reminder(invitation, last_day=tomorrow)
        told = [moment for moment in (invitation.mailed, invitation.reminded) if moment]
        last = timezone.localtime(max(told)).date()
        days = [*meeting.remind_days, *_extra(kind)]
        if kind and reminder_due(today, meeting.held_on, days, last):
            sent += _remind(invitation, kind)
    if sent:
        with transaction.atomic():
            content = {"people": sent}
            ledger.record(by=None, kind="meetings.reminded", subject=meeting, content=content)
    return sent


def _reminder(invitation: Invitation, *, last_day: bool) -> str:
    if invitation.answer == Invitation.Answer.NONE:
        return "answer"
    if invitation.is_outdated:
        return "again"
    coming = invitation.answer in (Invitation.Answer.COMING, Invitation.Answer.DELEGATE)
    return "come" if coming and last_day else ""


def _extra(kind: str) -> list[int]:
    return [1] if kind == "come" else []


def _remind(invitation: Invitation, kind: str) -> bool:
    row = Invitation.objects.filter(pk=invitation.pk, reminded=invitation.reminded)
    if not row.update(reminded=timezone.now()):
        return False
    try:
        subject, text = invitation_mail(invitation, kind)
        EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email]).send()
    except Exception:
        logger.exception("reminder of invitation %s", invitation.pk)
        Invitation.objects.filter(pk=invitation.pk).update(reminded=invitation.reminded)
        return False
    return True


def _send(invitation: Invitation, kind: str) -> None:
    meeting = invitation.meeting
    subject, text = invitation_mail(invitation, kind)
    mail = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    if kind not in OVER:
        mail.attach("undangan.pdf", invitation_letters(meeting, [invitation]), "application/pdf")
    mail.attach(_calendar_part(invitation, METHODS[kind]))
    if kind == "update" and entries_of(meeting) < meeting.calendar_days:
        mail.attach(_calendar_part(invitation, "CANCEL", vanished=True))
    mail.send()


def _calendar_part(invitation: Invitation, method: Any, *, vanished: bool = False) -> MIMEBase:
    """The calendar as a part that mail programs offer to take into the calendar."""
    name = "hari-yang-batal.ics" if vanished else "undangan.ics"
    part = MIMEBase("text", "calendar", method=method, charset="utf-8", name=name)
    part.set_payload(
        meeting_calendar(
            invitation.meeting,
            method=method,
            attendee=invitation.email,
            url=reply_url(invitation),
            agenda=agenda_text(invitation.meeting),
            vanished=vanished,
        )
    )
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part
