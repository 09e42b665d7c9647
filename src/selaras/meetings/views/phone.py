"""The wall on a participant's phone: plain forms, and a small answer for those that look again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from selaras.core.access import allow, is_everyone
from selaras.core.errors import Refused
from selaras.core.limits import allow_rate
from selaras.meetings import actions
from selaras.meetings.forms import LIMITS, CommentForm, WordsForm
from selaras.meetings.models import Group, Participant
from selaras.meetings.queries import (
    WallCard,
    comments_on,
    group_at,
    place_of,
    visible_wall,
)
from selaras.meetings.rules import phase_allows
from selaras.meetings.views.joining import COOKIE, seat
from selaras.meetings.views.live import (
    done,
    key_of,
    live_answer,
    refused,
    unchanged,
    wall_html,
    wants_json,
)

WRITES, SECONDS = 60, 60  # of one phone

PhoneView = Callable[..., HttpResponse]


def seated(view: PhoneView) -> PhoneView:
    """Give the view the participant; others are sent to the door, the removed are told."""

    @allow(is_everyone)
    @wraps(view)
    def checked(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        participant = seat(request, code)
        if participant is None:
            return redirect("meetings:join", code)
        if participant.removed:
            return render(request, "meetings/removed.html", {}, status=403)
        if request.method == "POST" and not allow_rate(
            f"ruang-writes:{participant.pk}", WRITES, SECONDS
        ):
            text = _("Too much at once from this phone. Wait a minute; your text is still here.")
            return HttpResponse(text, status=429)
        return view(request, participant, *args, **kwargs)

    return checked


@never_cache  # gone back to, a page is asked for anew: its form would be another person's
@seated
def wall(request: HttpRequest, participant: Participant) -> HttpResponse:
    form = WordsForm()
    if request.method == "POST":
        if "support" in request.POST or "withdraw" in request.POST:
            return _supported(request, participant)
        form = WordsForm(request.POST)
        if form.is_valid():
            try:
                actions.contribute(
                    participant=participant, key=key_of(request), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(refusal.field or None, refusal.text)
            else:
                return done(request, _("Your card is on the wall."), _home(participant))
        if wants_json(request):
            return refused(form)
    context = context_of(participant) | {"form": form, "limits": LIMITS}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/wall.html", context, status=status)


@allow(is_everyone)
def wall_data(request: HttpRequest, code: str) -> HttpResponse:
    """204 while nothing changed; else the wall anew; 410 when the phone has no place any more."""
    place = place_of(code, request.COOKIES.get(COOKIE, ""))
    if place is None:
        return HttpResponse(status=410)
    if request.GET.get("r") == str(place.revision):
        return unchanged()
    group = group_at(code.upper(), place.group, place.revision)
    return live_answer(request, group, _shown(group, place.participant))


@never_cache
@seated
def card(request: HttpRequest, participant: Participant, card: int) -> HttpResponse:
    """One card whole, with what was merged into it and what was said about it."""
    found = _card(participant, card)
    if "take_back" in request.POST:
        return _taken_back(request, participant, found)
    form = CommentForm(request.POST or None)
    if form.is_valid():
        try:
            actions.comment(
                participant=participant, card=found.card, key=key_of(request), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            messages.success(request, _("Your comment is sent."))
            return redirect("meetings:card", participant.meeting.join_code, found.pk)
    context = context_of(participant) | {
        "card": found,
        "form": form,
        "comments": comments_on(found),
        "supported": participant.pk in found.supporters,
        "can_support": phase_allows(participant.group.phase, "support"),
        "own": found.card.author_id == participant.pk,
    }
    return render(request, "meetings/card.html", context, status=422 if form.is_bound else 200)


def _home(participant: Participant) -> str:
    return reverse("meetings:wall", args=[participant.meeting.join_code])


def _supported(request: HttpRequest, participant: Participant) -> HttpResponse:
    wanted = "support" in request.POST
    try:
        found = _card(participant, request.POST["support" if wanted else "withdraw"])
        actions.support(participant=participant, card=found.card, wanted=wanted)
    except Refused as refusal:
        if wants_json(request):
            return JsonResponse({"errors": {"": [str(refusal.text)]}}, status=422)
        messages.error(request, refusal.text)
        return HttpResponseRedirect(_home(participant))
    text = _("You support this card.") if wanted else _("Your support is taken back.")
    return done(request, text, f"{_home(participant)}#c{found.pk}")


def _taken_back(request: HttpRequest, participant: Participant, found: WallCard) -> HttpResponse:
    try:
        actions.take_back(participant=participant, card=found.card)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Your card is off the wall."))
    return HttpResponseRedirect(_home(participant))


def _card(participant: Participant, pk: object) -> WallCard:
    """A card that the participant may see now.

    Raises:
        Http404: there is none; a merged one leads nowhere, its text stands under the other.
    """
    for each in visible_wall(participant.group, participant.pk).cards:
        if str(each.pk) == str(pk):
            return each
    raise Http404


def context_of(participant: Participant) -> dict[str, Any]:
    group = participant.group
    return {
        "participant": participant,
        "group": group,
        "meeting": participant.meeting,
        "join": participant.meeting.join_code,
        "can_write": phase_allows(group.phase, "contribute"),
        "can_comment": phase_allows(group.phase, "comment"),
        "can_vote": phase_allows(group.phase, "vote"),
        "wall": _shown(group, participant.pk),
    }


def _shown(group: Group, participant: int) -> str:
    return wall_html(group, visible_wall(group, participant), participant)
