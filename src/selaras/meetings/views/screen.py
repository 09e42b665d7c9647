"""What stands on the wall of the hall: large, by itself, with nothing that is still hidden."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from selaras.core.access import allow, is_signed_in
from selaras.lib.qr import qr_svg
from selaras.meetings.access import can_see
from selaras.meetings.models import Group, Meeting
from selaras.meetings.queries import groups_in_room, public_wall
from selaras.meetings.rules import State
from selaras.meetings.views.base import meeting_of
from selaras.meetings.views.board import group_of
from selaras.meetings.views.live import live_answer, screen_html, unchanged


@allow(is_signed_in)
def screens(request: HttpRequest, pk: int) -> HttpResponse:
    """For the whole hall: how to join, and every group with its phase."""
    meeting = _meeting(request, pk)
    groups = list(groups_in_room(meeting))
    context = _door(request, meeting) | {"groups": groups, "revision": _revision(groups)}
    return render(request, "meetings/screens.html", context)


@allow(is_signed_in)
def screens_data(request: HttpRequest, pk: int) -> HttpResponse:
    groups = list(groups_in_room(_meeting(request, pk)))
    revision = _revision(groups)
    if request.GET.get("r") == revision:
        return unchanged()
    html = render_to_string("meetings/_screen_groups.html", {"groups": groups})
    return JsonResponse({"revision": revision, "phase": "", "html": html})


@allow(is_signed_in)
def screen(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    found = _group(request, pk, group)
    context = _door(request, found.meeting) | {
        "group": found,
        "wall": screen_html(found, public_wall(found)),
    }
    return render(request, "meetings/screen.html", context)


@allow(is_signed_in)
def screen_data(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    found = _group(request, pk, group)
    if request.GET.get("r") == str(found.revision):
        return unchanged()
    return live_answer(request, found, screen_html(found, public_wall(found)))


def _revision(groups: list[Group]) -> str:
    """Rises with every wall and with every phone that joins."""
    return f"{sum(each.revision for each in groups)}-{sum(each.people for each in groups)}"


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    meeting = meeting_of(pk)
    if not can_see(request.user, meeting):
        raise PermissionDenied
    return meeting


def _group(request: HttpRequest, pk: int, group: int) -> Group:
    return group_of(request, pk, group, lambda user, found: can_see(user, found.meeting))


def _door(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    """How to join, as a picture and in letters; nothing before and after the meeting."""
    address = request.build_absolute_uri(reverse("meetings:join", args=[meeting.join_code]))
    site = request.build_absolute_uri(reverse("meetings:enter")).split("://")[1].rstrip("/")
    running = meeting.state == State.RUNNING
    return {"meeting": meeting, "running": running, "site": site, "qr": _qr(address)}


def _qr(address: str) -> SafeString:
    return mark_safe(qr_svg(address, border=1))  # noqa: S308 - made by the library
