from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.access import allow
from selaras.core.errors import ImportRefused, Refused
from selaras.core.ledger import history
from selaras.lib.xforms.definition import FormDefinition
from selaras.questionnaires import actions, queries
from selaras.questionnaires.access import can_list, can_publish, can_read_answers
from selaras.questionnaires.forms.publishing import OpeningForm, PublishForm
from selaras.questionnaires.models import FormVersion, Questionnaire
from selaras.questionnaires.rules import differences
from selaras.questionnaires.tables import QuestionnaireFilter, QuestionnaireTable
from selaras.questionnaires.words import describe_change
from selaras.web.listing import listing


@allow(can_list)
def questionnaires(request: HttpRequest) -> HttpResponse:
    may = can_publish(request.user)
    extra: dict[str, object] = {"can_publish": may}
    if may:
        publish_url = reverse("questionnaires:publish")
        extra |= {"empty_url": publish_url, "empty_label": _("Publish a questionnaire")}
    return listing(
        request,
        queryset=queries.questionnaires(),
        table=QuestionnaireTable,
        filterset=QuestionnaireFilter,
        title=_("Questionnaires"),
        name="kuesioner",
        template="questionnaires/list.html",
        extra=extra,
    )


@allow(can_publish)
def publish(request: HttpRequest) -> HttpResponse:
    """Upload, look at what it would become (“preview”), publish."""
    form = PublishForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "problems": []}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        data = file.read()
        try:
            if "preview" in request.POST:
                preview = actions.preview_form(name=file.name, data=data)
                context |= _previewed(preview)
            else:
                return _published(request, form, file.name, data)
        except ImportRefused as refusal:
            form.add_error("workbook", refusal.text)
            context["problems"] = refusal.problems
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
    bad = form.is_bound and not form.is_valid()
    return render(request, "questionnaires/publish.html", context, status=422 if bad else 200)


def _previewed(preview: actions.Preview) -> dict[str, object]:
    form = preview.definition
    return {
        "preview": preview,
        "fields": described(form),
        "changes": preview.change_lines,
    }


def _published(request: HttpRequest, form: PublishForm, name: str, data: bytes) -> HttpResponse:
    version = actions.publish_form(
        by=request.user,
        name=name,
        data=data,
        media=[(each.name, each.read()) for each in form.cleaned_data["attachments"]],
        description=form.cleaned_data["description"],
    )
    messages.success(request, _("Version %(version)s is published.") % {"version": version.version})
    return redirect(version)


def described(form: FormDefinition) -> list[dict[str, object]]:
    """The questions as a table shows them: both languages, type, rules."""
    languages = form.languages or ("",)
    return [
        {
            "field": field,
            "labels": [(language, field.labels.get(language, "")) for language in languages],
            "level": field.path.count("/") - 2,
        }
        for field in form.fields
    ]


@allow(can_list)
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.questionnaires(), pk=pk)
    context = {
        "questionnaire": found,
        "versions": queries.versions_of(found),
        "can_publish": can_publish(request.user),
        "can_read": can_read_answers(request.user),
        "form": OpeningForm(instance=found),
        "entries": history(found)[:30],
    }
    return render(request, "questionnaires/questionnaire.html", context)


@allow(can_publish)
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Questionnaire, pk=pk)
    form = OpeningForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_open(by=request.user, questionnaire=found, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("The questionnaire is saved."))
    return redirect(found)


@allow(can_list)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The questions of a version, what changed since the one before, and its files."""
    found = _version(pk, number)
    before = (
        FormVersion.objects.filter(questionnaire=pk, number__lt=number).order_by("-number").first()
    )
    form = found.definition
    changes = differences(before.definition, form, form.language("id")) if before else []
    context = {
        "version": found,
        "questionnaire": found.questionnaire,
        "definition": form,
        "fields": described(form),
        "before": before,
        "changes": [describe_change(change) for change in changes],
        "media": found.media.select_related("file"),
    }
    return render(request, "questionnaires/version.html", context)


@allow(can_list)
def version_file(_request: HttpRequest, pk: int, number: int, form: str) -> HttpResponse:
    """The workbook as it was uploaded, or the XForm that was made from it."""
    found = _version(pk, number)
    name = f"{found.questionnaire.form_id}-{found.version}"
    if form == "xml":
        response = HttpResponse(found.xform, content_type="text/xml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.xml"'
        return response
    if form != "xlsx" or found.workbook is None:
        raise Http404
    path = Path(settings.MEDIA_ROOT) / found.workbook.path
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.xlsx")


def _version(pk: int, number: int) -> FormVersion:
    known = FormVersion.objects.select_related("questionnaire", "workbook", "by")
    return get_object_or_404(known, questionnaire=pk, number=number)
