from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.core.registry import respondents
from selaras.questionnaires import actions, queries
from selaras.questionnaires.access import can_publish, can_read, can_read_answers
from selaras.questionnaires.forms.publishing import PlaceForm
from selaras.questionnaires.models import Questionnaire, StrayPost, Submission, SubmissionFile
from selaras.questionnaires.reading import lines_of
from selaras.questionnaires.tables import AnswerFilter, AnswerTable
from selaras.questionnaires.words import describe_finding
from selaras.web.listing import listing


@allow(can_read_answers)
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Questionnaire, pk=pk)
    return listing(
        request,
        queryset=queries.current_answers(found),
        table=AnswerTable,
        filterset=AnswerFilter,
        title=_("Answers to “%(title)s”") % {"title": found.title},
        name=f"jawaban-{found.form_id}",
        template="questionnaires/answers.html",
        extra={"questionnaire": found},
    )


@allow(is_signed_in)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer in the words of its version, with what the check found and its history."""
    known = Submission.objects.select_related("version__questionnaire", "by", "device")
    found = get_object_or_404(known, pk=pk)
    require(can_read(request.user, found))
    kind, _sep, key = found.subject.partition("/")
    respondent = respondents.get(kind)
    context = {
        "answer": found,
        "lines": lines_of(found, get_language() or "id"),
        "findings": [describe_finding(each) for each in found.findings],
        "chain": queries.chain_of(found),
        "about": respondent.title(key) if respondent else "",
        "back": respondent.back(key) if respondent else "",
        "entries": history(found)[:30],
    }
    return render(request, "questionnaires/answer.html", context)


@allow(is_signed_in)
def answer_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of an answer, under the name that its sender knows."""
    known = SubmissionFile.objects.select_related("submission", "file")
    found = get_object_or_404(known, submission=pk, name=name, file__isnull=False)
    require(can_read(request.user, found.submission))
    file = found.file
    path = Path(settings.MEDIA_ROOT) / file.path
    response = FileResponse(
        path.open("rb"),
        as_attachment=file.kind not in ("pdf", "jpeg", "png"),
        filename=found.original_name or found.name,
        content_type=file.content_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@allow(can_publish)
def strays(request: HttpRequest) -> HttpResponse:
    """Answers of forms or versions that are not known here."""
    return render(request, "questionnaires/strays.html", {"strays": queries.strays()})


@allow(can_publish)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(StrayPost, pk=pk, placed=None)
    form = PlaceForm(request.POST or None, stray=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.place_stray(by=request.user, stray=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("The answer has its place."))
            return redirect(made)
    context = {"form": form, "stray": found}
    return render(
        request, "questionnaires/place.html", context, status=422 if form.is_bound else 200
    )
