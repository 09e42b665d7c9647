from collections.abc import Iterable

from django.db.models import QuerySet

from selaras.core.registry import SearchDocument
from selaras.strategy.models import Round
from selaras.systems.models import System


def systems_of_round(round: Round) -> QuerySet[System]:
    return System.objects.filter(round=round).select_related("agency")


def system_document(system: System) -> SearchDocument:
    """What the search knows of a system; `system.agency` must be loaded."""
    return SearchDocument(
        kind="systems",
        object_id=str(system.pk),
        title=system.name,
        body=f"{system.description} {system.data_held} {system.agency.name}",
        url=system.get_absolute_url(),
    )


def system_documents() -> Iterable[SearchDocument]:
    for system in System.objects.select_related("agency").iterator(chunk_size=1000):
        yield system_document(system)
