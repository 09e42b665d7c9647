import factory
from factory.django import DjangoModelFactory

from selaras.surveys.models import Response, Survey


class SurveyFactory(DjangoModelFactory):
    """Give `round`."""

    class Meta:
        model = Survey

    name = factory.Sequence(lambda number: f"Survei {number}")


class ResponseFactory(DjangoModelFactory):
    """Give `survey` and `agency`."""

    class Meta:
        model = Response
