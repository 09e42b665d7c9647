"""The report: its state and sections, its versions, its files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.core.files import KINDS as FILE_KINDS
from selaras.core.files import content_of as bytes_of
from selaras.meetings.access import can_correct, can_see, can_sign, can_write_minutes, may_read_list
from selaras.meetings.actions import document_of, draft_report, update_report, write_document
from selaras.meetings.actions.signing import KINDS
from selaras.meetings.forms.report import ReportForm
from selaras.meetings.models import Meeting, Report
from selaras.meetings.queries import is_writing, reports_of, signature_entry, stored_file
from selaras.meetings.views.base import meeting_of
from selaras.meetings.views.paper import shown


@allow(is_signed_in)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(pk)
    require(can_see(request.user, meeting))
    found = list(reports_of(meeting))
    return _page(request, meeting, found[0] if found else None, found)


@allow(is_signed_in)
def version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """An earlier version as it was signed."""
    meeting = meeting_of(pk)
    require(can_see(request.user, meeting))
    found = list(reports_of(meeting))
    chosen = next((each for each in found if each.version == version), None)
    if chosen is None:
        raise Http404
    return _page(request, meeting, chosen, found)


def _page(
    request: HttpRequest, meeting: Meeting, chosen: Report | None, every: list[Report]
) -> HttpResponse:
    draft = chosen is not None and chosen.state == Report.State.DRAFT
    writing = draft and can_write_minutes(request.user, meeting) and not meeting.is_settled
    sections = list(chosen.sections.all()) if chosen else []
    for each in sections:
        each.busy = draft and is_writing(each, request.user)
        each.shown = shown(each.title, each.body)
    context = {
        "meeting": meeting,
        "tab": "report",
        "report": chosen,
        "reports": every,
        "sections": sections,
        "papers": _papers(request.user, meeting, chosen),
        "entry": signature_entry(chosen) if chosen and not draft else None,
        "can_write": writing,
        "can_draft": can_write_minutes(request.user, meeting) and not meeting.is_settled,
        "can_sign": draft and can_sign(request.user, meeting),
        "can_correct": can_correct(request.user, meeting) and meeting.state == "closed",
    }
    return render(request, "meetings/report.html", context)


def _papers(user: Any, meeting: Meeting, chosen: Report | None) -> list[tuple[str, str]]:
    if chosen is None:
        return []
    names = {
        "notulen": _("Minutes (notulen)"),
        "berita-acara": _("Record (berita acara)"),
        "daftar-hadir": _("Attendance list (daftar hadir)"),
    }
    if not may_read_list(user, meeting):
        del names["daftar-hadir"]
    if chosen.state == Report.State.SIGNED:
        kept = {each.kind for each in chosen.files.all()}
        return [(key, name) for key, name in names.items() if key in kept]
    if not meeting.attendances.exists():
        names.pop("daftar-hadir", None)
    return list(names.items())


@allow(is_signed_in)
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(pk)
    try:
        draft_report(by=request.user, meeting=meeting)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Drafted. Sections that somebody has edited stay as they are."))
    return redirect("meetings:report", pk)


@allow(is_signed_in)
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and the day of the record."""
    meeting = meeting_of(pk)
    require(can_write_minutes(request.user, meeting))
    found = get_object_or_404(Report, meeting=meeting, state=Report.State.DRAFT)
    form = ReportForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            update_report(by=request.user, report=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("The number and the date are saved."))
            return redirect("meetings:report", pk)
    context = {"form": form, "meeting": meeting, "tab": "report"}
    return render(
        request, "meetings/report_facts.html", context, status=422 if form.is_bound else 200
    )


@allow(is_signed_in)
def file(request: HttpRequest, pk: int, version: int, document: str, form: str) -> HttpResponse:
    """A paper: as it was stored when it was signed, or made now from the draft."""
    meeting = meeting_of(pk)
    require(can_see(request.user, meeting))
    require(document != "daftar-hadir" or may_read_list(request.user, meeting))
    found = reports_of(meeting).filter(version=version).first()
    if found is None or document not in KINDS or form not in ("pdf", "docx"):
        raise Http404
    if found.state == Report.State.SIGNED:
        stored = stored_file(found, document, form)
        if stored is None:
            raise Http404
        data = bytes_of(stored)
    else:
        data = write_document(document_of(found, document), form)
    response = HttpResponse(data, content_type=FILE_KINDS[form].content_type)
    where = "inline" if form == "pdf" else "attachment"
    name = f"{document}-{meeting.held_on}-v{version}.{form}"
    response["Content-Disposition"] = f'{where}; filename="{name}"'
    return response
