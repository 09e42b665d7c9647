from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, require
from selaras.core.errors import Refused
from selaras.core.files import KINDS
from selaras.core.ledger import history
from selaras.strategy.models import Round
from selaras.strategy.queries import current_round
from selaras.surveys.access import can_answer_for, can_list, can_run, can_see_upload, can_upload
from selaras.surveys.actions import (
    create_survey,
    mark_downloaded,
    receive_workbooks,
    remind_units,
    set_targets,
    take_in_workbook,
    update_survey,
)
from selaras.surveys.exports import problems_file, unreadable_files
from selaras.surveys.forms import NewSurveyForm, SurveyForm, TargetsForm, UploadForm
from selaras.surveys.models import Survey, Upload, UploadedFile
from selaras.surveys.queries import (
    files_of,
    own_responses,
    progress,
    responses_of,
    surveys_of_round,
)
from selaras.surveys.tables import ResponseFilter, ResponseTable, SurveyFilter, SurveyTable
from selaras.surveys.workbooks import file_name, unit_workbook, zipped_workbooks
from selaras.web.listing import listing

FORMS = {"xlsx": KINDS["xlsx"].content_type, "csv": "text/csv; charset=utf-8"}


@allow(can_list)
def current(request: HttpRequest) -> HttpResponse:
    """The surveys of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "needs/no_round.html", {"title": _("Survey")})
    return redirect("surveys:round", round_.slug)


@allow(can_list)
def surveys(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    return listing(
        request,
        queryset=surveys_of_round(round_),
        table=SurveyTable,
        filterset=SurveyFilter,
        title=_("Surveys"),
        name="survei",
        template="surveys/list.html",
        extra={"round": round_, "can_create": can_run(request.user)},
    )


@allow(can_list)
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix of units with what each has done."""
    found = _survey(pk)
    return listing(
        request,
        queryset=responses_of(found),
        table=ResponseTable,
        filterset=ResponseFilter,
        title=found.name,
        name="survei-unit",
        template="surveys/survey.html",
        extra={
            "survey": found,
            "progress": progress([found]),
            "own": own_responses(request.user, found),
            "uploads": found.uploads.select_related("by")[:5] if can_run(request.user) else (),
            "entries": history(found)[:50],
            "can_run": can_run(request.user),
            "can_upload": can_upload(request.user),
        },
    )


@allow(can_run)
def create(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    form = NewSurveyForm(request.POST or None)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in SurveyForm.Meta.fields}
        try:
            made = create_survey(by=request.user, round=round_, agencies=form.agencies, **values)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The survey is made. Send each unit its workbook."))
            return redirect(made)
    context = {"form": form, "title": _("New survey"), "round": round_}
    return render(request, "surveys/form.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _survey(pk)
    form = SurveyForm(request.POST or None, instance=found)
    if form.is_valid():
        update_survey(by=request.user, survey=found, values=form.cleaned_data)
        messages.success(request, _("The survey is saved."))
        return redirect(found)
    context = {"form": form, "title": _("Change the survey"), "survey": found}
    return render(request, "surveys/form.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    found = _survey(pk)
    form = TargetsForm(request.POST or None, survey=found)
    if form.is_valid():
        try:
            set_targets(by=request.user, survey=found, agencies=form.cleaned_data["agencies"])
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The units are saved."))
            return redirect(found)
    context = {"form": form, "title": _("Units of the survey"), "survey": found}
    return render(request, "surveys/form.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = _survey(pk)
    told = remind_units(by=request.user, survey=found)
    messages.success(request, _("%(people)s people were reminded.") % {"people": told.people})
    if told.unreached:
        names = ", ".join(agency.label for agency in told.unreached)
        text = _("Nobody has an account in these units, so call them: %(units)s")
        messages.warning(request, text % {"units": names})
    return redirect(found)


@allow(can_run)  # a streamed answer is an answer too
def workbooks(_request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The workbooks of all units in one zip."""
    found = _survey(pk)
    agencies = [response.agency for response in responses_of(found)]
    mark_downloaded(found, agencies)
    response = StreamingHttpResponse(
        zipped_workbooks(found, agencies), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="survei-{found.pk}.zip"'
    return response


@allow(can_list)
def workbook(request: HttpRequest, pk: int, agency: str) -> HttpResponse:
    found = _survey(pk)
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
    found = _survey(pk)
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


def _survey(pk: int) -> Survey:
    return get_object_or_404(Survey.objects.select_related("round"), pk=pk)


def _say(request: HttpRequest, taken: UploadedFile) -> None:
    if taken.state == UploadedFile.State.ACCEPTED:
        messages.success(request, _("The workbook is taken in."))
    else:
        messages.error(request, _("The workbook was refused. Correct it and upload it again."))
