"""What the cells of a meeting's workbook may say, and what it means."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from selaras.meetings.models import Contribution, Group, Meeting
from selaras.meetings.queries import dimensions_of
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Subdimension


@dataclass(frozen=True)
class Place:
    """A group of the meeting, or a dimension for which a group is made when something comes in."""

    name: str
    group: Group | None
    dimension: Dimension | None
    seed: str  # what makes the names of its rows differ from those of other groups


class Lists:
    def __init__(self, meeting: Meeting) -> None:
        self.places: dict[str, Place] = {}
        self.aliases: list[tuple[str, str]] = []  # a dimension's label for its renamed group
        self._find_places(meeting)
        subs = Subdimension.objects.filter(dimension__edition_id=meeting.round.edition_id)
        self.subdimensions = {
            f"{sub.dimension.label} · {sub.name_id}": sub
            for sub in subs.select_related("dimension")
        }
        self.agencies = {agency.name: agency for agency in Agency.objects.current()}
        for agency in _units_of(meeting):  # also those that ended since
            self.agencies.setdefault(agency.name, agency)
        self.kinds = {str(label): value for value, label in Contribution.Kind.choices}

    def _find_places(self, meeting: Meeting) -> None:
        taken: set[int] = set()
        for group in meeting.groups.select_related("dimension"):
            dimension = group.dimension
            first = dimension is not None and dimension.pk not in taken
            seed = dimension.code if dimension and first else f"group-{group.pk}"
            self.places[group.name] = Place(group.name, group, dimension, seed)
            if dimension is not None and first:
                taken.add(dimension.pk)
                if dimension.label != group.name:
                    self.aliases.append((dimension.label, group.name))
        for each in dimensions_of(meeting.round):
            if each.pk not in taken:
                self.places.setdefault(each.label, Place(each.label, None, each, each.code))


def _units_of(meeting: Meeting) -> QuerySet[Agency]:
    """The units that stand in its rows."""
    said = meeting.contributions.exclude(agency=None).values("agency")
    came = meeting.attendances.exclude(agency=None).values("agency")
    return Agency.objects.filter(Q(pk__in=said) | Q(pk__in=came))
