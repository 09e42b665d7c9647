"""The attendance of a meeting in the office: list, figures, corrections, files, kiosks."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.core.files import KINDS, content_of
from selaras.meetings.access import can_receive
from selaras.meetings.actions import (
    check_in,
    correct_arrival,
    undo_arrival,
)
from selaras.meetings.documents.attendance import Paper, attendance_pdf, attendance_workbook
from selaras.meetings.forms.arrival import ArrivalForm, CorrectionForm, UndoForm
from selaras.meetings.models import Meeting
from selaras.meetings.queries import arrivals_of, attendances_of
from selaras.meetings.rules.arrival import Reply
from selaras.meetings.tables_arrival import ArrivalFilter, ArrivalTable, SettledArrivalTable
from selaras.meetings.types import Received
from selaras.meetings.views.base import meeting_of
from selaras.web.listing import listing

View = Callable[..., HttpResponse]


def receives(view: View) -> View:
    """Find the meeting; let in who may receive its guests."""

    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        found = meeting_of(pk)
        require(can_receive(request.user, found))
        return view(request, found, **kwargs)

    return allow(is_signed_in)(guarded)


@receives
def arrival(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    extra = {"meeting": meeting, "tab": "arrival", "arrivals": arrivals_of(meeting)}
    extra["empty_url"] = "meja/"
    extra["empty_label"] = _("Receive guests")
    return listing(
        request,
        queryset=attendances_of(meeting),
        table=SettledArrivalTable if meeting.is_settled else ArrivalTable,
        filterset=ArrivalFilter,
        title=_("Attendance"),
        name=f"kehadiran-{meeting.pk}",
        template="meetings/arrival.html",
        extra=extra,
    )


@receives
def counts(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The figures alone, asked for every few seconds."""
    if not request.htmx:
        return redirect("meetings:arrival", meeting.pk)
    context = {"meeting": meeting, "arrivals": arrivals_of(meeting)}
    return render(request, "meetings/_arrival_counts.html", context)


@receives
def add(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """An arrival written down without the page at the door, such as from a paper note."""
    form = ArrivalForm(request.POST or None, meeting=meeting)
    if form.is_valid() and _written(form, lambda: _received(request, meeting, form)):
        messages.success(request, _("The arrival is written down."))
        return redirect("meetings:arrival", meeting.pk)
    context = {"form": form, "meeting": meeting, "tab": "arrival", "title": _("New arrival")}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/arrival_form.html", context, status=status)


def _received(request: HttpRequest, meeting: Meeting, form: ArrivalForm) -> None:
    received = check_in(
        by=request.user,
        meeting=meeting,
        client_key=uuid.uuid4(),
        guest=form.guest(),
        way=form.way(),
        invitation=form.cleaned_data["invitation"],
    )
    if received.reply == Reply.OTHER:  # while the form was open
        raise Refused(taken_by(received), field="invitation")


def taken_by(received: Received) -> str:
    """Who is there already for this invitation."""
    name = received.attendance.name if received.attendance else ""
    return _("%(name)s is already there for this invitation.") % {"name": name}


def _written(form: Any, write: Callable[[], Any]) -> bool:
    """Whether the action did its work; what it refused stands in the form."""
    try:
        write()
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal.text))
        return False
    return True


@receives
def edit(request: HttpRequest, meeting: Meeting, attendance: int) -> HttpResponse:
    found = get_object_or_404(attendances_of(meeting), pk=attendance)
    initial = {name: getattr(found, name) for name in CorrectionForm.base_fields}
    form = CorrectionForm(request.POST or None, meeting=meeting, initial=initial)
    if form.is_valid() and _written(
        form,
        lambda: correct_arrival(by=request.user, attendance=found, values=form.values()),
    ):
        messages.success(request, _("The arrival is corrected."))
        return redirect("meetings:arrival", meeting.pk)
    context = {
        "form": form,
        "meeting": meeting,
        "tab": "arrival",
        "attendance": found,
        "title": _("Correct the arrival"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/arrival_form.html", context, status=status)


@receives
def undo(request: HttpRequest, meeting: Meeting, attendance: int) -> HttpResponse:
    found = get_object_or_404(attendances_of(meeting), pk=attendance)
    form = UndoForm(request.POST or None)
    if form.is_valid() and _written(
        form,
        lambda: undo_arrival(by=request.user, attendance=found, **form.cleaned_data),
    ):
        messages.success(request, _("The arrival is taken back."))
        return redirect("meetings:arrival", meeting.pk)
    context = {"form": form, "meeting": meeting, "tab": "arrival", "attendance": found}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/arrival_undo.html", context, status=status)


@receives
def signature(_request: HttpRequest, meeting: Meeting, attendance: int) -> HttpResponse:
    found = get_object_or_404(attendances_of(meeting), pk=attendance).signature
    if found is None:
        raise Http404
    response = HttpResponse(content_of(found), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@receives
def list_pdf(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return _pdf(meeting, "daftar-hadir", attendance_pdf(meeting, paper=_paper(request)))


@receives
def blank_pdf(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The list that is printed before the guests come."""
    data = attendance_pdf(meeting, paper=_paper(request), blank=True)
    return _pdf(meeting, "daftar-hadir-kosong", data)


@receives
def list_xlsx(_request: HttpRequest, meeting: Meeting) -> HttpResponse:
    response = HttpResponse(attendance_workbook(meeting), content_type=KINDS["xlsx"].content_type)
    name = f"daftar-hadir-{slugify(meeting.title)[:60]}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _paper(request: HttpRequest) -> Paper:
    return "a4" if request.GET.get("kertas") == "a4" else "f4"


def _pdf(meeting: Meeting, kind: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    name = f"{kind}-{slugify(meeting.title)[:60]}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
