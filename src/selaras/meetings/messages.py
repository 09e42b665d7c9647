"""What invitations say by e-mail and by WhatsApp, in the site's language."""

from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core.preferences import preference
from selaras.meetings.letters import days_text, hours_text, reply_url
from selaras.meetings.models import Invitation, Meeting
from selaras.meetings.rules import State, wa_number


def facts_text(meeting: Meeting) -> str:
    """Day, hours and place, one a line."""
    rows = [(_("Day"), days_text(meeting)), (_("Time"), hours_text(meeting))]
    rows += [(_("Place"), meeting.place)] if meeting.place else []
    rows += [(_("Link"), meeting.link)] if meeting.link else []
    return "\n".join(f"{name}: {value}" for name, value in rows)


def agenda_text(meeting: Meeting) -> str:
    lines = []
    for item in meeting.agenda.all():
        hours = f"{item.starts:%H.%M} " if item.starts else ""
        lines.append(f"{hours}{item.title}" + (f" ({item.speaker})" if item.speaker else ""))
    return "\n".join(lines)


def invitation_mail(invitation: Invitation, kind: str) -> tuple[str, str]:
    """Subject and text; kind: invite | update | withdraw | cancel, or a reminder: answer | again |
    come.
    """
    meeting = invitation.meeting
    with translation.override(settings.LANGUAGE_CODE):
        subject, lead, ask = _words(kind)
        if kind == "update" and invitation.is_outdated:
            ask = _("Your answer was for the earlier time. Please answer again, by this link:")
        values = {"meeting": meeting.title}
        parts = [
            _("Dear %(addressee)s,") % {"addressee": invitation.addressee},
            lead % values,
            invitation.reason if kind == "withdraw" else "",
            facts_text(meeting),
            f"{ask}\n{reply_url(invitation)}" if ask else "",
            str(preference("site.name")),
        ]
        return (subject % values)[:150], "\n\n".join(part for part in parts if part)


def _words(kind: str) -> tuple[str, str, str]:
    """Subject, first sentence, and what is asked."""
    asked = _("Please tell us who comes, by this personal link:")
    code = _("Show the code behind this link at the door:")
    return {
        "invite": (
            _("Invitation: %(meeting)s"),
            _("We invite you to “%(meeting)s”. The letter and a calendar file are attached."),
            asked,
        ),
        "update": (
            _("Changed: %(meeting)s"),
            _("Time or place of “%(meeting)s” has changed. The new letter is attached."),
            asked,
        ),
        "withdraw": (
            _("Withdrawn: %(meeting)s"),
            _("Your invitation to “%(meeting)s” is withdrawn. You need not come."),
            "",
        ),
        "cancel": (
            _("Cancelled: %(meeting)s"),
            _("“%(meeting)s” will not take place. Thank you for your understanding."),
            "",
        ),
        "answer": (
            _("Please answer: %(meeting)s"),
            _("We have no answer yet to the invitation to “%(meeting)s”."),
            asked,
        ),
        "again": (
            _("Please answer again: %(meeting)s"),
            _("The time of “%(meeting)s” has changed since you answered."),
            asked,
        ),
        "come": (
            _("Reminder: %(meeting)s"),
            _("We look forward to seeing you at “%(meeting)s”."),
            code,
        ),
    }[kind]


def usual_kind(invitation: Invitation) -> str:
    """Which text the addressee needs now; whether one without e-mail was told nobody knows."""
    meeting = invitation.meeting
    if meeting.state == State.CANCELLED:
        return "cancel"
    if invitation.withdrawn:
        return "withdraw"
    untold = invitation.mailed is not None and invitation.mailed_revision < meeting.revision
    return "update" if untold or invitation.is_outdated else "invite"


def whatsapp_text(invitation: Invitation, kind: str = "invite") -> str:
    """The text of one kind: invite | update | withdraw | cancel."""
    with translation.override(settings.LANGUAGE_CODE):
        lead, ask = _leads(kind)
        if kind == "update" and invitation.is_outdated:
            ask = _("Your answer was for the earlier time. Please answer again, by this link:")
        lines = [
            _("Dear %(addressee)s,") % {"addressee": invitation.addressee},
            "",
            lead % {"meeting": invitation.meeting.title},
            *([invitation.reason] if kind == "withdraw" and invitation.reason else []),
            facts_text(invitation.meeting),
            *(["", ask, reply_url(invitation)] if ask else []),
            "",
            str(preference("site.name")),
        ]
        return "\n".join(lines)


def _leads(kind: str) -> tuple[str, str]:
    """First sentence, and what is asked; nothing is attached."""
    _subject, lead, ask = _words(kind)
    short = {
        "invite": _("We invite you to “%(meeting)s”."),
        "update": _("Time or place of “%(meeting)s” has changed."),
    }
    return short.get(kind, lead), ask


def whatsapp_url(invitation: Invitation, kind: str = "invite") -> str:
    """The address that opens WhatsApp with the text; empty without a usable number."""
    number = wa_number(invitation.phone)
    return f"https://wa.me/{number}?text={quote(whatsapp_text(invitation, kind))}" if number else ""


def group_text(meeting: Meeting, kind: str = "invite") -> str:
    """For a WhatsApp group: without a personal link, which would belong to one alone."""
    with translation.override(settings.LANGUAGE_CODE):
        lead, ask = _("Dear colleagues, we remind you of “%(meeting)s”."), True
        if kind in ("update", "cancel"):
            lead, ask = _leads(kind)[0], kind == "update"
        asked = _("Please answer by the personal link or the QR code in your letter.")
        return "\n".join(
            [
                lead % {"meeting": meeting.title},
                facts_text(meeting),
                "",
                *([asked] if ask else []),
                str(preference("site.name")),
            ]
        )
