"""What the groups said, written down by the planner or uploaded; each card becomes a need."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.files import store
from selaras.core.models import StoredFile
from selaras.core.registry import Consumed
from selaras.lib.indonesia import long_date
from selaras.meetings.access import can_run
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.types import Card
from selaras.meetings.workbook import read_cards
from selaras.needs.actions import take_in_needs
from selaras.needs.models import Need
from selaras.needs.types import NeedRow, Origin
from selaras.strategy.models import Dimension

CARD_FIELDS = ("title", "kind", "description", "subdimension_id", "agency_id", "votes")


@transaction.atomic
def add_contributions(
    *,
    by: Any,
    meeting: Meeting,
    dimension: Dimension,
    rows: Sequence[Card],
    file: StoredFile | None = None,
) -> Consumed:
    """Write down what one group said; each card becomes a need with the meeting as evidence.

    A row key that is known already corrects its contribution, so a repeat doubles nothing.
    """
    require(can_run(by))
    require_open(meeting)
    if dimension.edition_id != meeting.round.edition_id:
        raise Refused(_("Choose a dimension of this round."))
    _keep(_group_for(meeting, dimension), rows, file)
    taken = take_in_needs(
        by=by,
        round=meeting.round,
        origin=_origin(meeting, dimension, file),
        rows=[_need_row(meeting, dimension, card) for card in rows],
    )
    _link_needs(meeting, rows)
    if taken.created or taken.updated:
        content = {"group": dimension.code, "new": taken.created, "changed": taken.updated}
        ledger.record(by=by, kind="meetings.contributed", subject=meeting, content=content)
    return taken


@transaction.atomic
def upload_contributions(*, by: Any, meeting: Meeting, name: str, data: bytes) -> Consumed:
    """Take the cards of all groups in from a workbook, wholly or not at all.

    Raises:
        ImportRefused: with every problem of the workbook.
    """
    require(can_run(by))
    file = store(name=name, data=data, accepted=("xlsx",), by=by)
    total = Consumed()
    for dimension, cards in read_cards(meeting, data):
        taken = add_contributions(
            by=by, meeting=meeting, dimension=dimension, rows=cards, file=file
        )
        total = Consumed(
            total.created + taken.created,
            total.updated + taken.updated,
            total.unchanged + taken.unchanged,
        )
    return total


def source_key(meeting: Meeting, row_key: str) -> str:
    return f"fgd/{meeting.pk}/{row_key}"


def _group_for(meeting: Meeting, dimension: Dimension) -> Group:
    """The group that works on a dimension; made when the meeting has none yet."""
    found = meeting.groups.filter(dimension=dimension).first()
    values = {"dimension": dimension, "position": dimension.position}
    return found or meeting.groups.get_or_create(name=dimension.label, defaults=values)[0]


def _keep(group: Group, rows: Sequence[Card], file: StoredFile | None) -> None:
    """The contributions themselves, in the group's own words."""
    meeting, keys = group.meeting, [card.row_key for card in rows]
    known = {each.row_key: each for each in meeting.contributions.filter(row_key__in=keys)}
    fresh, changed = [], []
    for card in rows:
        values = {name: getattr(card, name) for name in CARD_FIELDS}
        values |= {"dimension_id": group.dimension_id, "group_id": group.pk}
        contribution = known.get(card.row_key)
        if contribution is None:
            contribution = Contribution(
                meeting=meeting, row_key=card.row_key, file=file, locator=card.locator, **values
            )
            fresh.append(contribution)
        elif any(getattr(contribution, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(contribution, name, value)
            contribution.file, contribution.locator = file, card.locator
            changed.append(contribution)
    Contribution.objects.bulk_create(fresh, batch_size=300)
    fields = [name.removesuffix("_id") for name in (*CARD_FIELDS, "dimension", "group")]
    Contribution.objects.bulk_update(changed, [*fields, "file", "locator"], batch_size=200)


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


def _origin(meeting: Meeting, dimension: Dimension, file: StoredFile | None) -> Origin:
    """The evidence that reads “FGD 8 Oktober 2019, kelompok Smart Living”."""
    with translation.override(settings.LANGUAGE_CODE):
        label = _("%(kind)s of %(day)s, group %(group)s") % {
            "kind": _short_kind(meeting),
            "day": long_date(meeting.held_on),
            "group": dimension.label,
        }
    return Origin(
        kind="fgd",
        label=label,
        url=f"{meeting.get_absolute_url()}#{dimension.code}",
        file_id=file.pk if file else None,
        object_type="meetings.meeting",
        object_id=str(meeting.pk),
        demo=meeting.is_demo,
    )


def _short_kind(meeting: Meeting) -> str:
    """FGD is known by its letters; other kinds are written out."""
    if meeting.kind == Meeting.Kind.FGD:
        return "FGD"
    name = str(meeting.get_kind_display())
    return name[:1].upper() + name[1:]


def _need_row(meeting: Meeting, dimension: Dimension, card: Card) -> NeedRow:
    with translation.override(settings.LANGUAGE_CODE):
        votes = _("%(votes)s votes") % {"votes": card.votes} if card.votes else ""
    locator = ", ".join(part for part in (card.locator, votes) if part)
    words = f"{card.title}: {card.description}" if card.description else card.title
    return NeedRow(
        source_key=source_key(meeting, card.row_key),
        kind=card.kind,
        title=card.title,
        description=card.description,
        dimension_id=dimension.pk,
        subdimension_id=card.subdimension_id,
        agency_id=card.agency_id,
        locator=locator,
        quote=words,
    )
