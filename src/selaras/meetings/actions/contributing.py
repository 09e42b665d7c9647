"""What the groups said, written down by the planner or taken in; a card becomes a need."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.models import StoredFile
from selaras.core.registry import Consumed
from selaras.lib.indonesia import long_date
from selaras.meetings.access import can_run
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.queries import short_kind
from selaras.meetings.queries.paper import CARD_FIELDS, counted, plan_cards
from selaras.meetings.types import Card
from selaras.needs.actions import take_in_needs
from selaras.needs.models import Need
from selaras.needs.types import NeedRow, Origin
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
    evidence. A card of a group without dimension, and without one of its own, makes no need.

    A row key that is known already corrects its contribution, so a repeat doubles nothing.
    """
    meeting = group.meeting
    require(can_run(by))
    require_open(meeting)
    kept, taken = _keep(group, rows, file), Consumed()
    wanted = [
        (card, group.dimension_id or card.dimension_id)
        for card in rows
        if make_needs and card.kind in Need.Kind.values
    ]
    ready = [(card, dimension_id) for card, dimension_id in wanted if dimension_id]
    if ready:
        taken = take_in_needs(
            by=by,
            round=meeting.round,
            origin=origin_of(group, file),
            rows=[_need_row(meeting, dimension_id, card) for card, dimension_id in ready],
        )
        _link_needs(meeting, rows)
    if any((kept.created, kept.updated, taken.created, taken.updated)):
        content = {"group": group.name, "new": kept.created, "changed": kept.updated}
        ledger.record(by=by, kind="meetings.contributed", subject=meeting, content=content)
    return kept, taken


def source_key(meeting: Meeting, row_key: str) -> str:
    return f"fgd/{meeting.pk}/{row_key}"


def group_for(meeting: Meeting, dimension: Dimension) -> Group:
    """The group that works on a dimension; made when the meeting has none yet."""
    found = meeting.groups.filter(dimension=dimension).first()
    values = {"dimension": dimension, "position": dimension.position}
    return found or meeting.groups.get_or_create(name=dimension.label, defaults=values)[0]


def _keep(group: Group, rows: Sequence[Card], file: StoredFile | None) -> Consumed:
    """The contributions themselves, in the group's own words."""
    plans = plan_cards(group.meeting, group, group.dimension_id, rows)
    fresh, changed = [], []
    for plan in plans:
        if plan.known is None:
            place = {"row_key": plan.card.row_key, "file": file, "locator": plan.card.locator}
            fresh.append(Contribution(meeting=group.meeting, **place, **plan.changes))
        elif plan.changes:
            for name, value in plan.changes.items():
                setattr(plan.known, name, value)
            plan.known.file, plan.known.locator = file, plan.card.locator
            changed.append(plan.known)
    Contribution.objects.bulk_create(fresh, batch_size=300)
    fields = [name.removesuffix("_id") for name in (*CARD_FIELDS, "dimension", "group")]
    Contribution.objects.bulk_update(changed, [*fields, "file", "locator"], batch_size=200)
    return counted(plans)


def _link_needs(meeting: Meeting, rows: Sequence[Card]) -> None:
    """Point each contribution at the need that it became."""
    keys = {source_key(meeting, card.row_key): card.row_key for card in rows}
    found = Need.objects.filter(round=meeting.round, source_key__in=keys)
    needs = dict(found.values_list("source_key", "pk"))
    by_row = {keys[key]: pk for key, pk in needs.items()}
    waiting = list(meeting.contributions.filter(row_key__in=by_row, need=None))
    for contribution in waiting:
        contribution.need_id = by_row[contribution.row_key]
    Contribution.objects.bulk_update(waiting, ["need"], batch_size=300)


def origin_of(group: Group, file: StoredFile | None = None) -> Origin:
    """The evidence that reads “FGD 8 Oktober 2019, kelompok Smart Living”."""
    meeting = group.meeting
    with translation.override(settings.LANGUAGE_CODE):
        label = _("%(kind)s of %(day)s, group %(group)s") % {
            "kind": short_kind(meeting),
            "day": long_date(meeting.held_on),
            "group": group.name,
        }
    anchor = group.dimension.code if group.dimension else group.pk
    return Origin(
        kind="fgd",
        label=label,
        url=f"{meeting.get_absolute_url()}#{anchor}",
        file_id=file.pk if file else None,
        object_type="meetings.meeting",
        object_id=str(meeting.pk),
        demo=meeting.is_demo,
    )


def _need_row(meeting: Meeting, dimension_id: int, card: Card) -> NeedRow:
    with translation.override(settings.LANGUAGE_CODE):
        votes = _("%(votes)s votes") % {"votes": card.votes} if card.votes else ""
    locator = ", ".join(part for part in (card.locator, votes) if part)
    words = f"{card.title}: {card.description}" if card.description else card.title
    return NeedRow(
        source_key=source_key(meeting, card.row_key),
        kind=card.kind,
        title=card.title,
        description=card.description,
        dimension_id=dimension_id,
        subdimension_id=card.subdimension_id,
        agency_id=card.agency_id,
        locator=locator,
        quote=words,
    )
