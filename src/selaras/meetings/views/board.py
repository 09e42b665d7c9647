"""The room as those who lead it see it: all groups, the board of one, its people."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.access import allow, is_signed_in
from selaras.core.errors import Refused
from selaras.meetings import actions
from selaras.meetings.access import can_facilitate, can_see, can_take_notes
from selaras.meetings.forms import LIMITS, PhaseForm, WordsForm
from selaras.meetings.models import Group
from selaras.meetings.queries import (
    ballots_cast,
    groups_in_room,
    hidden_cards,
    results_by_sector,
    wall_of,
)
from selaras.meetings.rules import phase_allows
from selaras.meetings.views.base import meeting_of
from selaras.meetings.views.live import SECTORS, board_html, done, key_of, live_answer, unchanged


def group_of(request: HttpRequest, pk: int, group: int, may: Callable[[Any, Any], bool]) -> Group:
    """The group of an address, for those who may.

    Raises:
        Http404, PermissionDenied
    """
    found = get_object_or_404(
        Group.objects.select_related("meeting__round", "dimension"), pk=group, meeting=pk
    )
    if not may(request.user, found):
        raise PermissionDenied
    return found


@allow(is_signed_in)
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Every group with its phase, people and cards; the way to boards and screens."""
    meeting = meeting_of(pk)
    if not can_see(request.user, meeting):
        raise PermissionDenied
    groups = list(groups_in_room(meeting))
    led = set(request.user.led_groups.values_list("group_id", flat=True))
    everywhere = can_facilitate(request.user, groups[0]) if groups else False
    context = {
        "meeting": meeting,
        "tab": "room",
        "groups": [(each, everywhere or each.pk in led) for each in groups],
        "people": sum(each.people for each in groups),
        "cards": sum(each.cards for each in groups),
    }
    return render(request, "meetings/room.html", context)


@allow(is_signed_in)
def board(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """The wall with all that its facilitator does on it."""
    found = group_of(request, pk, group, can_take_notes)
    form = WordsForm(request.POST or None)
    if form.is_valid():
        try:
            actions.write_card(
                by=request.user, group=found, key=key_of(request), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            return done(request, _("The card is on the wall."), _address(found))
    return render(
        request, "meetings/board.html", _board(request, found, form),
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@allow(is_signed_in)
def board_data(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    found = group_of(request, pk, group, can_take_notes)
    if request.GET.get("r") == str(found.revision):
        return unchanged()
    return live_answer(request, found, board_html(found, wall_of(found)))


@allow(is_signed_in)
def set_phase(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    found = group_of(request, pk, group, can_facilitate)
    form = PhaseForm(request.POST or None)
    if not form.is_bound:
        return redirect(_address(found))
    if not form.is_valid():
        messages.error(request, _("Choose a phase, and minutes from 1 to 240 or none."))
        return redirect(_address(found))
    with_words(
        request, lambda: actions.set_phase(by=request.user, group=found, **form.cleaned_data)
    )
    return redirect(_address(found))


@allow(is_signed_in)
def arrange(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """What is done with the chosen cards: merged, put under a heading, moved, taken off."""
    found = group_of(request, pk, group, can_facilitate)
    cards = [pk for each in request.POST.getlist("card") if (pk := key_in(each))]
    if request.method != "POST":
        return redirect(_address(found))
    with_words(request, lambda: _arranged(request, found, cards))
    return redirect(_address(found))


def key_in(text: str) -> int:
    """A key as a form brings it; 0, which nothing has, for all else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def with_words(request: HttpRequest, work: Callable[[], Any]) -> None:
    """Do it; what is refused is told on the page that follows."""
    try:
        text = work()
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        if isinstance(text, str):
            messages.success(request, text)


def _board(request: HttpRequest, group: Group, form: WordsForm) -> dict[str, Any]:
    return {
        "meeting": group.meeting,
        "tab": "room",
        "group": group,
        "form": form,
        "limits": LIMITS,
        "phase_form": PhaseForm(initial={"phase": group.phase}),
        "wall": board_html(group, wall_of(group)),
        "standing": wall_of(group).cards,
        "headings": list(group.headings.all()),
        "others": list(group.meeting.groups.exclude(pk=group.pk)),
        "hidden": list(hidden_cards(group)),
        "ballots": ballots_cast(group),
        "voting": phase_allows(group.phase, "vote"),
        "sectors": sector_table(group),
        "can_facilitate": can_facilitate(request.user, group),
    }


def sector_table(group: Group) -> dict[str, Any] | None:
    """The closed vote by sector, as a table's columns and rows; nothing where it would tell who."""
    found, names = results_by_sector(group), dict(SECTORS)
    if not found:
        return None
    columns = [(names.get(each.sector, _("others together")), each.voters) for each in found]
    rows = [
        (card.card.title, [each.dots.get(card.pk, 0) for each in found])
        for card in wall_of(group).cards
    ]
    return {"columns": columns, "rows": rows}


def _arranged(request: HttpRequest, group: Group, cards: list[int]) -> str:
    by, act = request.user, request.POST.get("act", "")
    if act == "merge":
        first = key_in(request.POST.get("root", "")) or (cards[0] if cards else 0)
        moved = actions.merge_cards(by=by, group=group, root=first, cards=cards)
        if not moved:
            return _("Choose two cards or more; what is merged already stays so.")
        return ngettext("%(n)s card is merged.", "%(n)s cards are merged.", moved) % {"n": moved}
    if act == "gather":
        pk = key_in(request.POST.get("heading", ""))
        heading = get_object_or_404(group.headings, pk=pk) if pk else None
        actions.put_under(by=by, group=group, cards=cards, heading=heading)
        return _("The cards are gathered.")
    if act == "move":
        target = get_object_or_404(group.meeting.groups, pk=key_in(request.POST.get("target", "")))
        actions.move_cards(by=by, group=group, cards=cards, target=target)
        return _("The cards are with the group %(group)s now.") % {"group": target.name}
    if act in ("hide", "show"):
        actions.hide_cards(by=by, group=group, cards=cards, hidden=act == "hide")
        return _("The wall is changed.")
    raise Refused(_("Choose what to do with the cards."))


def _address(group: Group) -> str:
    return reverse("meetings:board", args=[group.meeting_id, group.pk])
