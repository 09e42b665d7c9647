"""Meetings as everybody sees them, and what citizens write to them."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from selaras.core.access import allow, is_everyone
from selaras.core.errors import Refused
from selaras.core.files import content_of
from selaras.core.limits import allow_rate, client_address
from selaras.meetings.access import can_run
from selaras.meetings.actions import send_input
from selaras.meetings.calendars import calendar_of
from selaras.meetings.feeds import MeetingFeed
from selaras.meetings.forms.publicity import InputForm
from selaras.meetings.models import Meeting, PublicInput
from selaras.meetings.queries import (
    last_changes,
    meetings_for_calendar,
    past,
    public_files,
    public_meetings,
    publication_of,
    published_summary,
    shown_inputs,
    takes_input,
    upcoming,
)
from selaras.meetings.tables import PublicFilter
from selaras.web.keyset import page

INPUTS_AN_HOUR = 10  # of one address: a village hall shares one
SOON = 50
INPUTS = 30  # on one page


@allow(is_everyone)
def meetings(request: HttpRequest) -> HttpResponse:
    """What is coming, the next first; then what was held, the newest first."""
    filters = PublicFilter(request.GET, public_meetings())
    after = request.GET.get("after")
    context = {
        "filters": filters,
        "active": any(request.GET.get(name) for name in filters.filters),
        "upcoming": [] if after else upcoming(filters.qs)[:SOON],
        "page": page(past(filters.qs), order="-order", after=after, size=20),
    }
    return render(request, "meetings/public_list.html", context)


@allow(is_everyone)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Time, place, agenda, groups; after the signing what came of it."""
    found = _public(pk)
    summary = published_summary(found)
    kinds = publication_of(found).kinds if summary else ()
    context = {
        "meeting": found,
        "agenda": found.agenda.all(),
        "groups": found.groups.select_related("dimension"),
        "summary": summary,
        "files": public_files(found, kinds),
        "page": page(shown_inputs(found), order="id", after=request.GET.get("after"), size=INPUTS),
        "takes_input": takes_input(found),
        "can_run": can_run(request.user),
    }
    return render(request, "meetings/public_meeting.html", context)


@allow(is_everyone)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A citizen writes to the meeting, without an account."""
    found = _public(pk)
    if not takes_input(found):
        return render(request, "meetings/input_closed.html", {"meeting": found})
    form, status = InputForm(request.POST or None), 422 if request.method == "POST" else 200
    if form.is_valid() and not _is_few(request):
        form.add_error(None, _("Too many texts came from this connection. Try again in an hour."))
        status = 429
    elif form.is_valid() and (made := _sent(request, found, form)):
        return redirect("meetings:receipt", made.reference)
    context = {"form": form, "meeting": found}
    return render(request, "meetings/input_form.html", context, status=status)


def _is_few(request: HttpRequest) -> bool:
    address = client_address(request, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    return allow_rate(f"meetings.input:{address}", INPUTS_AN_HOUR, 3600)


def _sent(request: HttpRequest, found: Meeting, form: InputForm) -> PublicInput | None:
    values = {name: form.cleaned_data[name] for name in ("text", "name", "email")}
    user = request.user if request.user.is_authenticated else None
    try:
        made = send_input(meeting=found, by=user, **values)
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.text)
        return None
    messages.success(request, _("Thank you. Your text has arrived."))
    return made


@allow(is_everyone)
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """For whoever knows the number: whether the text was read, and what was decided."""
    item = get_object_or_404(
        PublicInput.objects.select_related("meeting__round", "contribution__group"),
        reference=reference.upper(),
    )
    return render(request, "meetings/input_receipt.html", {"item": item, "meeting": item.meeting})


@allow(is_everyone)
@cache_control(public=True, max_age=300)
def calendar(_request: HttpRequest) -> HttpResponse:
    found = list(meetings_for_calendar())
    return _calendar(found, "pertemuan")


@allow(is_everyone)
def calendar_of_one(_request: HttpRequest, pk: int) -> HttpResponse:
    return _calendar([_public(pk)], f"pertemuan-{pk}")


def _calendar(found: list[Meeting], name: str) -> HttpResponse:
    content = calendar_of(found, last_changes(found))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@allow(is_everyone)
def document(_request: HttpRequest, pk: int, kind: str, format: str) -> HttpResponse:
    """A signed document that the planner chose to publish; asked anew each time."""
    found = _public(pk)
    chosen = publication_of(found)
    if kind not in chosen.kinds:
        raise Http404
    file = get_object_or_404(public_files(found, chosen.kinds), kind=kind, format=format).file
    response = HttpResponse(content_of(file), content_type=file.content_type)
    name = f"{kind}-{found.held_on:%Y-%m-%d}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


feed = allow(is_everyone)(cache_control(public=True, max_age=300)(MeetingFeed()))


def _public(pk: int) -> Meeting:
    return get_object_or_404(public_meetings(), pk=pk)
