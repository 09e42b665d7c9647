from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from selaras.core.registry import SearchDocument
from selaras.core.types import RoleKind
from selaras.organisations.models import Agency, Role, User
from selaras.strategy.models import Round
from selaras.surveys.models import Response, Survey, Upload, UploadedFile
from selaras.surveys.rules import is_late


@dataclass(frozen=True)
class Progress:
    """Units of a survey by what became of their answer."""

    total: int
    answered: int
    refused: int
    waiting: int
    downloaded: int
    late: int


ANSWERED = Q(responses__state=Response.State.ACCEPTED)


def surveys_of_round(round: Round) -> QuerySet[Survey]:
    """Surveys with the numbers of units asked (`asked`) and answered (`answered`)."""
    return (
        Survey.objects.filter(round=round)
        .select_related("round")
        .annotate(
            asked=Count("responses", distinct=True),
            answered=Count("responses", filter=ANSWERED, distinct=True),
        )
    )


def responses_of(survey: Survey) -> QuerySet[Response]:
    return (
        Response.objects.filter(survey=survey)
        .select_related("agency", "file", "survey")
        .order_by("agency__name")
    )


def progress(surveys: Collection[Survey]) -> Progress:
    """Counts over all units of these surveys, in one query."""
    today = timezone.localdate()
    overdue = [each.pk for each in surveys if is_late(each.deadline, today, answered=False)]
    accepted = Q(state=Response.State.ACCEPTED)
    row = Response.objects.filter(survey__in=[each.pk for each in surveys]).aggregate(
        total=Count("pk"),
        answered=Count("pk", filter=accepted),
        refused=Count("pk", filter=~Q(problems=[])),
        waiting=Count("pk", filter=Q(state=Response.State.WAITING)),
        downloaded=Count("pk", filter=Q(downloaded__isnull=False)),
        late=Count("pk", filter=Q(survey__in=overdue) & ~accepted),
    )
    return Progress(**row)


def open_responses(agency_ids: Collection[int]) -> QuerySet[Response]:
    """What these units still owe, in rounds that are not closed."""
    return (
        Response.objects.filter(agency__in=agency_ids)
        .exclude(state=Response.State.ACCEPTED)
        .exclude(survey__round__state=Round.State.CLOSED)
        .select_related("survey", "agency")
    )


def own_responses(user: Any, survey: Survey) -> QuerySet[Response]:
    """The parts of the person's own units in a survey."""
    return responses_of(survey).filter(agency__in=getattr(user, "own_agency_ids", ()))


def answering_people(agencies: Collection[int]) -> list[tuple[int, User]]:
    """(agency id, person) of every officer and head with an active account."""
    kinds = (RoleKind.OFFICER, RoleKind.HEAD)
    roles = Role.objects.held().filter(agency__in=agencies, kind__in=kinds, user__is_active=True)
    found = roles.select_related("user")
    return [(role.agency_id, role.user) for role in found if role.agency_id]


def default_targets() -> QuerySet[Agency]:
    found: QuerySet[Agency] = Agency.objects.current().government()
    return found


def files_of(upload: Upload) -> QuerySet[UploadedFile]:
    return UploadedFile.objects.filter(upload=upload).select_related("file", "response__agency")


def survey_document(survey: Survey) -> SearchDocument:
    return SearchDocument(
        kind="surveys",
        object_id=str(survey.pk),
        title=survey.name,
        body=survey.instructions,
        url=survey.get_absolute_url(),
    )


def survey_documents() -> Iterable[SearchDocument]:
    return map(survey_document, Survey.objects.all())
