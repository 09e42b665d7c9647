"""The one place where cards become needs, or evidence for needs that were known before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.errors import Refused
from selaras.core.models import StoredFile
from selaras.core.registry import Consumed
from selaras.lib.indonesia import long_date
from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.queries import sectors_of, short_kind, words_of
from selaras.meetings.rules import Phase
from selaras.meetings.types import Becoming
from selaras.needs.actions import Place, support_needs, take_in_needs
from selaras.needs.models import Need
from selaras.needs.types import NeedRow, Origin
from selaras.strategy.models import Dimension


@dataclass(frozen=True)
class Batch:
    """The chosen cards of one group, which share their source; `file` is the one they came in.

    Raises:
        Refused: the group is voting, so its cards have no votes to show yet.
    """

    by: Any
    group: Group
    cards: Sequence[Contribution]
    asked: Mapping[int, Becoming]
    file: StoredFile | None = None

    def __post_init__(self) -> None:
        if self.group.phase == Phase.VOTING:
            text = _(
                "The group %(group)s is voting. Close the voting first: a need keeps its votes."
            )
            raise Refused(text % {"group": self.group.name})

    @property
    def meeting(self) -> Meeting:
        return self.group.meeting

    @cached_property
    def sectors(self) -> dict[int, list[str]]:
        with translation.override(settings.LANGUAGE_CODE):
            return sectors_of(self.cards)

    @cached_property
    def words(self) -> dict[int, str]:
        return words_of(self.cards)

    @cached_property
    def places(self) -> set[tuple[int, int | None]]:
        """The dimensions of the round, alone and with each of their sub-dimensions."""
        edition = Dimension.objects.filter(edition_id=self.meeting.round.edition_id)
        found = set(edition.values_list("pk", "subdimensions"))
        return found | {(dimension, None) for dimension, _sub in found}

    def make(self) -> Consumed:
        """New needs of those that are not the same as a known one."""
        cards = [card for card in self.cards if not self.asked[card.pk].same_as]
        if not cards:
            return Consumed()
        keys = {source_key(self.meeting, card.row_key): card for card in cards}
        taken = take_in_needs(
            by=self.by,
            round=self.meeting.round,
            origin=self._origin(),
            rows=[self._row(key, card) for key, card in keys.items()],
        )
        for need in Need.objects.filter(round=self.meeting.round, source_key__in=keys):
            keys[need.source_key].need = need
        Contribution.objects.bulk_update(cards, ["need"], batch_size=300)
        return taken

    def link(self) -> int:
        """Evidence for the known needs that were named."""
        wanted = {card: self.asked[card.pk].same_as for card in self.cards}
        wanted = {card: pk for card, pk in wanted.items() if pk}
        if not wanted:
            return 0
        needs = Need.objects.filter(round=self.meeting.round).in_bulk(list(wanted.values()))
        if any(pk not in needs for pk in wanted.values()):
            raise Refused(_("Choose a need of this round."))
        places = []
        for card, pk in wanted.items():
            card.known_need = needs[pk or 0]
            places.append(Place(card.known_need, self._place(card), self.words[card.pk]))
        support_needs(by=self.by, origin=self._origin(), places=places)
        Contribution.objects.bulk_update(list(wanted), ["known_need"], batch_size=300)
        return len(wanted)

    def _row(self, key: str, card: Contribution) -> NeedRow:
        choice = self.asked[card.pk]
        dimension_id = choice.dimension_id or card.dimension_id or self.group.dimension_id
        if dimension_id is None:
            raise Refused(_("Choose a dimension for “%(title)s”.") % {"title": card.title})
        if (dimension_id, choice.subdimension_id) not in self.places:
            raise Refused(_("Choose a dimension of this round, and a sub-dimension of it."))
        return NeedRow(
            source_key=key,
            kind=card.kind,
            title=card.title,
            description=card.description,
            dimension_id=dimension_id,
            subdimension_id=choice.subdimension_id,
            agency_id=card.agency_id,
            locator=self._place(card),
            quote=self.words[card.pk],
        )

    def _place(self, card: Contribution) -> str:
        """Who said it, by role, and how many votes it had."""
        with translation.override(settings.LANGUAGE_CODE):
            votes = ngettext("%(votes)s vote", "%(votes)s votes", card.votes)
            parts = [card.locator, ", ".join(self.sectors.get(card.pk, []))]
            parts.append(votes % {"votes": card.votes} if card.votes else "")
            return "; ".join(part for part in parts if part)

    def _origin(self) -> Origin:
        """The source that reads “FGD 8 Oktober 2019, kelompok Smart Living”."""
        group, meeting = self.group, self.meeting
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
            file_id=self.file.pk if self.file else None,
            object_type="meetings.meeting",
            object_id=str(meeting.pk),
            demo=meeting.is_demo,
        )


def source_key(meeting: Meeting, row_key: str) -> str:
    return f"fgd/{meeting.pk}/{row_key}"
