from datetime import date

import factory
from factory.django import DjangoModelFactory

from selaras.meetings.models import Meeting


class MeetingFactory(DjangoModelFactory):
    """Give `round`."""

    class Meta:
        model = Meeting

    title = factory.Sequence(lambda number: f"FGD {number}")
    held_on = date(2019, 10, 8)
