"""Reads of questionnaires, their versions and answers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from selaras.core.registry import SearchDocument, respondents
from selaras.questionnaires.models import (
    Draft,
    FormVersion,
    Questionnaire,
    StrayPost,
    Submission,
    SubmissionFile,
)
from selaras.questionnaires.types import Chosen
from selaras.questionnaires.units import subjects_in

CURRENT = Q(versions__submissions__current=True)


def questionnaires() -> QuerySet[Questionnaire]:
    """Questionnaires with the newest version's name and the number of current answers."""
    newest = FormVersion.objects.filter(questionnaire=OuterRef("pk")).order_by("-number")
    return Questionnaire.objects.annotate(
        newest=Subquery(newest.values("version")[:1]),
        answers=Count("versions__submissions", filter=CURRENT, distinct=True),
    )


def newest_version(questionnaire: Questionnaire) -> FormVersion | None:
    return questionnaire.versions.order_by("-number").first()


def newest_of(form_id: str) -> FormVersion:
    """The version in use of a questionnaire, by its form id."""
    known = FormVersion.objects.filter(questionnaire__form_id=form_id)
    return known.select_related("questionnaire").order_by("-number")[0]


def versions_of(questionnaire: Questionnaire) -> QuerySet[FormVersion]:
    return (
        questionnaire.versions.defer("xform")
        .select_related("by", "workbook")
        .annotate(answers=Count("submissions", filter=Q(submissions__current=True)))
    )


def current_answers(questionnaire: Questionnaire) -> QuerySet[Submission]:
    return (
        Submission.objects.filter(version__questionnaire=questionnaire, current=True)
        .select_related("version__questionnaire", "by", "device")
        .defer("xml", "version__xform")
    )


def chosen_answers(questionnaire: Questionnaire, chosen: Chosen) -> QuerySet[Submission]:
    """Current answers, oldest first, of those that an export or analysis is about."""
    found = Submission.objects.filter(version__questionnaire=questionnaire, current=True)
    if chosen.state:
        found = found.filter(check_state=chosen.state)
    if chosen.since:
        found = found.filter(created__date__gte=chosen.since)
    if chosen.until:
        found = found.filter(created__date__lte=chosen.until)
    if chosen.within:
        found = found.filter(subject__in=subjects_in(chosen.within))
    return found.order_by("pk")


def answers_by_id(ids: Sequence[int], *, size: int = 500) -> Iterator[Submission]:
    """Answers with their files, in the order given, so many at a time.

    By ids and not by one long cursor: what was current at the start is what comes, whoever edits
    meanwhile, and a job may write its progress between (a cursor of SQLite would forbid it).
    """
    chain = Submission.objects.filter(root_id=OuterRef("root_id"), pk__lt=OuterRef("pk"))
    counted = chain.order_by().values("root_id").annotate(count=Count("pk")).values("count")
    known = (
        Submission.objects.select_related("by", "device")
        .prefetch_related(Prefetch("files", SubmissionFile.objects.select_related("file")))
        .annotate(edits=Coalesce(Subquery(counted), 0))
        .defer("xml", "findings")
        .order_by("pk")
    )
    for start in range(0, len(ids), size):
        yield from known.filter(pk__in=ids[start : start + size])


def answered_data(ids: Sequence[int], *, size: int = 500) -> Iterator[tuple[int, str, int, Any]]:
    """(id, subject, version id, values) of answers, so many at a time; nothing else is read."""
    known = Submission.objects.order_by("pk").values_list("pk", "subject", "version_id", "data")
    for start in range(0, len(ids), size):
        yield from known.filter(pk__in=ids[start : start + size])


def answer_for(subject: str, questionnaire: Questionnaire) -> Submission | None:
    """The newest answer of a subject to a questionnaire."""
    return (
        Submission.objects.filter(
            subject=subject, version__questionnaire=questionnaire, current=True
        )
        .select_related("version__questionnaire")
        .order_by("-pk")
        .first()
    )


def chain_of(submission: Submission) -> QuerySet[Submission]:
    """All versions of an answer, newest first."""
    return (
        Submission.objects.filter(root_id=submission.root_id)
        .select_related("by", "version")
        .order_by("-pk")
    )


def draft_key(user: Any, subject: str) -> str:
    """A subject has one draft for all who may fill it in; a free form has one for each person."""
    return subject or f"@{user.pk}"


def draft_for(version: FormVersion, subject: str, user: Any = None) -> Draft | None:
    """The unsent work; of a free form that of the person."""
    return (
        Draft.objects.filter(version=version, subject=draft_key(user, subject))
        .prefetch_related("files__file")
        .select_related("by")
        .first()
    )


def offered_versions(user: Any) -> list[tuple[FormVersion, str]]:
    """(newest version, subject) of every form that the person may fill in on a phone now."""
    newest = FormVersion.objects.filter(questionnaire=OuterRef("questionnaire")).order_by("-number")
    free = (
        FormVersion.objects.filter(
            pk=Subquery(newest.values("pk")[:1]),
            questionnaire__for_phones=True,
            questionnaire__is_open=True,
        )
        .select_related("questionnaire")
        .prefetch_related(Prefetch("media"))
    )
    wanted = {
        pk: f"{name}/{key}"
        for name in respondents.names()
        for pk, key in respondents[name].offered(user)
    }
    assigned = (
        FormVersion.objects.filter(pk__in=wanted)
        .select_related("questionnaire")
        .prefetch_related("media")
    )
    found = {version.pk: (version, wanted[version.pk]) for version in assigned}
    for version in free:
        found.setdefault(version.pk, (version, ""))
    return list(found.values())


def strays() -> QuerySet[StrayPost]:
    return StrayPost.objects.filter(placed=None).select_related("by", "device")


def questionnaire_document(questionnaire: Questionnaire) -> SearchDocument:
    return SearchDocument(
        "questionnaire",
        str(questionnaire.pk),
        questionnaire.title,
        f"{questionnaire.form_id} {questionnaire.description}",
        questionnaire.get_absolute_url(),
    )


def questionnaire_documents() -> Iterable[SearchDocument]:
    return map(questionnaire_document, Questionnaire.objects.all())
