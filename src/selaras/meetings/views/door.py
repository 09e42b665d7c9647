"""The pages at the door, which go on without a network: the officer's desk and the kiosk."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.core.access import allow, is_everyone
from selaras.core.errors import Refused
from selaras.core.limits import allow_rate, client_address
from selaras.meetings.access import can_receive
from selaras.meetings.actions import check_in
from selaras.meetings.forms.arrival import SentForm
from selaras.meetings.models import Attendance, Invitation, Kiosk, Meeting
from selaras.meetings.models.arrival import kiosk_number
from selaras.meetings.queries import desk_list, invited_by_code, invited_by_prefix
from selaras.meetings.rules.arrival import Reply
from selaras.meetings.screen import door_words
from selaras.meetings.types import Received
from selaras.meetings.views.arrival import View, receives, taken_by

WORKER = Path(__file__).parent.parent / "static/meetings/door/sw.js"
LARGEST = 250_000  # bytes of a drawn signature with what stands around it
TRIES = 120  # searches and sendings of one kiosk in a minute


@receives
@require_GET
def desk(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Search, scan, walk-ins, signature; what it needs is kept on the phone."""
    get_token(request)  # its cookie goes with what the script sends
    own = {
        "key": f"meja/{meeting.pk}",
        "list_url": reverse("meetings:desk-list", args=[meeting.pk]),
        "send_url": reverse("meetings:desk-send", args=[meeting.pk]),
        "worker_url": reverse("meetings:desk-worker", args=[meeting.pk]),
        "login_url": reverse("account_login"),
    }
    context = {
        "meeting": meeting,
        "tab": "arrival",
        "groups": meeting.groups.all(),
        "config": {**own, **_shared()},
    }
    return render(request, "meetings/desk.html", context)


def _shared() -> dict[str, Any]:
    files = {
        "jsqr": static("vendor/jsqr/jsQR.js"),
        "pad": static("vendor/signature_pad/signature_pad.min.js"),
    }
    return {"files": files, "keep": [*files.values(), reverse("brand-css")], "words": door_words()}


@receives
@require_GET
def desk_names(_request: HttpRequest, meeting: Meeting) -> HttpResponse:
    response = JsonResponse({"guests": desk_list(meeting)})
    response["Cache-Control"] = "private, no-store"
    return response


@receives
@require_POST
def desk_send(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return _take(request, meeting, kiosk=None)


@allow(is_everyone)
@require_GET
def worker(_request: HttpRequest, **_where: Any) -> HttpResponse:
    """The service worker, at an address from which it may serve the page beside it."""
    response = FileResponse(WORKER.open("rb"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def at_kiosk(view: Callable[..., HttpResponse]) -> View:
    """Find the kiosk of a signed address; a wrong address is nothing that exists."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        known = Kiosk.objects.select_related("meeting", "opened_by")
        found = get_object_or_404(known, pk=kiosk_number(token))
        key = f"kiosk/{found.pk}/{client_address(request, settings.ALLAUTH_TRUSTED_PROXY_COUNT)}"
        if not allow_rate(key, TRIES, 60):
            return JsonResponse({"text": _("Too many tries. Wait a minute.")}, status=503)
        return view(request, found)

    return allow(is_everyone)(guarded)


@at_kiosk
@require_GET
def kiosk(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Guests serve themselves. Outside the meeting's time it says when it opens."""
    get_token(request)
    at = {name: f"meetings:kiosk-{name}" for name in ("search", "send", "worker")}
    urls = {f"{name}_url": reverse(full, args=[kiosk.token]) for name, full in at.items()}
    context = {
        "kiosk": kiosk,
        "meeting": kiosk.meeting,
        "config": {"key": f"kios/{kiosk.pk}", **urls, **_shared()},
    }
    response = render(request, "meetings/kiosk.html", context, status=200 if kiosk.works else 403)
    response["Referrer-Policy"] = "no-referrer"
    return response


@at_kiosk
@require_GET
def kiosk_search(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    if not kiosk.works:
        raise Http404
    found = (
        invited_by_code(kiosk.meeting, code)
        if (code := request.GET.get("kode", "")[:64])
        else invited_by_prefix(kiosk.meeting, request.GET.get("q", "")[:100])
    )
    response = JsonResponse({"guests": [_kiosk_entry(each) for each in found]})
    response["Cache-Control"] = "private, no-store"
    return response


def _kiosk_entry(invitation: Invitation) -> dict[str, Any]:
    there = getattr(invitation, "attendance", None)
    return {
        "id": invitation.pk,
        "addressee": invitation.addressee,
        "unit": invitation.agency.label if invitation.agency else "",
        "name": invitation.name,
        "position": invitation.position,
        "delegate": invitation.answer == Invitation.Answer.DELEGATE,
        "there": there.arrived.isoformat() if there else "",
    }


@at_kiosk
@require_POST
def kiosk_send(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    return _take(request, kiosk.meeting, kiosk=kiosk)


def _take(request: HttpRequest, meeting: Meeting, kiosk: Kiosk | None) -> HttpResponse:
    """Take an arrival in; the answer to a repeat is that of the first time."""
    form = SentForm(request.POST, meeting=meeting)
    drawn = request.FILES.get("signature")
    if not form.is_valid() or (drawn and (drawn.size or 0) > LARGEST):
        return JsonResponse({"text": _("Something is missing or too long.")}, status=422)
    invitation = form.found_invitation()
    if form.cleaned_data["code"] and invitation is None:
        return JsonResponse({"text": _("This code is not of this meeting.")}, status=422)
    try:
        received = check_in(
            by=None if kiosk else request.user,
            meeting=meeting,
            client_key=form.key(),
            guest=form.guest(),
            way=Attendance.Way.KIOSK if kiosk else form.cleaned_data["way"],
            invitation=invitation,
            arrived=form.cleaned_data["arrived"],
            signature=drawn.read() if drawn else b"",
            kiosk=kiosk,
            besides=form.cleaned_data["besides"],
        )
    except Refused as refusal:
        return JsonResponse({"text": str(refusal.text)}, status=422)
    return JsonResponse(_told(received))


def _told(received: Received) -> dict[str, Any]:
    there = received.attendance
    since = timezone.localtime(there.arrived).strftime("%H.%M") if there else ""
    texts = {
        Reply.ALREADY: _("Already there since %(time)s.") % {"time": since},
        Reply.OTHER: taken_by(received),
        Reply.UNDONE: _("This arrival was taken back by an officer."),
    }
    return {
        "reply": str(received.reply),
        "text": texts.get(Reply(received.reply), ""),
        "since": since,
        "name": there.name if there else "",
        "group": there.group.name if there and there.group else "",
        "signed": bool(there and there.signature_id),
        "unfit": received.unfit_signature,
    }


@allow(is_everyone)
@require_GET
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """The personal code read by a phone's own camera: an officer goes on to the guest."""
    found = get_object_or_404(Invitation.objects.select_related("meeting"), token=token)
    if can_receive(request.user, found.meeting):
        return redirect(reverse("meetings:desk", args=[found.meeting_id]) + f"#u/{token}")
    return redirect(request.path.removesuffix("hadir/"))
