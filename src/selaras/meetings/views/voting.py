"""The ballot on a participant's phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from selaras.core.errors import Refused
from selaras.meetings import actions
from selaras.meetings.forms import dots_of
from selaras.meetings.models import Participant
from selaras.meetings.queries import (
    live_ballot,
    visible_wall,
)
from selaras.meetings.rules import phase_allows
from selaras.meetings.views.live import (
    key_of,
)
from selaras.meetings.views.phone import context_of, seated


@never_cache
@seated
def vote(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Put the dots on the cards; sending again changes the ballot."""
    ballot, problem = live_ballot(participant), ""
    dots = {int(card): number for card, number in ballot.dots.items()} if ballot else {}
    if request.method == "POST":
        dots, problem = dots_of(request.POST)
        try:
            if not problem:
                actions.cast_ballot(participant=participant, key=key_of(request), dots=dots)
                messages.success(request, _("Your dots are in. You may change them until the end."))
                return redirect("meetings:vote", participant.meeting.join_code)
        except Refused as refusal:
            problem = str(refusal.text)
    shown = visible_wall(participant.group, participant.pk)
    cards = [(each, dots.get(each.pk, 0)) for each in shown.cards]
    context = context_of(participant) | {
        "cards": cards, "ballot": ballot, "problem": problem, "given": sum(dots.values()),
        "open": phase_allows(participant.group.phase, "vote"),
    }  # fmt: skip
    return render(request, "meetings/vote.html", context, status=422 if problem else 200)
