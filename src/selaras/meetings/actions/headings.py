"""Headings of a board, and the cards under them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from selaras.core.errors import Refused
from selaras.meetings.actions.board import _chosen, _led, _settle
from selaras.meetings.models import Group, Heading


@transaction.atomic
def put_under(*, by: Any, group: Group, cards: Iterable[int], heading: Heading | None) -> int:
    group = _led(by, group)
    if heading is not None and heading.group_id != group.pk:
        raise Refused(_("Choose a heading of this group."))
    chosen = _chosen(group, cards)
    group.contributions.filter(pk__in=chosen).update(heading=heading)
    content = {"group": group.pk, "heading": heading.pk if heading else 0, "cards": sorted(chosen)}
    _settle(group, by, "meetings.gathered", group.meeting, content)
    return len(chosen)


@transaction.atomic
def add_heading(*, by: Any, group: Group, title: str) -> Heading:
    group = _led(by, group)
    last = group.headings.aggregate(last=Max("position"))["last"]
    made = Heading.objects.create(
        group=group, title=_heading_title(title), position=0 if last is None else last + 1
    )
    _settle(group, by, "meetings.heading", group.meeting, {"group": group.pk, "new": made.pk})
    return made


@transaction.atomic
def arrange_headings(
    *, by: Any, group: Group, order: Sequence[tuple[int, str]], dropped: Iterable[int] = ()
) -> None:
    """Rename and order the headings as (id, title); cards of a dropped one lose it, no more."""
    group = _led(by, group)
    known = {heading.pk: heading for heading in group.headings.select_for_update()}
    gone = known.keys() & set(dropped)
    for position, (pk, title) in enumerate(order):
        if pk in known and pk not in gone:
            known[pk].title, known[pk].position = _heading_title(title), position
            known[pk].save(update_fields=["title", "position"])
    group.headings.filter(pk__in=gone).delete()
    content = {"group": group.pk, "order": [pk for pk, _title in order], "dropped": sorted(gone)}
    _settle(group, by, "meetings.heading", group.meeting, content)


def _heading_title(title: str) -> str:
    title = title.replace("\0", "").strip()
    if not 0 < len(title) <= 120:
        raise Refused(_("A heading has 1 to 120 characters."), field="title")
    return title
