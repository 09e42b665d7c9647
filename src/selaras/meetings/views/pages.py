from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.access import allow, is_signed_in, require
from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.meetings.access import can_list, can_run, can_see
from selaras.meetings.actions import (
    add_contributions,
    copy_preparation,
    create_meeting,
    update_meeting,
)
from selaras.meetings.actions.mailing import waiting
from selaras.meetings.forms import (
    MeetingForm,
    NewMeetingForm,
    card_rows,
    cards_of,
)
from selaras.meetings.models import Meeting
from selaras.meetings.queries import (
    checklist,
    groups_of,
    groups_with_staff,
    known_already,
    meetings_of_round,
)
from selaras.meetings.rules import State
from selaras.meetings.tables import MeetingFilter, MeetingTable
from selaras.meetings.types import Card
from selaras.meetings.views.base import meeting_of
from selaras.meetings.views.preparing import moves_of
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round
from selaras.strategy.queries import current_round
from selaras.web.listing import listing


@allow(can_list)
def current(request: HttpRequest) -> HttpResponse:
    """The meetings of the round in use."""
    round_ = current_round(request.user)
    if round_ is None:
        return render(request, "needs/no_round.html", {"title": _("FGD")})
    return redirect("meetings:round", round_.slug)


@allow(can_list)
def meetings(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    return listing(
        request,
        queryset=meetings_of_round(round_),
        table=MeetingTable,
        filterset=MeetingFilter,
        title=_("FGD and meetings"),
        name="fgd",
        template="meetings/list.html",
        extra={"round": round_, "can_create": can_run(request.user)},
    )


@allow(is_signed_in)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The overview: what is missing, agenda, groups with staff, and what each group said."""
    found = meeting_of(pk)
    require(can_see(request.user, found))
    groups = groups_of(found)
    runs = can_run(request.user)
    ahead = found.state == State.PREPARING and found.final_day >= timezone.localdate()
    points = checklist(found) if runs and ahead else []
    context = {
        "meeting": found,
        "tab": "meeting",
        "groups": groups,
        "heard": sum(bool(group.contributions) for group in groups),
        "total": sum(len(group.contributions) for group in groups),
        "staff": {each.pk: list(each.staff.all()) for each in groups_with_staff(found)},
        "agenda": found.agenda.all(),
        "points": points,
        "ready": sum(point.done for point in points),
        "moves": moves_of(found) if runs else [],
        "entries": history(found)[:50],
        "can_run": runs,
    }
    return render(request, "meetings/meeting.html", context)


@allow(can_run)
def create(request: HttpRequest, round: str) -> HttpResponse:
    round_ = get_object_or_404(Round, slug=round)
    source = request.GET.get("dari", "")
    initial = {"source": source} if source.isdigit() else {}
    form = NewMeetingForm(request.POST or None, initial=initial)
    if form.is_valid():
        made = create_meeting(by=request.user, round=round_, **form.values())
        if earlier := form.cleaned_data["source"]:
            copy_preparation(by=request.user, source=earlier, target=made)
        messages.success(request, _("The meeting is saved. The list shows what comes next."))
        return redirect(made)
    context = {"form": form, "title": _("New meeting"), "round": round_}
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@allow(can_run)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_of(pk)
    form = MeetingForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            update_meeting(by=request.user, meeting=found, values=form.values())
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("The meeting is saved."))
            _remind_to_tell(request, found)
            return redirect(found)
    context = {"form": form, "title": _("Change the meeting"), "meeting": found}
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


def _remind_to_tell(request: HttpRequest, meeting: Meeting) -> None:
    if count := waiting(meeting, "update").count():
        text = ngettext(
            "%(count)s person who was invited does not know of the change yet: send it under"
            " “Invitations”.",
            "%(count)s people who were invited do not know of the change yet: send it under"
            " “Invitations”.",
            count,
        )
        messages.warning(request, text % {"count": count})


@allow(can_run)
def group(request: HttpRequest, pk: int, dimension: str) -> HttpResponse:
    """The quick page: what one group said, typed row by row."""
    found = meeting_of(pk)
    its = get_object_or_404(Dimension, edition_id=found.round.edition_id, code=dimension)
    if found.is_settled:
        messages.info(request, _("What is signed or cancelled is only read."))
        return redirect(found)
    formset = card_rows(request.POST or None, meeting=found, dimension=its)
    twins: list[Any] = []
    if formset.is_bound and formset.is_valid():
        cards = cards_of(formset, its)
        twins = [] if "sure" in request.POST else known_already(found, cards)
        if not twins and _typed(request, found, its, cards):
            return redirect(found)
    context = {"formset": formset, "meeting": found, "dimension": its, "units": _unit_names()}
    context["twins"] = twins
    return render(request, "meetings/group.html", context, status=422 if formset.is_bound else 200)


def _typed(request: HttpRequest, meeting: Meeting, its: Dimension, cards: Sequence[Card]) -> bool:
    try:
        taken = add_contributions(by=request.user, meeting=meeting, dimension=its, rows=cards)
    except Refused as refusal:
        messages.error(request, refusal.text)
        return False
    text = _("Saved: %(created)s new, %(updated)s changed.")
    messages.success(request, text % {"created": taken.created, "updated": taken.updated})
    return True


def _unit_names() -> list[str]:
    return [agency.label for agency in Agency.objects.current()]
