from datetime import date

import factory
from factory.django import DjangoModelFactory

from selaras.meetings.models import Meeting
from selaras.strategy.models import Dimension


class MeetingFactory(DjangoModelFactory):
    """Give `round`."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    @factory.post_generation
    def groups(self, create: bool, _given: object) -> None:
        """One per dimension, as the action makes them."""
        if create:
            for each in Dimension.objects.filter(edition=self.round.edition):
                self.groups.create(name=each.label, dimension=each, position=each.position)

    title = factory.Sequence(lambda number: f"FGD {number}")
    held_on = date(2019, 10, 8)
