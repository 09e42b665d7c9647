from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_everyone, is_office
from selaras.core.errors import ImportRefused, Refused
from selaras.core.evidence import outcomes_of
from selaras.core.ledger import history
from selaras.organisations import actions, queries
from selaras.organisations.access import can_edit_agencies
from selaras.organisations.actions import Imported
from selaras.organisations.forms import (
    AgencyForm,
    EndAgencyForm,
    UploadForm,
)
from selaras.organisations.models import Agency
from selaras.organisations.tables import (
    AgencyFilters,
    AgencyTable,
)
from selaras.web.listing import TYPES, listing


def _form_page(
    request: HttpRequest, form: Form, title: str, back: str, **extra: object
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, **extra}
    return render(request, "organisations/form.html", context, status=422 if form.is_bound else 200)


@allow(is_office)
def agencies(request: HttpRequest) -> HttpResponse:
    """Units and partners of today, or of the day asked for."""
    day = _day(request.GET.get("day", ""))
    extra = {
        "empty_url": reverse("organisations:create-agency"),
        "empty_label": _("Add a unit"),
        "day": day,
    }
    return listing(
        request,
        queryset=queries.agencies_on(day),
        table=AgencyTable,
        filterset=AgencyFilters,
        title=_("Units and partners"),
        name="organisasi",
        template="organisations/agencies.html",
        extra={**extra, "can_edit": can_edit_agencies(request.user)},
    )


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


@allow(is_everyone)
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Agency.objects.select_related("parent", "area", "successor"), slug=slug
    )
    office = is_office(request.user)
    context = {
        "agency": found,
        "people": queries.people_of(found) if office else [],
        "outcomes": list(outcomes_of(found)) if office else [],
        "can_edit": can_edit_agencies(request.user),
        "history": history(found)[:30] if office else [],
    }
    return render(request, "organisations/agency.html", context)


@allow(can_edit_agencies)
def edit_agency(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Add a unit, or change one."""
    found = get_object_or_404(Agency, slug=slug) if slug else None
    form = AgencyForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                fresh = Agency.objects.get(pk=found.pk)
                done = actions.update_agency(by=request.user, agency=fresh, **form.cleaned_data)
            else:
                done = actions.create_agency(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The unit is saved."))
            return redirect(done)
    back = found.get_absolute_url() if found else reverse("organisations:agencies")
    return _form_page(request, form, _("Change the unit") if found else _("Add a unit"), back)


@allow(can_edit_agencies)
def end_agency(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Agency, slug=slug)
    form = EndAgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_agency(by=request.user, agency=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The unit is closed. What it did stays under its name."))
            return redirect(found)
    return _form_page(request, form, _("Close the unit"), found.get_absolute_url())


@allow(can_edit_agencies)
def import_agencies(request: HttpRequest) -> HttpResponse:
    extra = {
        "title": _("Import units"),
        "intro": _("One unit per row. Units are recognised by their name."),
        "template_url": reverse("organisations:agency-template"),
    }
    return _import_page(request, actions.import_agencies, "organisations:agencies", extra)


@allow(can_edit_agencies)
def import_areas(request: HttpRequest) -> HttpResponse:
    extra = {
        "title": _("Import areas"),
        "intro": _("One area per row. Areas are recognised by their code."),
        "template_url": reverse("organisations:area-template"),
    }
    return _import_page(request, actions.import_areas, "organisations:areas", extra)


def _import_page(
    request: HttpRequest, take_in: Callable[..., Imported], done_url: str, extra: dict[str, str]
) -> HttpResponse:
    """Take a workbook in wholly, or show every cell to correct."""
    form = UploadForm(request.POST or None, request.FILES or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            done = take_in(by=request.user, data=form.cleaned_data["file"].read())
        except ImportRefused as refusal:
            form.add_error("file", refusal.text)
            problems = refusal.problems
        else:
            text = _("%(created)s rows were added, %(updated)s were already there.")
            messages.success(request, text % {"created": done.created, "updated": done.updated})
            return redirect(done_url)
    return _form_page(request, form, back=reverse(done_url), problems=problems, **extra)


@allow(can_edit_agencies)
def agency_template(_request: HttpRequest) -> HttpResponse:
    return _workbook("perangkat-daerah", actions.agency_template())


@allow(can_edit_agencies)
def area_template(_request: HttpRequest) -> HttpResponse:
    return _workbook("wilayah", actions.area_template())


def _workbook(name: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
