"""What those who lead a group do with its wall; nothing that was written is ever lost."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_facilitate
from selaras.meetings.actions.setup import require_open
from selaras.meetings.actions.voting import close_vote, recount
from selaras.meetings.actions.wall import check_words, touch
from selaras.meetings.models import Contribution, Group
from selaras.meetings.rules import NotMerged, Phase, State, merged

ORIGINAL = ("title", "description", "kind")


@transaction.atomic
def set_phase(*, by: Any, group: Group, phase: str, minutes: int | None = None) -> Group:
    """Lead the group on, or back; closing counts the dots, opening again hides the result.

    `minutes` sets the clock of the room; it changes nothing by itself.
    """
    group = _led(by, group)
    if group.meeting.state == State.PREPARING:
        raise Refused(_("The meeting is still being prepared. Open its doors first."))
    before, group.phase = group.phase, phase
    group.phase_ends = timezone.now() + timedelta(minutes=minutes) if minutes else None
    group.save(update_fields=["phase", "phase_ends"])
    if phase == Phase.DONE != before:
        close_vote(group)
    content = {"group": group.pk, "phase": [before, phase], "minutes": minutes or 0}
    _settle(group, by, "meetings.phase", group.meeting, content)
    return group


@transaction.atomic
def merge_cards(*, by: Any, group: Group, root: int, cards: Iterable[int]) -> int:
    """Put cards under another; returns how many moved (none: they were there already).

    Raises:
        Refused: somebody merged one of them elsewhere meanwhile, or took it away.
    """
    group = _led(by, group)
    _require_no_vote(group)
    wanted = set(cards)
    chosen = _chosen(group, {root, *wanted}, merged_too=True)
    every = Contribution.objects.select_for_update().filter(group=group).order_by("pk")
    parents = dict(every.values_list("pk", "merged_into_id"))
    try:
        changes = merged(parents, root, sorted(wanted))
    except NotMerged as stale:
        title = chosen[stale.card].title
        raise Refused(
            _("“%(card)s” was merged into another card meanwhile. Look at the wall again.")
            % {"card": title}
        ) from stale
    Contribution.objects.filter(pk__in=changes).update(merged_into_id=root, heading=None)
    if changes:
        content = {"group": group.pk, "cards": sorted(changes)}
        _settle(group, by, "meetings.merged", chosen[root], content)
    return len(changes)


@transaction.atomic
def unmerge_card(*, by: Any, card: Contribution) -> None:
    """Let a merged card stand by itself again."""
    group = _led(by, card.group)
    root = card.merged_into_id
    freed = group.contributions.filter(pk=card.pk).exclude(merged_into=None)
    if freed.update(merged_into=None):
        content = {"group": group.pk, "from": root}
        _settle(group, by, "meetings.unmerged", card, content)


@transaction.atomic
def edit_card(*, by: Any, card: Contribution, title: str, description: str, kind: str) -> None:
    """Change the words; those first written are kept and shown."""
    group = _led(by, card.group)
    title, description = title.strip(), description.strip()
    check_words(title, description)
    card = Contribution.objects.select_for_update().get(pk=card.pk)
    before = {name: getattr(card, name) for name in ORIGINAL}
    after = {"title": title, "description": description, "kind": kind}
    if before == after:
        return
    card.original = card.original or before
    card.title, card.description, card.kind = title, description, kind
    card.save(update_fields=["original", *ORIGINAL])
    content = {"changes": ledger.changes(before, after)}
    _settle(group, by, "meetings.edited", card, content)


@transaction.atomic
def hide_cards(*, by: Any, group: Group, cards: Iterable[int], hidden: bool) -> int:
    """Take cards off the wall, or put them back; they stay in the records of the meeting."""
    group = _led(by, group)
    found = group.contributions.filter(pk__in=set(cards), hidden__isnull=hidden)
    kept = list(found)
    found.update(hidden=timezone.now() if hidden else None)
    for card in kept:
        kind = "meetings.hidden" if hidden else "meetings.shown"
        ledger.record(by=by, kind=kind, subject=card, content={"group": group.pk})
    if kept:
        _refresh(group)
    return len(kept)


@transaction.atomic
def move_cards(*, by: Any, group: Group, cards: Iterable[int], target: Group) -> int:
    """Give cards, with what is merged into them, to another group of the meeting."""
    group = _led(by, group)
    if target.meeting_id != group.meeting_id or target.pk == group.pk:
        raise Refused(_("Choose another group of this meeting."))
    target = Group.objects.select_for_update(no_key=True).get(pk=target.pk)
    for each in (group, target):
        _require_no_vote(each)
    chosen = _chosen(group, cards)
    whole = Contribution.objects.filter(group=group)
    moved = whole.filter(pk__in=chosen) | whole.filter(merged_into__in=chosen)
    values: dict[str, Any] = {"group": target, "heading": None}
    if target.dimension_id is not None and target.dimension_id != group.dimension_id:
        values |= {"dimension_id": target.dimension_id, "subdimension": None}
    count = Contribution.objects.filter(pk__in=list(moved.values_list("pk", flat=True))).update(
        **values
    )
    _refresh(target)
    content = {"from": group.pk, "to": target.pk, "cards": sorted(chosen)}
    _settle(group, by, "meetings.moved", group.meeting, content)
    return count


def _led(by: Any, group: Group) -> Group:
    """The group, locked: of two who lead it, the second sees what the first has done."""
    require(can_facilitate(by, group))
    require_open(group.meeting)
    found = Group.objects.select_for_update(of=("self",), no_key=True).select_related("meeting")
    return found.get(pk=group.pk)


def _require_no_vote(group: Group) -> None:
    """Dots lie on the cards as they stand: nobody puts another card under them unseen."""
    if group.phase == Phase.VOTING:
        raise Refused(_("People are voting on these cards. Merge or move them before or after."))


def _chosen(
    group: Group, cards: Iterable[int], *, merged_too: bool = False
) -> dict[int, Contribution]:
    """The cards by key. One that was merged meanwhile stands in another: it is not dealt with
    alone, or it would be on no wall at all.
    """
    wanted = set(cards)
    standing = group.contributions.filter(pk__in=wanted, hidden=None)
    if not merged_too:
        standing = standing.filter(merged_into=None)
    found = {card.pk: card for card in standing}
    if not wanted:
        raise Refused(_("Choose at least one card."))
    if found.keys() != wanted:
        raise Refused(_("A card is no longer on this wall. Look at the wall again."))
    return found


def _settle(group: Group, by: Any, kind: str, subject: Any, content: dict[str, Any]) -> None:
    ledger.record(by=by, kind=kind, subject=subject, content=content)
    _refresh(group)


def _refresh(group: Group) -> None:
    """The phones look again, and the votes follow the cards."""
    recount(group)
    touch(group)
