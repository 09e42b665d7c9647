"""Kiosks of a meeting: opened, shown with their address, closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.errors import Refused
from selaras.lib.qr import qr_svg
from selaras.meetings.actions import (
    close_kiosk,
    open_kiosk,
)
from selaras.meetings.models import Kiosk, Meeting
from selaras.meetings.views.arrival import receives


@receives
def kiosks(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """GET: the kiosks with their addresses; POST: open one more."""
    if request.method == "POST":
        try:
            open_kiosk(by=request.user, meeting=meeting)
        except Refused as refusal:
            messages.error(request, str(refusal.text))
        return redirect("meetings:kiosks", meeting.pk)
    opened = list(meeting.kiosks.filter(closed=None).select_related("opened_by", "meeting"))
    shown = [(each, address, _qr(address)) for each, address in _addressed(request, opened)]
    context = {"meeting": meeting, "tab": "arrival", "kiosks": shown}
    context["window"] = Kiosk(meeting=meeting).window
    return render(request, "meetings/kiosks.html", context)


def _addressed(request: HttpRequest, opened: list[Kiosk]) -> list[tuple[Kiosk, str]]:
    return [(each, request.build_absolute_uri(each.get_absolute_url())) for each in opened]


def _qr(address: str) -> SafeString:
    return mark_safe(qr_svg(address, box=8))  # noqa: S308 - our own picture


@receives
@require_POST
def kiosk_close(request: HttpRequest, meeting: Meeting, kiosk: int) -> HttpResponse:
    found = get_object_or_404(meeting.kiosks.select_related("meeting"), pk=kiosk)
    close_kiosk(by=request.user, kiosk=found)
    messages.success(request, _("The kiosk is closed."))
    return redirect("meetings:kiosks", meeting.pk)
