from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from selaras.core.ledger import name_of
from selaras.core.models import Evidence
from selaras.core.registry import ChainLink, SearchDocument
from selaras.needs.models import Need
from selaras.strategy.models import Round


@dataclass(frozen=True)
class NeedCounts:
    total: int
    linked: int
    with_evidence: int


def needs_of_round(round: Round) -> QuerySet[Need]:
    """Needs with the number of programmes that answer each (`programmes`)."""
    return (
        Need.objects.filter(round=round)
        .select_related("round", "dimension", "subdimension", "agency")
        .annotate(programmes=Count("initiative_links", distinct=True))
    )


def need_counts(round: Round) -> NeedCounts:
    """How many needs there are, are answered by a programme, and have evidence."""
    row = needs_of_round(round).aggregate(
        total=Count("pk"),
        linked=Count("pk", filter=Q(programmes__gt=0)),
    )
    subject_type = name_of(Need())[0]
    ids = {str(pk) for pk in Need.objects.filter(round=round).values_list("pk", flat=True)}
    known = Evidence.objects.filter(subject_type=subject_type).values_list("subject_id", flat=True)
    return NeedCounts(row["total"], row["linked"], len(ids.intersection(known.distinct())))


def is_linked() -> Exists:
    """Condition: a programme answers the need."""
    links = Need.objects.filter(pk=OuterRef("pk"), initiative_links__isnull=False)
    return Exists(links)


def needs_from(object_type: str, object_id: object) -> QuerySet[Need]:
    """Needs whose evidence names this object."""
    ids = Evidence.objects.filter(
        subject_type=name_of(Need())[0], object_type=object_type, object_id=str(object_id)
    ).values_list("subject_id", flat=True)
    return Need.objects.filter(pk__in=[int(pk) for pk in ids]).select_related("dimension")


def need_links(needs: Iterable[Need]) -> list[ChainLink]:
    """The needs as neighbours in the chain."""
    return [
        ChainLink(need.title, need.get_absolute_url(), need.get_kind_display(), need.dimension.name)
        for need in needs
    ]


def need_document(need: Need) -> SearchDocument:
    """What the search knows of a need; `need.round` must be loaded."""
    return SearchDocument(
        kind="needs",
        object_id=str(need.pk),
        title=need.title,
        body=f"{need.description} {need.affected}".strip(),
        url=need.get_absolute_url(),
        public=need.round.public,
    )


def need_documents() -> Iterable[SearchDocument]:
    for need in Need.objects.select_related("round").iterator(chunk_size=1000):
        yield need_document(need)
