"""Bringing a foreign inventory in: upload, columns, preview, take in."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from selaras.core.access import allow, require
from selaras.core.errors import ImportRefused
from selaras.organisations.access import can_plan
from selaras.strategy.models import Round
from selaras.systems.access import can_create, can_open_import
from selaras.systems.actions import (
    columns_of,
    map_inventory,
    mapped_of,
    preview_inventory,
    take_in_inventory,
    upload_inventory,
)
from selaras.systems.forms import ColumnsForm, UnitsForm, UploadForm
from selaras.systems.models import Import
from selaras.systems.queries import problems_of
from selaras.systems.queries.inventory import Inventory
from selaras.systems.rules.columns import LIKELY
from selaras.systems.tasks import AT_ONCE, start_take_in, summary_of
from selaras.systems.views.find import attempt, find_round, form_page, posted, room

SHOWN = 100  # rows of a preview that can be taken in; bad ones are all shown


@allow(can_create)
def upload(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    form = UploadForm(posted(request), request.FILES or None)
    made = attempt(form, lambda: _keep(request, round_, form.cleaned_data["file"]))
    if made is not None:
        return redirect(made)
    context = {
        **room(request, round_, "import"),
        "form": form,
        "earlier": _earlier(request, round_),
    }
    return form_page(request, "systems/import.html", context)


def _keep(request: HttpRequest, round_: Round, file: UploadedFile) -> Import:
    return upload_inventory(by=request.user, round=round_, name=file.name, data=file.read())


def _earlier(request: HttpRequest, round_: Round) -> QuerySet[Import]:
    found = Import.objects.filter(round=round_).select_related("file", "by")
    return (found if can_plan(request.user) else found.filter(by=request.user))[:50]


def _find(request: HttpRequest, pk: int) -> Import:
    found: Import = get_object_or_404(
        Import.objects.select_related("round__edition", "file"), pk=pk
    )
    require(can_open_import(request.user, found))
    return found


@allow(can_create)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column of the file means, with a suggestion for each."""
    made = _find(request, pk)
    mapped, inventory = mapped_of(made), columns_of(by=request.user, made=made)
    form = ColumnsForm(posted(request), user=request.user, inventory=inventory, mapped=mapped)
    save = partial(map_inventory, by=request.user, made=made)
    if attempt(form, lambda: save(mapped=form.mapped(mapped, inventory.sheet))):
        other = made.sheet not in ("", inventory.sheet)
        return redirect(made) if other else redirect("systems:import-preview", made.pk)
    context = {
        **room(request, made.round, "import"),
        "made": made,
        "inventory": inventory,
        "problems": problems_of(inventory),
        "form": form,
        "rows": [_column(form, name, inventory) for name in form.names],
    }
    return form_page(request, "systems/import_columns.html", context)


def _column(form: ColumnsForm, name: str, inventory: Inventory) -> dict[str, Any]:
    """A column's field with what was suggested and an example of what it holds."""
    column = int(name.removeprefix("column_"))
    match = inventory.header.suggestions.get(column) if inventory.header else None
    trust = match.trust if match and match.score >= LIKELY else ("weak" if match else "")
    return {"field": form[name], "trust": trust, "sample": inventory.samples.get(column, "")}


@allow(can_create)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every bad row, what is new and what changes; from here the file is taken in."""
    made = _find(request, pk)
    plan = preview_inventory(by=request.user, made=made)
    unknown, decided = plan.inventory.unknown_units, plan.inventory.decided_units
    form = UnitsForm(posted(request), user=request.user, unknown=unknown, decided=decided)
    if request.method == "POST" and form.is_valid():
        mapped = mapped_of(made)
        mapped = replace(mapped, units=form.units(dict(mapped.units)))
        map_inventory(by=request.user, made=made, mapped=mapped)
        return redirect("systems:import-preview", made.pk)
    context = {
        **room(request, made.round, "import"),
        "made": made,
        "plan": plan,
        "form": form,
        "noted": [row for row in plan.rows if row.notes][:SHOWN],
        "shown": [row for row in plan.rows if row.kind != "same"][:SHOWN],
    }
    return render(request, "systems/import_preview.html", context)


@allow(can_create)
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The last step; asked for twice, it is done once."""
    made = _find(request, pk)
    if request.method != "POST":
        return redirect("systems:import-preview", made.pk)
    rows = request.POST.get("rows", "")
    if rows.isdecimal() and int(rows) > AT_ONCE and made.state != Import.State.DONE:
        return redirect(start_take_in(by=request.user, made=made, rows=int(rows)))
    try:
        done = take_in_inventory(by=request.user, made=made)
    except ImportRefused as refusal:
        messages.error(request, str(refusal.text))
        return redirect("systems:import-preview", made.pk)
    messages.success(request, summary_of(done))
    return redirect("systems:round", made.round.slug)
