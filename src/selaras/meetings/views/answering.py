"""The page behind a personal link: for people without an account, on their phone."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from selaras.core.access import allow, is_everyone
from selaras.core.errors import Refused
from selaras.core.limits import allow_rate, client_address
from selaras.lib.qr import qr_svg
from selaras.meetings.actions import answer_invitation
from selaras.meetings.calendars import meeting_calendar
from selaras.meetings.forms import AnswerForm
from selaras.meetings.letters import days_text, hours_text, reply_url
from selaras.meetings.messages import agenda_text
from selaras.meetings.models import Invitation
from selaras.meetings.queries import invitation_by_token
from selaras.meetings.rules import Door, State, door

WRONG = (20, 600)  # unknown links tried from one address, within seconds
CHANGES = (30, 600)  # answers sent by one link
SHUT = (Door.OVER, Door.WITHDRAWN, Door.CANCELLED)


@allow(is_everyone)
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Coming, a delegate, or not; and the code to show at the door."""
    invited = invitation_by_token(token)
    if invited is None:
        return _unknown(request)
    state = _door(invited)
    if state in SHUT:
        return _page(request, invited, state, status=410)
    form = AnswerForm(request.POST or None, invitation=invited)
    if request.method == "POST" and not allow_rate(f"answer:{invited.pk}", *CHANGES):
        return _slow_down(request)
    if form.is_valid():
        try:
            answer_invitation(invitation=invited, reply=form.reply())
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("Thank you, your answer is kept."))
            return redirect("meetings:answer", token)
    return _page(request, invited, state, form, 422 if form.is_bound else 200)


@allow(is_everyone)
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting as a calendar file; cancelled there too when it is cancelled."""
    invited = invitation_by_token(token)
    if invited is None or invited.withdrawn:
        return _unknown(request)
    meeting = invited.meeting
    data = meeting_calendar(
        meeting,
        method="CANCEL" if meeting.state == State.CANCELLED else "PUBLISH",
        url=reply_url(invited),
        agenda=agenda_text(meeting),
    )
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="undangan-{meeting.held_on}.ics"'
    return response


def _door(invited: Invitation) -> Door:
    meeting = invited.meeting
    return door(
        state=meeting.state,
        closing=meeting.closing,
        now=timezone.now(),
        withdrawn=invited.withdrawn is not None,
    )


def _page(
    request: HttpRequest, invited: Invitation, state: Door, form: Any = None, status: int = 200
) -> HttpResponse:
    meeting = invited.meeting
    context = {
        "frame": "web/public.html",
        "invited": invited,
        "meeting": meeting,
        "state": state,
        "form": form,
        "days": days_text(meeting),
        "hours": hours_text(meeting),
        "agenda": meeting.agenda.all(),
        "several": meeting.final_day != meeting.held_on,
        "comes": invited.answer in (Invitation.Answer.COMING, Invitation.Answer.DELEGATE),
        "qr": mark_safe(qr_svg(reply_url(invited), border=2)),  # noqa: S308 - our own picture
        "calendar": reverse("meetings:answer-calendar", args=[invited.token]),
    }
    return render(request, "meetings/answer.html", context, status=status)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Unknown links are counted by address, so that nobody tries them all."""
    address = client_address(request, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    if not allow_rate(f"unknown-invitation:{address}", *WRONG):
        return _slow_down(request)
    text = _("This link is not known. Look at the letter again, or scan its QR code.")
    return _told(request, _("The invitation was not found"), text, 404)


def _slow_down(request: HttpRequest) -> HttpResponse:
    text = _("Too many tries from here. Wait ten minutes, then open the link again.")
    return _told(request, _("Please wait a little"), text, 429)


def _told(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    context = {"frame": "web/public.html", "title": title, "text": text, "status": status}
    return render(request, "web/error.html", context, status=status)
