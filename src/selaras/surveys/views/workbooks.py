"""Workbooks: what the units download, send back, and what became of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, require
from selaras.core.errors import Refused
from selaras.core.files import KINDS
from selaras.surveys.access import can_answer_for, can_list, can_run, can_see_upload, can_upload
from selaras.surveys.actions import mark_downloaded, receive_workbooks, take_in_workbook
from selaras.surveys.exports import problems_file, unreadable_files
from selaras.surveys.forms import UploadForm
from selaras.surveys.models import Upload, UploadedFile
from selaras.surveys.queries import files_of, responses_of, survey_with
from selaras.surveys.workbooks import file_name, unit_workbook, zipped_workbooks

FORMS = {"xlsx": KINDS["xlsx"].content_type, "csv": "text/csv; charset=utf-8"}


@allow(can_run)  # a streamed answer is an answer too
def workbooks(_request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The workbooks of all units in one zip."""
    found = survey_with(pk)
    agencies = [response.agency for response in responses_of(found)]
    mark_downloaded(found, agencies)
    response = StreamingHttpResponse(
        zipped_workbooks(found, agencies), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="survei-{found.pk}.zip"'
    return response


@allow(can_list)
def workbook(request: HttpRequest, pk: int, agency: str) -> HttpResponse:
    found = survey_with(pk)
    answer = get_object_or_404(responses_of(found), agency__slug=agency)
    require(can_answer_for(request.user, answer.agency_id))
    mark_downloaded(found, [answer.agency])
    data = unit_workbook(found, answer.agency)
    response = HttpResponse(data, content_type=FORMS["xlsx"])
    name = file_name(found, answer.agency)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(can_upload)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """One workbook is taken in at once, many as a job."""
    found = survey_with(pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        day = form.cleaned_data["received_on"]
        files = ((file.name or "", file.read()) for file in form.cleaned_data["workbooks"])
        try:
            if len(form.cleaned_data["workbooks"]) > 1:
                sent = receive_workbooks(
                    by=request.user, survey=found, files=files, received_on=day
                )
                return redirect(sent.job or sent)
            name, data = next(files)
            taken = take_in_workbook(
                by=request.user, survey=found, name=name, data=data, received_on=day
            )
        except Refused as refusal:
            form.add_error("workbooks", refusal.text)
        else:
            _say(request, taken)
            return redirect(taken.upload)
    context = {"form": form, "title": _("Upload workbooks"), "survey": found}
    return render(request, "surveys/send.html", context, status=422 if form.is_bound else 200)


@allow(can_upload)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each file of an upload."""
    found = get_object_or_404(Upload.objects.select_related("survey", "job", "by"), pk=pk)
    require(can_see_upload(request.user, found))
    files = list(files_of(found))
    unreadable = unreadable_files(found)
    refused = [file for file in files if file.state == UploadedFile.State.REFUSED]
    context = {
        "upload": found,
        "files": files,
        "unreadable": unreadable,
        "accepted_count": sum(file.state == UploadedFile.State.ACCEPTED for file in files),
        "refused_count": len(refused) + len(unreadable),
    }
    return render(request, "surveys/upload.html", context)


@allow(can_upload)
def problems(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    found = get_object_or_404(Upload.objects.select_related("job"), pk=pk)
    require(can_see_upload(request.user, found))
    if form not in FORMS:
        raise Http404
    response = HttpResponse(problems_file(found, form), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="masalah-{found.pk}.{form}"'
    return response


def _say(request: HttpRequest, taken: UploadedFile) -> None:
    if taken.state == UploadedFile.State.ACCEPTED:
        messages.success(request, _("The workbook is taken in."))
    else:
        messages.error(request, _("The workbook was refused. Correct it and upload it again."))
