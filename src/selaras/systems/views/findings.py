"""What the rules found, what people say to it, and the needs that come of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow
from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.systems.access import can_create, can_decide, can_list
from selaras.systems.actions import decide_finding, make_need, refresh_findings
from selaras.systems.forms import NeedForm, VerdictForm
from selaras.systems.models import Finding
from selaras.systems.queries import findings_of_round, kind_counts, reasons_of
from selaras.systems.tables import FindingFilter, FindingTable
from selaras.systems.views.find import attempt, find_round, posted, room
from selaras.web.listing import listing


@allow(can_list)
def findings(request: HttpRequest, round: str) -> HttpResponse:
    round_ = find_round(round)
    refresh_findings(round=round_)
    return listing(
        request,
        queryset=findings_of_round(round_),
        table=FindingTable,
        filterset=FindingFilter,
        title=_("Findings"),
        name="temuan-sistem",
        template="systems/findings.html",
        per_page=25,
        extra={**room(request, round_, "findings"), "kinds": kind_counts(round_)},
    )


def _find(pk: int) -> Finding:
    found: Finding = get_object_or_404(
        Finding.objects.select_related("round", "need", "decided_by").prefetch_related(
            "systems__agency"
        ),
        pk=pk,
    )
    return found


@allow(can_list)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(pk))


def _page(request: HttpRequest, found: Finding, verdict: VerdictForm | None = None) -> HttpResponse:
    systems = list(found.systems.all())
    allowed = can_decide(request.user, {system.agency_id for system in systems})
    initial = {"verdict": found.verdict, "reason": found.reason}
    context = {
        **room(request, found.round, "findings"),
        "finding": found,
        "systems": systems,
        "reasons": reasons_of(found),
        "verdict_form": verdict or VerdictForm(initial=initial),
        "need_form": NeedForm(round=found.round),
        "can_decide": allowed,
        "entries": history(found)[:50],
    }
    return render(request, "systems/finding.html", context, status=422 if verdict else 200)


@allow(can_create)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _find(pk), VerdictForm(posted(request))
    if attempt(form, lambda: decide_finding(by=request.user, finding=found, **form.cleaned_data)):
        messages.success(request, _("The verdict is kept."))
        return redirect(found)
    return _page(request, found, form)


@allow(can_create)
@require_POST
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One step from finding to need; a second time leads to the same need."""
    found = _find(pk)
    form = NeedForm(posted(request), round=found.round)
    if form.is_valid():
        try:
            made = make_need(by=request.user, finding=found, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal.text))
            return redirect(found)
        messages.success(request, _("The finding is now a need, with the finding as its evidence."))
        return redirect(made)
    messages.error(request, _("Choose a dimension of this round."))
    return redirect(found)
