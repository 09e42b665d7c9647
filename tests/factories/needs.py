import factory
from factory.django import DjangoModelFactory

from selaras.needs.models import Need


class NeedFactory(DjangoModelFactory):
    """Give `round` and `dimension`."""

    class Meta:
        model = Need

    title = factory.Sequence(lambda number: f"Kebutuhan {number}")
    description = "Antrean di puskesmas terlalu panjang."
