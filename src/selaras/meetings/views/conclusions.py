"""Decisions, action points, and the contributions that become needs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.meetings.access import can_conclude, can_finish, can_run, can_see
from selaras.meetings.actions import finish_action, make_needs, remove_decision, save_decision
from selaras.meetings.forms.conclusions import DecisionForm, NeedChoices
from selaras.meetings.models import Contribution, Decision, Meeting
from selaras.meetings.queries import candidates, conclusion_cards, decisions_of
from selaras.meetings.views.base import meeting_of


@allow(is_signed_in)
def conclusions(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    require(can_see(request.user, found))
    decisions = list(decisions_of(found))
    for each in decisions:
        each.may_finish = can_finish(request.user, each)
    cards = conclusion_cards(found)
    context = {
        "meeting": found,
        "tab": "conclusions",
        "decisions": decisions,
        "cards": [card for card in cards if card.kind != Contribution.Kind.SYSTEM],
        "systems": [card for card in cards if card.kind == Contribution.Kind.SYSTEM],
        "register": _register(found),
        "can_write": can_conclude(request.user, found) and not found.is_settled,
    }
    return render(request, "meetings/conclusions.html", context)


def _register(meeting: Meeting) -> str:
    """Where an existing system is entered, if the register is there."""
    try:
        return reverse("systems:create", args=[meeting.round.slug])
    except NoReverseMatch:
        return ""


@allow(can_run)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    return _decision(request, meeting_of(pk), None)


@allow(can_run)
def edit(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    found = get_object_or_404(Decision, pk=decision, meeting=pk)
    return _decision(request, meeting_of(pk), found)


def _decision(request: HttpRequest, meeting: Meeting, found: Decision | None) -> HttpResponse:
    form = DecisionForm(request.POST or None, meeting=meeting, instance=found)
    if form.is_valid():
        values = dict(form.cleaned_data)
        chosen = values.pop("contributions", None)
        try:
            save_decision(
                by=request.user, meeting=meeting, decision=found, values=values,
                contributions=chosen,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("The decision is saved."))
            return redirect("meetings:conclusions", meeting.pk)
    context = {"form": form, "meeting": meeting, "tab": "conclusions", "decision": found}
    return render(request, "meetings/decision.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
@require_POST
def remove(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    found = get_object_or_404(Decision.objects.select_related("meeting"), pk=decision, meeting=pk)
    try:
        remove_decision(by=request.user, decision=found)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The decision is removed."))
    return redirect("meetings:conclusions", pk)


@allow(is_signed_in)
@require_POST
def finish(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    found = get_object_or_404(Decision.objects.select_related("meeting"), pk=decision, meeting=pk)
    try:
        finish_action(by=request.user, decision=found, done=request.POST.get("done") != "no")
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The action point is saved."))
    return redirect("meetings:conclusions", pk)


@allow(can_run)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The chosen cards with their dimension and the needs that may be the same; then saved."""
    meeting = meeting_of(pk)
    posted = request.POST if request.method == "POST" else None
    rows = NeedChoices(meeting, candidates(meeting, _chosen(request, meeting)), posted)
    problem = ""
    if posted is not None:
        try:
            taken = make_needs(by=request.user, meeting=meeting, choices=rows.choices())
        except Refused as refusal:
            problem = str(refusal.text)
        else:
            text = _("%(new)s new needs, %(linked)s added as evidence to known ones.")
            messages.success(request, text % {"new": taken.created, "linked": taken.updated})
            return redirect("meetings:conclusions", pk)
    context = {"meeting": meeting, "tab": "conclusions", "rows": rows, "problem": problem}
    return render(request, "meetings/take_needs.html", context, status=422 if problem else 200)


def _chosen(request: HttpRequest, meeting: Meeting) -> list[int]:
    """The cards that were ticked, or all with at least so many votes."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = [int(each) for each in given.getlist("card") if each.isascii() and each.isdigit()]
    least = given.get("least", "")
    if least.isascii() and least.isdigit() and len(least) < 7:
        found = meeting.contributions.filter(votes__gte=int(least)).values_list("pk", flat=True)
        chosen += list(found)
    return chosen
