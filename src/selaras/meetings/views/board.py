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
from selaras.meetings.forms import LIMITS, CommentForm, PhaseForm, WordsForm
from selaras.meetings.models import Contribution, Group, Participant
from selaras.meetings.queries import (
    ballots_cast,
    comments_on,
    groups_in_room,
    hidden_cards,
    participants_of,
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
    cards = [int(each) for each in request.POST.getlist("card") if each.isdecimal()]
    if request.method != "POST":
        return redirect(_address(found))
    with_words(request, lambda: _arranged(request, found, cards))
    return redirect(_address(found))


@allow(is_signed_in)
def headings(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """Name, order and drop the headings of a group, and add one."""
    found = group_of(request, pk, group, can_facilitate)
    if request.method == "POST":
        with_words(request, lambda: _headings_saved(request, found))
        return redirect("meetings:headings", pk, group)
    context = {
        "meeting": found.meeting, "tab": "room", "group": found,
        "headings": list(found.headings.all()),
    }  # fmt: skip
    return render(request, "meetings/headings.html", context)


@allow(is_signed_in)
def board_card(request: HttpRequest, pk: int, group: int, card: int) -> HttpResponse:
    """One card: its words and the first ones, what was merged, what was said."""
    found = group_of(request, pk, group, can_take_notes)
    its = get_object_or_404(
        Contribution.objects.select_related("group__meeting", "author"), pk=card, group=found
    )
    root = its.merged_into_id or its.pk
    standing = next((each for each in wall_of(found).cards if each.pk == root), None)
    initial = {"kind": its.kind, "title": its.title, "description": its.description}
    form, said = WordsForm(initial=initial), CommentForm()
    if request.method == "POST":
        form, said, response = _card_changed(request, its, form, said)
        if response is not None:
            return response
    context = {
        "meeting": found.meeting, "tab": "room", "group": found, "card": its, "form": form,
        "said": said, "standing": standing,
        "comments": comments_on(standing) if standing else [],
        "first_kind": Contribution.Kind(its.original["kind"]).label if its.original else "",
        "can_facilitate": can_facilitate(request.user, found),
    }  # fmt: skip
    status = 422 if form.is_bound or said.is_bound else 200
    return render(request, "meetings/board_card.html", context, status=status)


@allow(is_signed_in)
def participants(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """The phones of a group; one that abuses the wall is sent away."""
    found = group_of(request, pk, group, can_facilitate)
    if request.method == "POST":
        its = get_object_or_404(Participant, pk=request.POST.get("participant") or 0, group=found)
        with_words(request, lambda: _sent_away(request, its))
        return redirect("meetings:participants", pk, group)
    context = {
        "meeting": found.meeting, "tab": "room", "group": found,
        "participants": participants_of(found),
    }  # fmt: skip
    return render(request, "meetings/participants.html", context)


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
        root = request.POST.get("root", "")
        first = int(root) if root.isdecimal() else (cards[0] if cards else 0)
        moved = actions.merge_cards(by=by, group=group, root=first, cards=cards)
        if not moved:
            return _("Choose two cards or more; what is merged already stays so.")
        return ngettext("%(n)s card is merged.", "%(n)s cards are merged.", moved) % {"n": moved}
    if act == "gather":
        pk = request.POST.get("heading", "")
        heading = get_object_or_404(group.headings, pk=pk) if pk.isdecimal() else None
        actions.put_under(by=by, group=group, cards=cards, heading=heading)
        return _("The cards are gathered.")
    if act == "move":
        target = get_object_or_404(group.meeting.groups, pk=request.POST.get("target") or 0)
        actions.move_cards(by=by, group=group, cards=cards, target=target)
        return _("The cards are with the group %(group)s now.") % {"group": target.name}
    if act in ("hide", "show"):
        actions.hide_cards(by=by, group=group, cards=cards, hidden=act == "hide")
        return _("The wall is changed.")
    raise Refused(_("Choose what to do with the cards."))


def _headings_saved(request: HttpRequest, group: Group) -> str:
    by, new = request.user, request.POST.get("new", "")
    if new.strip():
        actions.add_heading(by=by, group=group, title=new)
    known = [
        (pk, request.POST.get(f"title-{pk}", ""), request.POST.get(f"place-{pk}", ""))
        for pk in group.headings.values_list("pk", flat=True)
        if f"title-{pk}" in request.POST
    ]
    placed = sorted(known, key=lambda each: int(each[2]) if each[2].isdecimal() else 0)
    dropped = [int(pk) for pk in request.POST.getlist("drop") if pk.isdecimal()]
    if known:
        order = [(pk, title) for pk, title, _place in placed]
        actions.arrange_headings(by=by, group=group, order=order, dropped=dropped)
    return _("The headings are saved.")


def _card_changed(
    request: HttpRequest, card: Contribution, form: WordsForm, said: CommentForm
) -> tuple[WordsForm, CommentForm, HttpResponse | None]:
    """One of the forms of the page of a card; the form with its errors where it is refused."""
    by, act = request.user, request.POST.get("act")
    bound: Any = form
    if act == "comment":
        bound = said = CommentForm(request.POST)
    elif act == "edit":
        bound = form = WordsForm(request.POST)
    try:
        if act == "unmerge":
            actions.unmerge_card(by=by, card=card)
        elif act == "comment" and said.is_valid():
            actions.write_comment(by=by, card=card, key=key_of(request), **said.cleaned_data)
        elif act == "edit" and form.is_valid():
            actions.edit_card(by=by, card=card, **form.cleaned_data)
        elif act not in ("edit", "comment"):
            raise Refused(_("Choose what to do with the cards."))
        if not bound.is_bound or bound.is_valid():
            messages.success(request, _("The wall is changed."))
            return (
                form,
                said,
                redirect("meetings:board-card", card.meeting_id, card.group_id, card.pk),
            )
    except Refused as refusal:
        if bound.is_bound:
            bound.add_error(refusal.field or None, refusal.text)
        else:
            messages.error(request, refusal.text)
    return form, said, None


def _sent_away(request: HttpRequest, participant: Participant) -> str:
    by = request.user
    if request.POST.get("act") == "restore":
        actions.restore_participant(by=by, participant=participant)
        return _("The phone may take part again.")
    with_cards = "with_cards" in request.POST
    actions.remove_participant(by=by, participant=participant, with_cards=with_cards)
    return _("The phone is removed. Its ballot no longer counts.")


def _address(group: Group) -> str:
    return reverse("meetings:board", args=[group.meeting_id, group.pk])
