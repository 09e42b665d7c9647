import factory
from factory.django import DjangoModelFactory

from selaras.systems.models import System


class SystemFactory(DjangoModelFactory):
    """Give `round` and `agency`."""

    class Meta:
        model = System

    name = factory.Sequence(lambda number: f"Aplikasi {number}")
    description = "Pendaftaran pasien."
