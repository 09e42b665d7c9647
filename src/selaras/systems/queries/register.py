"""The systems and interfaces of a round."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from selaras.core.registry import SearchDocument
from selaras.strategy.models import Round
from selaras.systems.models import Appraisal, Interface, ReferenceCode, System

CODES = ("application_code", "service_code", "process_code", "data_code")


def systems_of_round(round: Round) -> QuerySet[System]:
    return System.objects.filter(round=round).select_related("agency", *CODES)


def interfaces_of_round(round: Round) -> QuerySet[Interface]:
    return Interface.objects.filter(round=round).select_related(
        "source__agency", "target__agency", "data_code"
    )


def interfaces_of(system: System) -> list[Interface]:
    """All that goes to or from a system."""
    found = Interface.objects.filter(Q(source=system) | Q(target=system))
    return list(found.select_related("source__agency", "target__agency", "data_code"))


def current_appraisals(round: Round) -> dict[int, Appraisal]:
    """The current appraisal by system id."""
    found = Appraisal.objects.filter(system__round=round, current=True)
    return {each.system_id: each for each in found.select_related("decided_by")}


def appraisals_of(system: System) -> list[Appraisal]:
    return list(system.appraisals.select_related("decided_by"))


def codes_of(reference: str) -> QuerySet[ReferenceCode]:
    return ReferenceCode.objects.filter(reference=reference)


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
