from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from selaras.core.registry import SearchDocument
from selaras.core.types import RoleKind
from selaras.organisations.models import Agency, Role, User
from selaras.questionnaires.models import FormVersion, Submission
from selaras.strategy.models import Round
from selaras.surveys import rules
from selaras.surveys.models import Comment, Part, Response, Section, Survey, Upload, UploadedFile
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


ANSWERED = Q(responses__state__in=rules.ANSWERED)


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


def survey_with(pk: int) -> Survey:
    """The survey with its round; 404 when there is none."""
    found: Survey = get_object_or_404(Survey.objects.select_related("round"), pk=pk)
    return found


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
    accepted = Q(state__in=rules.ANSWERED)
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
        .exclude(state__in=rules.ANSWERED)
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


def sections_of(survey: Survey) -> list[Section]:
    found = survey.sections.select_related("version__questionnaire").defer("version__xform")
    return list(found)


@dataclass(frozen=True)
class Asked:
    """A questionnaire in its newest version, and how the survey uses it."""

    version: FormVersion
    section: Section | None

    @property
    def initial(self) -> dict[str, Any]:
        ask = "" if self.section is None else "required" if self.section.required else "optional"
        position = self.section.position + 1 if self.section else None
        return {"version": self.version.pk, "ask": ask, "position": position}


def newest_versions() -> QuerySet[FormVersion]:
    """The newest version of every questionnaire; those that come with Selaras first."""
    newest = FormVersion.objects.filter(questionnaire=OuterRef("questionnaire")).order_by("-number")
    return (
        FormVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("questionnaire")
        .defer("xform")
        .order_by("-questionnaire__is_shipped", "questionnaire__title")
    )


def asked_versions(survey: Survey) -> list[Asked]:
    """Every questionnaire that can be a section; those in use first, in their order."""
    used = {section.version.questionnaire_id: section for section in sections_of(survey)}
    rows = [Asked(each, used.get(each.questionnaire_id)) for each in newest_versions()]
    return sorted(rows, key=lambda row: row.section.position if row.section else len(rows))


def people_of_unit(agency_id: int) -> list[User]:
    """Officers and heads of a unit with an active account."""
    return list({person.pk: person for _agency, person in answering_people([agency_id])}.values())


def reviewers() -> list[User]:
    """The planners."""
    roles = Role.objects.held().filter(kind=RoleKind.PLANNER, user__is_active=True)
    return [role.user for role in roles.select_related("user")]


def parts_of_response(response: Response) -> list[Part]:
    """The unit's sections with what each holds, in order."""
    found = response.parts.select_related(
        "section__version__questionnaire", "submission__by", "assigned", "response"
    ).annotate(remarks=Count("comments", filter=Q(comments__resolved=False)))
    return list(found.defer("section__version__xform", "submission__xml"))


def comments_of(part: Part) -> dict[tuple[str, str], list[Comment]]:
    """The talk on each question, by its path and entry."""
    found: dict[tuple[str, str], list[Comment]] = {}
    for comment in part.comments.select_related("by"):
        found.setdefault((comment.path, comment.index), []).append(comment)
    return found


def matrix_of(survey: Survey) -> QuerySet[Response]:
    """Units with their parts, for the matrix unit × section."""
    parts = Part.objects.select_related("section").only("response", "section", "state")
    return responses_of(survey).prefetch_related(Prefetch("parts", parts, to_attr="loaded"))


def part_with(pk: int) -> Part:
    """A section of a unit with all that its page shows; 404 when there is none."""
    known = Part.objects.select_related(
        "response__survey__round", "response__agency", "section__version__questionnaire",
        "submission__version__questionnaire", "submission__by", "assigned",
    )  # fmt: skip
    found: Part = get_object_or_404(known, pk=pk)
    return found


def response_with(pk: int) -> Response:
    known = Response.objects.select_related("survey__round", "agency", "deputy", "file")
    found: Response = get_object_or_404(known, pk=pk)
    return found


def last_answer(part: Part) -> Submission | None:
    """The newest answer of the unit to this questionnaire in another survey."""
    found = (
        Part.objects.filter(
            response__agency=part.response.agency_id,
            section__version__questionnaire=part.section.version.questionnaire_id,
            submission__isnull=False,
        )
        .exclude(response__survey=part.response.survey_id)
        .select_related("submission__version")
        .order_by("-submission__pk")
        .first()
    )
    return found.submission if found else None


def given_parts(user: Any) -> QuerySet[Part]:
    """Sections that somebody of the unit has given to this person and that are open."""
    return (
        Part.objects.filter(
            assigned=user,
            state__in=(Part.State.WAITING, Part.State.RETURNED),
            response__state__in=rules.WRITABLE,
        )
        .exclude(response__survey__round__state=Round.State.CLOSED)
        .select_related("section__version__questionnaire", "response__survey")
    )


def to_review() -> QuerySet[Response]:
    """Answers that were sent and wait for the planners."""
    found = Response.objects.filter(state=Response.State.SENT)
    return found.exclude(survey__round__state=Round.State.CLOSED).select_related("survey", "agency")
