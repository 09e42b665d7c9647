"""Taking answers out as files: at once, or in the background when there are many."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.core.files import KINDS as FILE_KINDS
from selaras.core.jobs import start_job
from selaras.core.preferences import preference
from selaras.lib.document_typst import to_pdf
from selaras.questionnaires import exports, queries
from selaras.questionnaires.access import can_read, can_read_answers
from selaras.questionnaires.documents import answer_document
from selaras.questionnaires.forms.downloads import (
    ArchiveForm,
    ChosenForm,
    CodebookForm,
    WorkbookForm,
)
from selaras.questionnaires.models import Questionnaire, Submission

FORMS: dict[str, type[ChosenForm]] = {
    "xlsx": WorkbookForm,
    "odk": ArchiveForm,
    "codebook": CodebookForm,
}


@allow(can_read_answers)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what the file holds; a POST makes it, at once or in the background."""
    found = get_object_or_404(Questionnaire, pk=pk)
    newest = queries.newest_version(found)
    if newest is None:
        raise Http404
    languages = newest.definition.languages
    sent = request.POST.get("kind", "") if request.method == "POST" else ""
    forms = {
        kind: form(request.POST if kind == sent else None, languages=languages, prefix=kind)
        for kind, form in FORMS.items()
    }
    if sent in forms and forms[sent].is_valid():
        return _make(request, found, sent, forms[sent])
    context = {
        "questionnaire": found,
        "forms": forms,
        "count": queries.current_answers(found).count(),
        "direct": exports.DIRECT,
        "feed": request.build_absolute_uri(reverse("odata-service", args=[found.form_id])),
    }
    status = 422 if sent else 200
    return render(request, "questionnaires/download.html", context, status=status)


def _make(request: HttpRequest, found: Questionnaire, kind: str, form: ChosenForm) -> HttpResponse:
    """To the file itself, or to the job that makes it."""
    options = form.options()
    if queries.chosen_answers(found, options.chosen).count() <= exports.DIRECT:
        address = reverse("questionnaires:export", args=[found.pk, kind])
        return redirect(f"{address}?{form.as_address()}")
    payload = {
        "questionnaire": found.pk,
        "kind": kind,
        "language": get_language(),
        "options": {**options.as_json(), "base": _base(request)},
    }
    return redirect(
        start_job(
            kind="questionnaires.export",
            title=_("Answers to “%(title)s” as a file") % {"title": found.title},
            by=request.user,
            payload=payload,
            back=reverse("questionnaires:download", args=[found.pk]),
        )
    )


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@allow(can_read_answers)
def export(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The file itself, by the choices in the address; too many answers go the other way."""
    found = get_object_or_404(Questionnaire, pk=pk)
    newest = queries.newest_version(found)
    if form not in FORMS or newest is None:
        raise Http404
    chosen = FORMS[form].of_address(request.GET.dict(), newest.definition.languages)
    if not chosen.is_valid():
        return redirect("questionnaires:download", pk)
    options = chosen.options()
    if queries.chosen_answers(found, options.chosen).count() > exports.DIRECT:
        messages.info(request, _("There are many answers: the file is prepared in the background."))
        return redirect("questionnaires:download", pk)
    return _file(request, found, form, options)


def _file(
    request: HttpRequest, found: Questionnaire, kind: str, options: exports.Options
) -> HttpResponseBase:
    named = exports.Options.of({**options.as_json(), "base": _base(request)})
    try:
        made = exports.make(kind, found, named)
    except Refused as refusal:
        messages.error(request, str(refusal.text))
        return redirect("questionnaires:download", found.pk)
    return FileResponse(
        made.file,
        as_attachment=True,
        filename=made.name,
        content_type=FILE_KINDS[made.kind].content_type,
    )


@allow(is_signed_in)
def answer_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer as a document, for everybody who may read it."""
    known = Submission.objects.select_related("version__questionnaire", "by", "device")
    found = get_object_or_404(known, pk=pk)
    require(can_read(request.user, found))
    data = to_pdf(answer_document(found), base_url=preference("site.address"))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="jawaban-{found.pk}.pdf"'
    return response
