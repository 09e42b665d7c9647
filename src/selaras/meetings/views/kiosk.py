"""The kiosk's own pages: guests serve themselves on the one device that an officer chose."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.core.access import allow, is_everyone
from selaras.core.limits import allow_rate, client_address
from selaras.meetings.models import Invitation, Kiosk
from selaras.meetings.models.arrival import kiosk_number
from selaras.meetings.queries import hashed, invited_by_code, invited_by_prefix
from selaras.meetings.views.arrival import View
from selaras.meetings.views.door import shared, take

COOKIE, DAYS = "kios", 7 * 24 * 3600
TRIES = 120  # searches and sendings of one kiosk in a minute


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


def on_its_device(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address stands in the tablet's bar for all to read: it works on that tablet alone."""

    @wraps(view)
    def guarded(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
        if not _is_device(request, kiosk):
            text = _("This kiosk belongs to another device. Ask the officer for a new one.")
            return JsonResponse({"text": text}, status=403)
        return view(request, kiosk)

    return guarded


def _is_device(request: HttpRequest, kiosk: Kiosk) -> bool:
    return bool(kiosk.device) and kiosk.device == hashed(request.COOKIES.get(COOKIE, ""))


@at_kiosk
@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Guests serve themselves. Outside the meeting's time it says when it opens.

    POST: this device becomes the kiosk, if none is yet.
    """
    if request.method == "POST":
        return _claimed(kiosk)
    get_token(request)
    at = {name: f"meetings:kiosk-{name}" for name in ("search", "send", "worker")}
    urls = {f"{name}_url": reverse(full, args=[kiosk.token]) for name, full in at.items()}
    context = {
        "kiosk": kiosk,
        "meeting": kiosk.meeting,
        "here": _is_device(request, kiosk),
        "config": {"key": f"kios/{kiosk.pk}", **urls, **shared()},
    }
    return render(request, "meetings/kiosk.html", context, status=200 if kiosk.works else 403)


def _claimed(kiosk: Kiosk) -> HttpResponse:
    response, secret = redirect(kiosk), secrets.token_urlsafe(32)
    free = Kiosk.objects.filter(pk=kiosk.pk, device="")
    if kiosk.works and free.update(device=hashed(secret)):
        response.set_cookie(
            COOKIE, secret, max_age=DAYS, path=kiosk.get_absolute_url(), httponly=True,
            samesite="Lax", secure=settings.HTTPS,
        )  # fmt: skip
    return response


@at_kiosk
@on_its_device
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
@on_its_device
@require_POST
def kiosk_send(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    return take(request, kiosk.meeting, kiosk=kiosk)
