"""A phone comes in with the code, and goes. No account: a cookie holds the place."""

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone
from selaras.core.errors import Refused
from selaras.core.limits import allow_rate, client_address
from selaras.meetings.actions import join_meeting, leave_meeting
from selaras.meetings.forms import CodeForm, JoinForm
from selaras.meetings.models import Meeting, Participant
from selaras.meetings.queries import meeting_by_code, preset_of, seat_of

COOKIE, COOKIE_SECONDS = "ruang", 3 * 24 * 3600
# Wrong codes per address in ten minutes. A hall shares one address: beyond the first limit only
# wrong codes are told to wait; beyond the second somebody is guessing, and no code is tried but
# that of a phone with a place or a personal link. At that speed a day of guessing finds one of
# 31^6 codes once in three thousand days.
SOON, GUESSING, WINDOW = 30, 2000, 600
JOINS, HOUR = 400, 3600  # seats from one address: a full hall, and some who begin again


@allow(is_everyone)
def enter(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("meetings:join", form.cleaned_data["code"] or "-")
    status = 422 if form.is_bound else 200
    return render(request, "meetings/enter.html", {"form": form}, status=status)


@allow(is_everyone)
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a group. Who has a place already goes to the wall."""
    if code != code.upper():
        return redirect("meetings:join", code.upper())
    if seat(request, code) is not None:
        return redirect("meetings:wall", code)
    meeting, link = meeting_by_code(code), request.GET.get("u", "")[:24]
    if meeting and link and preset_of(meeting, link).invitation:
        return _choose(request, meeting)
    if meeting is None or cache.get(f"ruang-closed:{_address(request)}"):
        return _wrong_code(request)
    return _choose(request, meeting)


@allow(is_everyone)
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """The next person takes the phone; what the first wrote and voted stays."""
    participant = seat(request, code)
    if participant is None:
        return redirect("meetings:join", code)
    if request.method != "POST":
        return render(request, "meetings/hand_over.html", {"participant": participant})
    leave_meeting(participant=participant)
    messages.success(request, _("The phone is free for the next person."))
    response = redirect("meetings:join", code)
    response.delete_cookie(COOKIE, path=_path(code))
    return response


def seat(request: HttpRequest, code: str) -> Participant | None:
    """Whose phone this is, at this meeting and while it runs."""
    secret = request.COOKIES.get(COOKIE, "")
    return seat_of(code, secret) if secret else None


def _choose(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    preset = preset_of(meeting, request.GET.get("u", "")[:24])
    initial = {"group": preset.group, "agency": preset.agency, "name": preset.name}
    initial["sector"] = preset.sector or None
    form = JoinForm(request.POST or None, meeting=meeting, initial=initial)
    if form.is_valid() and not allow_rate(
        f"ruang-joins:{meeting.pk}:{_address(request)}", JOINS, HOUR
    ):
        form.add_error(None, _("Too many phones joined from here. Ask the facilitator for help."))
    if form.is_valid():
        values = form.cleaned_data
        try:
            _made, secret = join_meeting(meeting=meeting, invitation=preset.invitation, **values)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            return _with_cookie(meeting.join_code, secret)
    context = {"form": form, "meeting": meeting, "preset": preset}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/join.html", context, status=status)


def _with_cookie(code: str, secret: str) -> HttpResponse:
    response = redirect("meetings:wall", code)
    response.set_cookie(
        COOKIE, secret, max_age=COOKIE_SECONDS, path=_path(code), httponly=True,
        samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip
    return response


def _path(code: str) -> str:
    """The cookie goes to its own meeting only."""
    return reverse("meetings:join", args=[code.upper()])


def _wrong_code(request: HttpRequest) -> HttpResponse:
    address = _address(request)
    if not allow_rate(f"ruang-guess:{address}", GUESSING, WINDOW):
        cache.add(f"ruang-closed:{address}", 1, WINDOW)  # not prolonged by those who try meanwhile
    later = not allow_rate(f"ruang-wrong:{address}", SOON, WINDOW)
    context = {"form": CodeForm(), "wrong": True, "later": later}
    return render(request, "meetings/enter.html", context, status=429 if later else 404)


def _address(request: HttpRequest) -> str:
    return client_address(request, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
