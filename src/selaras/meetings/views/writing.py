"""Writing one section of the report, beside others who write theirs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.meetings.access import can_write_minutes
from selaras.meetings.actions import Overtaken, note_writing, restore_text, save_section
from selaras.meetings.forms.report import SectionForm
from selaras.meetings.models import Report, ReportSection, ReportText
from selaras.meetings.queries import is_writing
from selaras.meetings.rules.differences import merged, side_by_side
from selaras.meetings.views.paper import shown


def _find(request: HttpRequest, pk: int, code: str) -> ReportSection:
    """The section of the newest version; where that is signed by now, actions say so."""
    every = ReportSection.objects.filter(report__meeting=pk, code=code).select_related(
        "report__meeting__round", "report__meeting__chair", "updated_by", "writer"
    )
    found = every.order_by("-report__version").first()
    if found is None:
        raise Http404
    require(can_write_minutes(request.user, found.report.meeting))
    return found


@allow(is_signed_in)
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    found = _find(request, pk, section)
    if request.method != "POST":
        if found.report.state == Report.State.SIGNED:
            return redirect("meetings:report", pk)
        return _page(request, found, SectionForm(initial=_initial(found)))
    form = SectionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if "preview" in request.POST:
        return _page(request, found, form)
    try:
        save_section(by=request.user, section=found, **form.cleaned_data)
    except Overtaken as conflict:
        return _conflict(request, conflict, form.cleaned_data["body"])
    except Refused as refusal:
        form.add_error(None, refusal.text)
        return _page(request, found, form, status=422)
    messages.success(request, _("“%(section)s” is saved.") % {"section": found.title})
    return redirect("meetings:report", pk)


def _initial(found: ReportSection) -> dict[str, object]:
    return {"body": found.body, "revision": found.revision}


def _page(
    request: HttpRequest, found: ReportSection, form: SectionForm, status: int = 200
) -> HttpResponse:
    if request.method == "GET" and not found.report.meeting.is_settled:
        busy = is_writing(found, request.user)
        note_writing(by=request.user, section=found)
    else:
        busy = is_writing(found, request.user)
    context = {
        "meeting": found.report.meeting,
        "tab": "report",
        "section": found,
        "form": form,
        "busy": busy,
        "preview": shown(found.title, str(form["body"].value() or "")),
        "texts": found.texts.select_related("by")[:20],
    }
    return render(request, "meetings/section.html", context, status=status)


def _conflict(request: HttpRequest, conflict: Overtaken, mine: str) -> HttpResponse:
    """Both texts side by side, and one that holds what both wrote, to be saved or changed."""
    found = conflict.section
    mine = mine.replace("\r\n", "\n").strip()
    theirs, ours = side_by_side(found.body, mine)
    both = merged(conflict.base, found.body, mine)
    context = {
        "meeting": found.report.meeting,
        "tab": "report",
        "section": found,
        "theirs": theirs,
        "mine": ours,
        "mine_text": mine,
        "form": SectionForm(initial={"body": both, "revision": found.revision}),
    }
    return render(request, "meetings/section_conflict.html", context, status=409)


@allow(is_signed_in)
@require_POST
def alive(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """The sign of life of a page that is open for writing: who else writes, and is it still new."""
    found = _find(request, pk, section)
    busy = is_writing(found, request.user)
    try:
        note_writing(by=request.user, section=found)
    except Refused as refusal:
        return JsonResponse({"busy": str(refusal.text), "revision": found.revision})
    words = _busy_words(found) if busy else ""
    return JsonResponse({"busy": words, "revision": found.revision})


def _busy_words(found: ReportSection) -> str:
    since = timezone.localtime(found.writing_since)
    words = {"name": found.writer, "time": f"{since:%H.%M}"}
    return _("%(name)s has been writing here since %(time)s.") % words


@allow(is_signed_in)
@require_POST
def restore(request: HttpRequest, pk: int, section: str, revision: int) -> HttpResponse:
    found = _find(request, pk, section)
    text = get_object_or_404(ReportText, section=found, revision=revision)
    try:
        restore_text(by=request.user, text=text)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The earlier text is back. The other one is kept too."))
    return redirect("meetings:report-section", pk, section)
