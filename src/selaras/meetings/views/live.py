"""Walls that look again by themselves: HTML made once per card and words, sent when it changed."""

import gzip
import uuid
import zlib
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language

from selaras.meetings.models import Contribution, Group, Participant
from selaras.meetings.queries import Wall, WallCard
from selaras.meetings.rules import phase_allows

SECTORS: Any = Participant.sector.field.choices
SHOWN = 300  # characters of an explanation; the card's own page has the rest
SMALL = 1000  # bytes that are not worth packing


class Face(NamedTuple):
    """All that is shown of a card; two cards with the same face have the same HTML."""

    pk: int
    kind: str
    title: str
    description: str
    unit: str
    sector: str
    edited: bool
    merged: tuple[str, ...]
    supports: int
    comments: int
    votes: int
    share: int  # of the most votes on this wall, in per cent


def wall_html(group: Group, wall: Wall, participant: int) -> SafeString:
    """The wall for one phone: the same cards, with the own ones and the supported ones marked."""
    may = phase_allows(group.phase, "support")

    def state(card: WallCard) -> str:
        if participant in card.authors:
            return "own"
        if participant in card.supporters:
            return "supported" if may else "had"
        return "free" if may else ""

    code = group.meeting.join_code
    return _assembled(group, wall, lambda card: ("_card", state(card), code))


def board_html(group: Group, wall: Wall) -> SafeString:
    """The wall for those who lead it, with a box to choose each card."""
    address = (group.meeting_id, group.pk)
    return _assembled(group, wall, lambda _card: ("_board_card", "", address), place="board")


def screen_html(group: Group, wall: Wall) -> SafeString:
    return _assembled(group, wall, lambda _card: ("_screen_card", "", ""), place="screen")


def live_answer(request: HttpRequest, group: Group, html: str, **more: Any) -> HttpResponse:
    """The wall as JSON for live.js, packed: it is asked for often, and holds no secret."""
    answer = {"revision": group.revision, "phase": group.phase, "html": html, "now": _now(), **more}
    response = JsonResponse(answer)
    response.headers["Cache-Control"] = "no-store"
    if len(response.content) > SMALL and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(response.content, compresslevel=1)
        response.headers["Content-Encoding"] = "gzip"
    return response


def _now() -> int:
    """The server's clock in milliseconds: phones have clocks of their own, timers follow ours."""
    return int(timezone.now().timestamp() * 1000)


def unchanged() -> HttpResponse:
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def done(request: HttpRequest, text: str, url: str) -> HttpResponse:
    """Carried out: words for a page that stays, a way back for a plain form."""
    if wants_json(request):
        return JsonResponse({"text": text})
    messages.success(request, text)
    return HttpResponseRedirect(url)


def refused(form: forms.Form, status: int = 422) -> JsonResponse:
    return JsonResponse({"errors": form.errors}, status=status)


def key_of(request: HttpRequest) -> uuid.UUID:
    """The once-only key of the form; what comes without one is a thing of its own."""
    try:
        return uuid.UUID(request.POST.get("_key", ""))
    except ValueError:
        return uuid.uuid4()


def _assembled(group: Group, wall: Wall, look: Any, place: str = "phone") -> SafeString:
    with_votes = phase_allows(group.phase, "see_result")
    most = max((card.card.votes for card in wall.cards), default=0) if with_votes else 0
    language = get_language() or ""
    status = render_to_string("meetings/_status.html", {"group": group, "place": place})
    parts = [_keyed("status", status)]
    for heading, cards in wall.parts:
        if heading is not None and cards:
            title = format_html('<h2 class="wall-heading">{}</h2>', heading.title)
            parts.append(_keyed(f"h{heading.pk}", title))
        parts += [_piece(_face(card, most), most > 0, *look(card), language) for card in cards]
    if not wall.cards:
        silent = group.phase == Group.Phase.SILENT and place == "screen"
        written = group.contributions.filter(hidden=None).count() if silent else 0
        about = {"phase": group.phase, "place": place, "written": written}
        empty = render_to_string("meetings/_no_cards.html", about)
        parts.append(_keyed("none", empty))
    return mark_safe("".join(parts))  # noqa: S308 - made by templates, which escape


def _face(each: WallCard, most: int) -> Face:
    card = each.card
    return Face(
        pk=card.pk, kind=card.kind, title=card.title,
        description=Truncator(card.description).chars(SHOWN),
        unit=card.agency.label if card.agency else "",
        sector=card.author.sector if card.author else "",
        edited=card.original is not None,
        merged=tuple(other.title for other in each.merged),
        supports=len(each.supporters), comments=each.comments,
        votes=card.votes, share=round(100 * card.votes / most) if most else 0,
    )  # fmt: skip


@lru_cache(maxsize=4000)
def _piece(face: Face, result: bool, template: str, state: str, where: Any, _language: str) -> str:  # noqa: FBT001
    sectors = dict(SECTORS)
    context = {
        "card": face,
        "kind": Contribution.Kind(face.kind).label,
        "sector": sectors.get(face.sector, ""),
        "result": result,
        "state": state,
        "where": where,
    }
    return _keyed(f"c{face.pk}", render_to_string(f"meetings/{template}.html", context))


def _keyed(key: str, html: str) -> str:
    """A part that live.js finds again by key, and replaces only where its words differ."""
    mark = zlib.crc32(html.encode())
    return f'<div class="wall-part" id="{key}" data-key="{key}" data-v="{mark:x}">{html}</div>'
