"""The parts of a board that have a page of their own: a card, the headings, the people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selaras.core.access import allow, is_signed_in
from selaras.core.errors import Refused
from selaras.meetings import actions
from selaras.meetings.access import can_facilitate, can_take_notes
from selaras.meetings.forms import CommentForm, WordsForm
from selaras.meetings.models import Contribution, Group, Participant
from selaras.meetings.queries import (
    comments_on,
    participants_of,
    wall_of,
)
from selaras.meetings.views.board import group_of, key_in, with_words
from selaras.meetings.views.live import key_of


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
        its = get_object_or_404(
            Participant, pk=key_in(request.POST.get("participant", "")), group=found
        )
        with_words(request, lambda: _sent_away(request, its))
        return redirect("meetings:participants", pk, group)
    context = {
        "meeting": found.meeting, "tab": "room", "group": found,
        "participants": participants_of(found),
    }  # fmt: skip
    return render(request, "meetings/participants.html", context)


def _headings_saved(request: HttpRequest, group: Group) -> str:
    by, new = request.user, request.POST.get("new", "")
    if new.strip():
        actions.add_heading(by=by, group=group, title=new)
    known = [
        (pk, request.POST.get(f"title-{pk}", ""), request.POST.get(f"place-{pk}", ""))
        for pk in group.headings.values_list("pk", flat=True)
        if f"title-{pk}" in request.POST
    ]
    placed = sorted(known, key=lambda each: key_in(each[2]))
    dropped = [key_in(pk) for pk in request.POST.getlist("drop")]
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
