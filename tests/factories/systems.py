import factory
from factory.django import DjangoModelFactory

from selaras.systems.models import Interface, System


class SystemFactory(DjangoModelFactory):
    """Give `round` and `agency`."""

    class Meta:
        model = System

    name = factory.Sequence(lambda number: f"Aplikasi {number}")
    description = "Pendaftaran pasien."


class InterfaceFactory(DjangoModelFactory):
    """Give `round`, `source` and `target`."""

    class Meta:
        model = Interface

    data = factory.Sequence(lambda number: f"Data {number}")
