"""The planner's side of the public face: announce, moderate, publish."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions import (
    announce_meeting,
    decide_input,
    publish_summary,
    take_over_input,
)
from selaras.meetings.forms.publicity import AnnounceForm, DecideForm, PublishForm, TakeOverForm
from selaras.meetings.models import Meeting, PublicInput
from selaras.meetings.queries import (
    input_counts,
    inputs_of,
    public_report,
    publication_of,
    summary_of,
)
from selaras.meetings.views.base import meeting_of
from selaras.web.keyset import page

QUEUES = PublicInput.State.values


@allow(can_run)
def publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """What is public of the meeting now, the switches, and what they would show."""
    found = meeting_of(pk)
    return _page(request, found)


@allow(can_run)
@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = meeting_of(pk), AnnounceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, announce=form)
    announce_meeting(by=request.user, meeting=found, **form.cleaned_data)
    shown = _("Everybody can see the meeting now.")
    messages.success(request, shown if found.public else _("The public does not see the meeting."))
    return redirect("meetings:publicity", pk)


@allow(can_run)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = meeting_of(pk), PublishForm(request.POST)
    if form.is_valid():
        try:
            publish_summary(by=request.user, meeting=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            shown = _("The summary is published.")
            hidden = _("The summary is not shown to the public.")
            messages.success(request, shown if form.cleaned_data["summary"] else hidden)
            return redirect("meetings:publicity", pk)
    return _page(request, found, publish=form)


def _page(request: HttpRequest, found: Meeting, **forms: Any) -> HttpResponse:
    publication = publication_of(found)
    summary = summary_of(found)
    kept = {name: bool(getattr(publication, name)) for name in ("summary", "minutes", "record")}
    shown = {"public": found.public, "input_until": found.input_until}
    report = public_report(found)
    context = {
        "meeting": found,
        "tab": "publicity",
        "publication": publication,
        "announce": forms.get("announce") or AnnounceForm(initial=shown, prefix=None),
        "publish": forms.get("publish") or PublishForm(initial=kept),
        "summary": summary,
        "files": report.files.exclude(kind="daftar-hadir").select_related("file") if report else (),
        "counts": input_counts(found),
        "can_run": True,
    }
    return render(request, "meetings/publicity.html", context, status=422 if forms else 200)


@allow(can_run)
def inputs(request: HttpRequest, pk: int) -> HttpResponse:
    """What citizens wrote, by what was decided; what waits comes first."""
    found = meeting_of(pk)
    state = request.GET.get("state", "")
    state = state if state in QUEUES else PublicInput.State.WAITING
    rows = inputs_of(found).filter(state=state)
    counts = input_counts(found)
    context = {
        "meeting": found,
        "tab": "publicity",
        "state": state,
        "queues": [
            (value, label, counts.get(value, 0)) for value, label in PublicInput.State.choices
        ],
        "page": page(rows, order="-id", after=request.GET.get("after"), size=20),
    }
    return render(request, "meetings/inputs.html", context)


@allow(can_run)
@require_POST
def decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    found = _item(pk, item)
    form = DecideForm(request.POST)
    if form.is_valid():
        try:
            decided = decide_input(by=request.user, item=found, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, refusal.text)
        else:
            text = _("Text %(number)s: %(state)s.")
            words = {"number": found.reference, "state": decided.get_state_display()}
            messages.success(request, text % words)
    return redirect("meetings:inputs", pk)


@allow(can_run)
def take_over(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """A citizen's text as a card of a group, in a few fields."""
    found = _item(pk, item)
    meeting = found.meeting
    form = TakeOverForm(request.POST or None, meeting=meeting, item=found)
    if form.is_valid():
        try:
            card = take_over_input(by=request.user, item=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            text = _("The text is a card of the group %(group)s now.")
            messages.success(request, text % {"group": card.group})
            return redirect("meetings:inputs", pk)
    context = {"form": form, "item": found, "meeting": meeting, "tab": "publicity"}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/input_take_over.html", context, status=status)


def _item(pk: int, item: int) -> PublicInput:
    return get_object_or_404(inputs_of(meeting_of(pk)).select_related("meeting__round"), pk=item)
