"""Who publishes questionnaires, who fills them in and who reads the answers."""

from typing import Any

from selaras.core.access import can_inspect, is_office
from selaras.core.registry import respondents
from selaras.organisations.access import can_plan


def can_publish(user: Any) -> bool:
    return can_plan(user)


def can_list(user: Any) -> bool:
    return is_office(user)


def can_read_answers(user: Any) -> bool:
    """All answers of a questionnaire: those who run or check the round."""
    return can_inspect(user)


def _respondent(subject: str) -> tuple[Any, str]:
    kind, _, key = subject.partition("/")
    return respondents.get(kind), key


def can_fill(user: Any, questionnaire: Any, subject: str) -> bool:
    """The upper room says who answers for a subject; a free form is open to the office."""
    if subject:
        kind, key = _respondent(subject)
        return kind is not None and bool(kind.may_fill(user, key))
    return is_office(user) and bool(questionnaire.is_open)


def can_replace(user: Any, edited: Any, questionnaire: Any, subject: str) -> bool:
    """An edit stays with its questionnaire and subject; a free answer is its sender's own."""
    if edited.subject != subject or edited.version.questionnaire_id != questionnaire.pk:
        return False
    own = edited.by_id is not None and edited.by_id == user.pk
    return bool(subject) or own or can_publish(user)


def can_read(user: Any, submission: Any) -> bool:
    if can_read_answers(user) or (submission.by_id is not None and submission.by_id == user.pk):
        return True
    kind, key = _respondent(submission.subject)
    return kind is not None and bool(kind.may_read(user, key))
