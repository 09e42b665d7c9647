"""Sections of a survey as the questionnaires know them: who may fill in, and what follows."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from selaras.questionnaires.models import Submission
from selaras.surveys import rules
from selaras.surveys.access import can_fill_part, can_see_response
from selaras.surveys.actions.answering import take_answer
from selaras.surveys.models import Part, Survey


class PartRespondent:
    """Subjects "surveys.part/<id>"."""

    def may_fill(self, user: Any, key: str) -> bool:
        part = _part(key)
        if part is None or not can_fill_part(user, part):
            return False
        return rules.can_write(part.response.state)

    def may_read(self, user: Any, key: str) -> bool:
        part = _part(key)
        return part is not None and can_see_response(user, part.response)

    def title(self, key: str) -> str:
        part = _part(key)
        return f"{part.response.survey}, {part.response.agency}" if part else ""

    def back(self, key: str) -> str:
        part = _part(key)
        return part.response.get_absolute_url() if part else ""

    def due(self, key: str) -> date | None:
        part = _part(key)
        return (part.response.due or part.response.survey.deadline) if part else None

    def is_late(self, key: str) -> bool:
        return rules.is_late(self.due(key), timezone.localdate(), answered=False)

    def group(self, key: str) -> tuple[str, str]:
        """The unit and its kind, for the analysis."""
        part = _part(key)
        return _unit(part) if part else ("", "")

    def groups(self, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
        """As `group`, for many at once."""
        known = Part.objects.select_related("response__agency")
        found = known.filter(pk__in=[key for key in keys if key.isdecimal()])
        return {str(part.pk): _unit(part) for part in found}

    def series(self, form_id: str) -> list[tuple[str, str]]:
        """The surveys that ask a questionnaire, newest first."""
        asked = Survey.objects.filter(sections__version__questionnaire__form_id=form_id)
        found = asked.select_related("round").distinct().order_by("-pk")
        return [(str(each.pk), f"{each.name} ({each.round})") for each in found]

    def keys_in(self, code: str) -> list[str]:
        if not code.isdecimal():
            return []
        found = Part.objects.filter(response__survey_id=int(code)).values_list("pk", flat=True)
        return [str(pk) for pk in found]

    def offered(self, user: Any) -> Iterator[tuple[int, str]]:
        own = getattr(user, "own_agency_ids", ())
        found = Part.objects.filter(response__agency__in=own).select_related("section", "response")
        given = Part.objects.filter(assigned=user).select_related("section", "response")
        for part in (*found, *given):
            if rules.can_write(part.response.state):
                yield part.section.version_id, str(part.pk)

    def received(self, submission: Submission) -> None:
        part = _part(submission.subject.partition("/")[2])
        if part is not None:
            take_answer(submission, part)


def _unit(part: Part) -> tuple[str, str]:
    agency = part.response.agency
    return agency.label, str(agency.get_kind_display())


def _part(key: str) -> Part | None:
    if not key.isdecimal():
        return None
    known = Part.objects.select_related("response__survey", "response__agency", "section")
    return known.filter(pk=key).first()
