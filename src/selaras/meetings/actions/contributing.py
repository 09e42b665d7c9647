"""What the groups said, written down by the planner or taken in; a card becomes a need."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.models import StoredFile
from selaras.core.registry import Consumed
from selaras.meetings.access import can_run
from selaras.meetings.actions.board import ORIGINAL
from selaras.meetings.actions.evidence import Batch
from selaras.meetings.actions.setup import require_open
from selaras.meetings.actions.voting import recount
from selaras.meetings.actions.wall import touch
from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.queries.paper import CARD_FIELDS, CardPlan, counted, plan_cards
from selaras.meetings.types import Becoming, Card
from selaras.needs.models import Need
from selaras.strategy.models import Dimension


@transaction.atomic
def add_contributions(
    *,
    by: Any,
    meeting: Meeting,
    dimension: Dimension,
    rows: Sequence[Card],
    file: StoredFile | None = None,
) -> Consumed:
    """Write down what the group of a dimension said; each card becomes a need."""
    require(can_run(by))
    require_open(meeting)
    if dimension.edition_id != meeting.round.edition_id:
        raise Refused(_("Choose a dimension of this round."))
    group = group_for(meeting, dimension)
    return take_cards(by=by, group=group, rows=rows, file=file)[1]


@transaction.atomic
def take_cards(
    *,
    by: Any,
    group: Group,
    rows: Sequence[Card],
    file: StoredFile | None = None,
    make_needs: bool = True,
) -> tuple[Consumed, Consumed]:
    """Keep the cards of a group; what became of them, and of the needs made with the meeting as
    evidence. A card of a group without dimension, and without one of its own, makes no need; nor
    does one of the wall, which is chosen under “Conclusions”.

    A row key that is known already corrects its contribution, so a repeat doubles nothing.

    Raises:
        Refused: needs are to be made while the group is voting.
    """
    meeting = group.meeting
    require(can_run(by))
    require_open(meeting)
    walls = _locked(meeting)
    group = walls[group.pk]
    plans = plan_cards(meeting, group, group.dimension_id, rows)
    wanted = [plan.card.row_key for plan in plans if make_needs and _is_paper(plan, file)]
    stirred = _stirred(group, plans)
    _keep(group, plans, file)
    for pk in sorted(stirred):
        recount(walls[pk])
        touch(walls[pk])
    kept, taken = counted(plans), _make_needs(by, group, wanted, file)
    if any((kept.created, kept.updated, taken.created, taken.updated)):
        content = {"group": group.name, "new": kept.created, "changed": kept.updated}
        ledger.record(by=by, kind="meetings.contributed", subject=meeting, content=content)
    return kept, taken


def group_for(meeting: Meeting, dimension: Dimension) -> Group:
    """The group that works on a dimension; made when the meeting has none yet."""
    found = meeting.groups.filter(dimension=dimension).first()
    values = {"dimension": dimension, "position": dimension.position}
    return found or meeting.groups.get_or_create(name=dimension.label, defaults=values)[0]


def _locked(meeting: Meeting) -> dict[int, Group]:
    """The groups of a meeting: nobody changes a card while a workbook corrects it."""
    found = meeting.groups.select_for_update(of=("self",), no_key=True).select_related("dimension")
    walls = {group.pk: group for group in found.order_by("pk")}
    for group in walls.values():
        group.meeting = meeting
    return walls


def _stirred(group: Group, plans: Sequence[CardPlan]) -> set[int]:
    """The groups whose walls will look otherwise."""
    changed = [plan for plan in plans if plan.changes]
    moved = [plan.known for plan in changed if plan.known and "group_id" in plan.changes]
    return {card.group_id for card in moved} | {group.pk for _plan in changed}


def _is_paper(plan: CardPlan, file: StoredFile | None) -> bool:
    """Whether a card came from paper, stands, and does not back a need that was known before."""
    known = plan.known
    if known is None:
        return True
    if known.author_id or known.written_by_id or known.known_need_id:
        return False
    typed = file is None or known.need_id is not None or known.file_id is not None
    return typed and known.merged_into_id is None and known.hidden is None


def _keep(group: Group, plans: Sequence[CardPlan], file: StoredFile | None) -> None:
    """The contributions themselves, in the group's own words."""
    fresh, changed, moved = [], [], []
    for plan in plans:
        if plan.known is None:
            place = {"row_key": plan.card.row_key, "file": file, "locator": plan.card.locator}
            fresh.append(Contribution(meeting=group.meeting, **place, **plan.changes))
        elif plan.changes:
            _keep_original(plan.known, plan.changes)
            for name, value in plan.changes.items():
                setattr(plan.known, name, value)
            plan.known.file, plan.known.locator = file, plan.card.locator
            changed.append(plan.known)
            if "group_id" in plan.changes:
                plan.known.heading = plan.known.merged_into = None
                moved.append(plan.known.pk)
    Contribution.objects.bulk_create(fresh, batch_size=300)
    fields = [*(name.removesuffix("_id") for name in CARD_FIELDS), "dimension", "group"]
    fields += ["paper_votes", "heading", "merged_into", "file", "locator"]
    Contribution.objects.bulk_update(changed, fields, batch_size=200)
    Contribution.objects.filter(merged_into__in=moved).update(group=group, heading=None)
    reworded = [card for card in changed if card.original]
    Contribution.objects.bulk_update(reworded, ["original"], batch_size=200)


def _keep_original(card: Contribution, changes: Mapping[str, Any]) -> None:
    """What somebody wrote on the wall; a slip in typing from paper is nobody's words."""
    on_wall = card.author_id or card.written_by_id
    if on_wall and card.original is None and changes.keys() & set(ORIGINAL):
        card.original = {name: getattr(card, name) for name in ORIGINAL}


def _make_needs(
    by: Any, group: Group, row_keys: Sequence[str], file: StoredFile | None
) -> Consumed:
    found = group.contributions.filter(row_key__in=row_keys, kind__in=Need.Kind.values)
    cards = [card for card in found.order_by("pk") if card.dimension_id or group.dimension_id]
    asked = {card.pk: Becoming(card.pk, None, card.subdimension_id) for card in cards}
    return Batch(by, group, cards, asked, file).make() if cards else Consumed()
