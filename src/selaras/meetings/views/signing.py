"""Asking for the chair's signature, signing, correcting; and checking a signed paper."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_everyone, is_signed_in, require
from selaras.core.errors import Refused
from selaras.core.middleware import once_by_itself
from selaras.meetings.access import can_correct, can_sign
from selaras.meetings.actions import open_correction, request_signature, sign_report
from selaras.meetings.forms.report import CheckForm, CorrectionForm
from selaras.meetings.models import Report
from selaras.meetings.queries import (
    content_of,
    digest_of,
    file_of,
    is_intact,
    reports_of,
    signature_entry,
    signed_report,
)
from selaras.meetings.views.base import meeting_of


@allow(is_signed_in)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Report, meeting=pk, state=Report.State.DRAFT)
    try:
        request_signature(by=request.user, report=found)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The chair is told that the report waits for the signature."))
    return redirect("meetings:report", pk)


@once_by_itself
@allow(is_signed_in)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """What is frozen, once more; then the signature.

    Sent twice, it is signed once: the second finds no draft, or one that is signed already.
    """
    meeting = meeting_of(pk)
    require(can_sign(request.user, meeting))
    found = reports_of(meeting).filter(state=Report.State.DRAFT).first()
    if found is None:
        return redirect("meetings:report", pk)
    problem = ""
    if request.method == "POST":
        try:
            sign_report(by=request.user, report=found, digest=request.POST.get("digest", ""))
        except Refused as refusal:
            problem = str(refusal.text)
        else:
            messages.success(request, _("Signed. The record is closed, its mark is in the ledger."))
            return redirect("meetings:report", pk)
    content = content_of(found)
    context = {
        "meeting": meeting,
        "tab": "report",
        "report": found,
        "content": content,
        "digest": digest_of(content),
        "cards": sum(len(group["cards"]) for group in content["results"]),
        "problem": problem,
    }
    return render(request, "meetings/sign.html", context, status=422 if problem else 200)


@allow(is_signed_in)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(pk)
    require(can_correct(request.user, meeting))
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        try:
            open_correction(by=request.user, meeting=meeting, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("A new version is open. The signed one stays readable."))
            return redirect("meetings:report", pk)
    context = {"form": form, "meeting": meeting, "tab": "report"}
    return render(request, "meetings/correct.html", context, status=422 if form.is_bound else 200)


@allow(is_everyone)
def record(request: HttpRequest, digest: str) -> HttpResponse:
    """For whoever holds a signed paper: is it the one that was signed?"""
    found = signed_report(digest)
    if found is None:
        raise Http404
    posted = request.method == "POST"
    form = CheckForm(request.POST, request.FILES) if posted else CheckForm()
    file, checked = None, False
    if form.is_valid():
        hashed = hashlib.sha256()
        for piece in form.cleaned_data["file"].chunks():
            hashed.update(piece)
        file, checked = file_of(found, hashed.hexdigest()), True
    entry = signature_entry(found)
    context = {
        "report": found,
        "content": found.content,
        "intact": is_intact(found, entry),
        "entry": entry,
        "later": found.meeting.reports.filter(
            state=Report.State.SIGNED, version__gt=found.version
        ).first(),
        "form": form,
        "file": file,
        "checked": checked,
    }
    bad = form.is_bound and not form.is_valid()
    return render(request, "meetings/record.html", context, status=422 if bad else 200)
