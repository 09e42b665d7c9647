from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.strategy.models import Round
from selaras.strategy.queries import current_round
from selaras.surveys.access import can_list, can_review, can_run, can_upload
from selaras.surveys.actions import (
    AT_ONCE,
    Reminded,
    approve_many,
    create_survey,
    invite_units,
    remind_units,
    set_sections,
    set_targets,
    start_approval,
    update_survey,
)
from selaras.surveys.forms import NewSurveyForm, SectionFormSet, SurveyForm, TargetsForm
from selaras.surveys.models import Response
from selaras.surveys.queries import (
    asked_versions,
    matrix_of,
    own_responses,
    progress,
    sections_of,
    survey_with,
    surveys_of_round,
)
from selaras.surveys.tables import ResponseFilter, SurveyFilter, SurveyTable, matrix_table
from selaras.web.listing import listing


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
    found = survey_with(pk)
    sections = sections_of(found)
    return listing(
        request,
        queryset=matrix_of(found),
        table=matrix_table(sections),
        filterset=ResponseFilter,
        title=found.name,
        name="survei-unit",
        template="surveys/survey.html",
        extra={
            "survey": found,
            "sections": sections,
            "can_review": can_review(request.user),
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
        targets = {"agencies": form.agencies, "versions": form.versions}
        try:
            made = create_survey(by=request.user, round=round_, **targets, **values)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            by_workbook = _("The survey is made. Send each unit its workbook.")
            on_site = _("The survey is made. Invite the units when everything is ready.")
            messages.success(request, on_site if form.versions else by_workbook)
            return redirect(made)
    context = {"form": form, "title": _("New survey"), "round": round_}
    return render(request, "surveys/form.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = survey_with(pk)
    form = SurveyForm(request.POST or None, instance=found)
    if form.is_valid():
        update_survey(by=request.user, survey=found, values=form.cleaned_data)
        messages.success(request, _("The survey is saved."))
        return redirect(found)
    context = {"form": form, "title": _("Change the survey"), "survey": found}
    return render(request, "surveys/form.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    found = survey_with(pk)
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
    found = survey_with(pk)
    told = remind_units(by=request.user, survey=found)
    messages.success(request, _("%(people)s people were reminded.") % {"people": told.people})
    _say_unreached(request, told)
    return redirect(found)


@allow(can_run)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    found = survey_with(pk)
    told = invite_units(by=request.user, survey=found)
    messages.success(request, _("%(people)s people were invited.") % {"people": told.people})
    _say_unreached(request, told)
    return redirect(found)


def _say_unreached(request: HttpRequest, told: Reminded) -> None:
    if told.unreached:
        names = ", ".join(agency.label for agency in told.unreached)
        text = _("Nobody has an account in these units, so call them: %(units)s")
        messages.warning(request, text % {"units": names})


@allow(can_run)
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to each unit, one a page, to print and sign."""
    found = survey_with(pk)
    context = {
        "survey": found,
        "sections": sections_of(found),
        "responses": found.responses.select_related("agency"),
        "address": request.build_absolute_uri("/"),
        "frame": "web/print.html",
    }
    return render(request, "surveys/letters.html", context)


@allow(can_run)
def sections(request: HttpRequest, pk: int) -> HttpResponse:
    """Which questionnaires the survey asks, and in which order."""
    found = survey_with(pk)
    rows = asked_versions(found)
    forms = SectionFormSet(request.POST or None, initial=[row.initial for row in rows])
    if request.method == "POST" and forms.is_valid():
        chosen = sorted(
            (row.cleaned_data for row in forms if row.cleaned_data["ask"]),
            key=lambda each: each["position"],
        )
        by_pk = {row.version.pk: row.version for row in rows}
        try:
            set_sections(
                by=request.user,
                survey=found,
                versions=[by_pk[each["version"]] for each in chosen if each["version"] in by_pk],
                optional=[each["version"] for each in chosen if each["ask"] == "optional"],
            )
        except Refused as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("The sections are saved."))
            return redirect(found)
    context = {"forms": list(zip(forms, rows, strict=False)), "management": forms.management_form}
    bad = request.method == "POST"
    return render(
        request, "surveys/sections.html", {**context, "survey": found}, status=422 if bad else 200
    )


@allow(can_review)
@require_POST
def approve_listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve every sent answer that the filter of the list shows; many as a job."""
    found = survey_with(pk)
    listed = ResponseFilter(request.GET, queryset=matrix_of(found)).qs
    sent = list(listed.filter(state=Response.State.SENT))
    back = f"{found.get_absolute_url()}?{request.GET.urlencode()}"
    if len(sent) > AT_ONCE:
        return redirect(start_approval(by=request.user, survey=found, responses=sent, back=back))
    done, refused = approve_many(by=request.user, responses=sent)
    messages.success(request, _("%(count)s answers were approved.") % {"count": done})
    for text in refused[:20]:
        messages.warning(request, text)
    return redirect(back)
