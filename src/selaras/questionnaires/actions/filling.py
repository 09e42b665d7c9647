"""Sending an answer from the web page, where a draft on the server may hold its files already."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from selaras.core.access import require
from selaras.lib.xforms.instance import BadInstance, Instance, read_instance
from selaras.questionnaires.access import can_fill
from selaras.questionnaires.actions.receive import receive_answer
from selaras.questionnaires.models import Draft, DraftFile, FormVersion, Submission, SubmissionFile
from selaras.questionnaires.queries import answer_for, draft_for
from selaras.questionnaires.rules import Reply
from selaras.questionnaires.types import Received, Upload


@transaction.atomic
def send_answer(
    *, by: Any, version: FormVersion, subject: str, xml: bytes, uploads: Sequence[Upload] = ()
) -> Received:
    """Take an answer in and clear its draft, whose files need not be sent again.

    A subject has one answer: what does not edit its newest one is met as stale, never doubled.
    What arrived before is met as the same, even where the subject takes no more answers.

    Raises:
        Refused: it cannot be read, or a file cannot be kept.
        PermissionDenied: the person may not answer for the subject.
    """
    instance = _read(xml)
    known = _arrived(by, instance, xml)
    if known is not None and not _missing(known):
        return Received(Reply.AGAIN, known.pk)
    require(can_fill(by, version.questionnaire, subject))
    current = answer_for(subject, version.questionnaire) if subject else None
    if instance is not None and current is not None and _misses(instance, current):
        return Received(Reply.STALE, current.pk)
    draft = draft_for(version, subject, by)
    kept = list(draft.files.all()) if draft else []
    received = receive_answer(by=by, xml=xml, uploads=uploads, subject=subject)
    if received.reply in (Reply.NEW, Reply.AGAIN, Reply.ASIDE):
        received.missing = _filled_from(received, kept)
        if draft is not None:
            Draft.objects.filter(pk=draft.pk).delete()
    return received


def _read(xml: bytes) -> Instance | None:
    try:
        return read_instance(xml)
    except BadInstance:
        return None  # receive_answer says why


def _arrived(by: Any, instance: Instance | None, xml: bytes) -> Submission | None:
    if instance is None:
        return None
    known = Submission.objects.filter(instance_id=instance.instance_id, by=by).first()
    return known if known is not None and known.xml == xml.decode("utf-8", "replace") else None


def _misses(instance: Instance, current: Submission) -> bool:
    return current.instance_id not in (instance.instance_id, instance.deprecated_id)


def _filled_from(received: Received, kept: Iterable[DraftFile]) -> list[str]:
    """Give files of the draft to the answer that names them; what is missing still."""
    files = {each.name: each for each in kept}
    missing = []
    for name in received.missing:
        row = SubmissionFile.objects.get(submission=received.submission_id, name=name)
        if name in files:
            row.file, row.original_name = files[name].file, files[name].original_name
            row.save(update_fields=["file", "original_name"])
        else:
            missing.append(name)
    return missing


def _missing(answer: Submission) -> list[str]:
    return list(answer.files.filter(file=None).values_list("name", flat=True))
