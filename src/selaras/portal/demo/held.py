"""A meeting of the demo as it is held."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selaras.meetings.models import Contribution, Group, Meeting, Participant
from selaras.organisations.models import Agency, User
from selaras.portal.demo import people
from selaras.strategy.models import Round

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://selaras.example/demo/fgd")


@dataclass
class Held:
    """One meeting while it is played; `source` is its part of meetings.json."""

    source: Mapping[str, Any]
    common: Mapping[str, Any]
    cards: Sequence[Mapping[str, Any]]  # what the groups bring forward
    round: Round
    users: Mapping[str, User]
    units: Sequence[Agency]  # those that are invited
    meeting: Meeting = field(init=False)
    groups: dict[str, Group] = field(default_factory=dict)  # by the code of the dimension
    phones: dict[str, list[Participant]] = field(default_factory=dict)
    written: dict[str, Contribution] = field(default_factory=dict)  # by title

    def __post_init__(self) -> None:
        self.by_name = {each.slug: each for each in self.units}
        self.by_name |= {each.name: each for each in self.units}

    @property
    def planner(self) -> User:
        return self.users[people.ACCOUNTS[0].email]

    @property
    def chair(self) -> User:
        return self.users[people.head_email("bappeda")]

    def leader(self, code: str) -> User:
        return self.users[people.officer_email(self.common["staff"][code][0])]

    def key(self, *parts: object) -> uuid.UUID:
        """The same for the same part of the same meeting, so that two demos are alike."""
        return uuid.uuid5(SPACE, "/".join(str(part) for part in (self.source["key"], *parts)))

    def speaker(self, code: str, name: str) -> Participant:
        """The phone of a unit in a group."""
        agency = self.by_name[name]
        return next(each for each in self.phones[code] if each.agency_id == agency.pk)

    def speakers(self) -> Iterator[tuple[str, str]]:
        """(dimension, unit) of all that is written."""
        titles = {row["title"]: row["dimension"] for row in self.cards}
        for row in self.cards:
            yield row["dimension"], row["raised_by"]
        for row in self.source["duplicates"]:
            yield titles[row["of"]], row["raised_by"]
