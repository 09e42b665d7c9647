"""What was held on paper comes in by a workbook: fetched, filled in, checked, taken in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow
from selaras.core.errors import ImportRefused, Refused
from selaras.core.files import KINDS, content_of
from selaras.core.models import StoredFile
from selaras.meetings.access import can_run
from selaras.meetings.actions import import_paper, keep_workbook, preview_import
from selaras.meetings.forms import WorkbookForm
from selaras.meetings.models import Meeting
from selaras.meetings.queries import known_already
from selaras.meetings.queries.paper import was_on_paper
from selaras.meetings.views.base import meeting_of
from selaras.meetings.workbook import template


@allow(can_run)
def workbook(_request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    response = HttpResponse(template(found), content_type=KINDS["xlsx"].content_type)
    response["Content-Disposition"] = f'attachment; filename="fgd-{found.pk}.xlsx"'
    return response


@allow(can_run)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A filled workbook is checked; `step=take` takes it in at once."""
    found = meeting_of(pk)
    bound = request.method == "POST"
    form = WorkbookForm(request.POST, request.FILES) if bound else _blank(found)
    context: dict[str, Any] = {"form": form, "meeting": found, "tab": "meeting"}
    if form.is_valid():
        given, needs = form.cleaned_data["file"], form.cleaned_data["make_needs"]
        try:
            file = keep_workbook(by=request.user, meeting=found, name=given.name, data=given.read())
            if request.POST.get("step") == "take":
                return _taken(request, found, file, make_needs=needs)
        except ImportRefused as refusal:
            context |= {"lead": refusal.text, "problems": refusal.problems}
        except Refused as refusal:
            form.add_error("file", refusal.text)
        else:
            address = redirect("meetings:import-preview", pk, file.pk)
            address["Location"] += "" if needs else "?needs=0"
            return address
    return render(request, "meetings/upload.html", context, status=422 if bound else 200)


@allow(can_run)
def preview(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """What the workbook would change; nothing is written before it is confirmed."""
    found = meeting_of(pk)
    kept = get_object_or_404(StoredFile, pk=file, kind="xlsx", created_by=request.user)
    try:
        if request.method == "POST":
            needs = "make_needs" in request.POST
            return _taken(request, found, kept, make_needs=needs)
        plan = preview_import(by=request.user, meeting=found, data=content_of(kept))
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, ImportRefused) else [refusal.text]
        context = {"form": _blank(found), "meeting": found, "tab": "meeting"}
        return render(
            request, "meetings/upload.html", {**context, "problems": problems}, status=422
        )
    needs = request.GET.get("needs") != "0"
    cards = [row.card for _place, rows in plan.groups for row in rows if row.kind == "new"]
    context = {"meeting": found, "plan": plan, "file": kept, "needs": needs, "tab": "meeting"}
    context["twins"] = known_already(found, cards)
    return render(request, "meetings/import_preview.html", context)


def _blank(found: Meeting) -> WorkbookForm:
    return WorkbookForm(initial={"make_needs": was_on_paper(found)})


def _taken(
    request: HttpRequest, found: Meeting, file: StoredFile, *, make_needs: bool
) -> HttpResponse:
    made = import_paper(by=request.user, meeting=found, file=file, make_needs=make_needs)
    text = _(
        "Taken in: %(guests)s people new, %(guests_changed)s changed; %(cards)s results new,"
        " %(cards_changed)s changed; %(needs)s needs made."
    )
    counts = {
        "guests": made.guests.created,
        "guests_changed": made.guests.updated,
        "cards": made.cards.created,
        "cards_changed": made.cards.updated,
        "needs": made.needs.created,
    }
    messages.success(request, text % counts)
    return redirect(found)
