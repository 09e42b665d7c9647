"""Taking answers in, from the web page, a phone or an import: nothing is lost, nothing doubled."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import files, ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.events import publish
from selaras.core.models import StoredFile
from selaras.core.registry import respondents
from selaras.lib.xforms.definition import FormDefinition
from selaras.lib.xforms.instance import BadInstance, Instance, entries, read_instance, to_data
from selaras.questionnaires.access import can_fill, can_publish, can_replace
from selaras.questionnaires.events import AnswerReceived
from selaras.questionnaires.models import (
    DeviceKey,
    Draft,
    FormVersion,
    RepeatEntry,
    StrayPost,
    Submission,
    SubmissionFile,
)
from selaras.questionnaires.rules import Reply, meet
from selaras.questionnaires.types import Finding, Received, Upload

ACCEPTED = ("jpeg", "png", "pdf", "xlsx", "docx", "csv", "mp3", "m4a", "mp4")
BAD = {
    "too_large": gettext_lazy("The answer is too large. Send its files separately."),
    "not_xml": gettext_lazy("The answer cannot be read. Send it again from the form."),
    "too_deep": gettext_lazy("The answer cannot be read. Send it again from the form."),
    "no_form_id": gettext_lazy("The answer does not say which form it belongs to."),
    "no_instance_id": gettext_lazy("The answer has no id. Send it again from the form."),
}


@transaction.atomic
def receive_answer(
    *,
    by: Any,
    xml: bytes,
    uploads: Sequence[Upload] = (),
    source: str = Submission.Source.WEB,
    subject: str = "",
    device: DeviceKey | None = None,
    demo: bool = False,
) -> Received:
    """Take one answer in; `Received.reply` says how it was met.

    The same XML again is the same answer, and brings files that were missing. What names a form or
    version that is not known here is kept aside (a phone may not throw it away).

    Raises:
        Refused: it cannot be read, or a file cannot be kept.
        PermissionDenied: the person may not answer for the subject.
    """
    try:
        instance = read_instance(xml)
    except BadInstance as error:
        raise Refused(BAD[error.code]) from error
    text = xml.decode("utf-8", "replace")
    version = (
        FormVersion.objects.select_related("questionnaire")
        .filter(questionnaire__form_id=instance.form_id, version=instance.version)
        .first()
    )
    if version is None:
        return _keep_aside(by, device, instance, text, uploads)
    known = Submission.objects.filter(instance_id=instance.instance_id).first()
    edited = _edited(instance)
    subject = _subject(by, version, subject, known=known, edited=edited)
    reply = meet(
        known_xml=known.xml if known else None,
        xml=text,
        deprecated=instance.deprecated_id,
        deprecated_is_current=edited.current if edited else None,
    )
    if reply is Reply.AGAIN and known is not None:
        _add_files(by, known, uploads)
        return Received(reply, known.pk, _missing(known))
    if reply is not Reply.NEW:
        return Received(reply, known.pk if known else edited.pk if edited else None)
    made = _create(
        by, version, instance, text, edited=edited, source=source, subject=subject, device=device,
        demo=demo,
    )  # fmt: skip
    _add_files(by, made, uploads)
    _tell(made, by)
    return Received(reply, made.pk, _missing(made))


def _subject(
    by: Any,
    version: FormVersion,
    subject: str,
    *,
    known: Submission | None,
    edited: Submission | None,
) -> str:
    """What the answer is for; an edit stays with the subject of its chain.

    A phone that sends its own answer once more is met even after the form was closed.
    """
    if known is not None and known.by_id == by.pk:
        return subject
    if edited is not None:
        require(can_replace(by, edited, version.questionnaire, subject or edited.subject))
        subject = edited.subject
    require(can_fill(by, version.questionnaire, subject))
    return subject


def _edited(instance: Instance) -> Submission | None:
    """The answer that this one replaces, locked so that two edits cannot both win."""
    if not instance.deprecated_id:
        return None
    known = Submission.objects.select_for_update(of=("self",)).select_related("version")
    return known.filter(instance_id=instance.deprecated_id).first()


def _create(
    by: Any,
    version: FormVersion,
    instance: Instance,
    text: str,
    *,
    edited: Submission | None,
    source: str,
    subject: str,
    device: DeviceKey | None,
    demo: bool,
) -> Submission:
    form = version.definition
    data = to_data(instance.root, form)
    if edited is not None:
        edited.current = False
        edited.save(update_fields=["current"])
    kind, _sep, key = subject.partition("/")
    respondent = respondents.get(kind)
    made = Submission.objects.create(
        version=version,
        instance_id=instance.instance_id,
        root_id=edited.root_id if edited else instance.instance_id,
        deprecated_id=instance.deprecated_id,
        subject=subject,
        xml=text,
        data=data,
        by=by,
        device=device,
        source=source,
        late=not demo and bool(respondent and respondent.is_late(key)),
        is_demo=demo,
    )
    RepeatEntry.objects.bulk_create(
        RepeatEntry(
            submission=made,
            path=entry.path,
            index="/".join(map(str, entry.index)),
            values=entry.values,
        )
        for entry in entries(data, form)
    )
    _expect_files(made, form, edited)
    drafts = Draft.objects.filter(version__questionnaire=version.questionnaire, subject=subject)
    drafts.exclude(subject="").delete()
    return made


def _expect_files(made: Submission, form: FormDefinition, edited: Submission | None) -> None:
    """One row per file that the XML names; files of the answer before are carried over."""
    kept = {each.name: each for each in edited.files.all()} if edited else {}
    names = list(dict.fromkeys(file_names(made.data, form)))
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=made,
            name=name,
            original_name=kept[name].original_name if name in kept else "",
            file_id=kept[name].file_id if name in kept else None,
        )
        for name in names
    )


def file_names(data: Mapping[str, Any], form: FormDefinition) -> Iterable[str]:
    """Values of all questions that take a file."""
    paths = {field.path for field in form.fields if field.type == "binary"}
    yield from _named(data, f"/{form.root}", paths)


def _named(value: Any, path: str, paths: set[str]) -> Iterable[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _named(inner, f"{path}/{name}", paths)
    elif isinstance(value, list):
        for row in value:
            yield from _named(row, path, paths)
    elif path in paths and value:
        yield str(value)


def _add_files(by: Any, answer: Submission, uploads: Sequence[Upload]) -> None:
    """Keep what came with it; a name that holds other bytes already is refused in words."""
    expected = {each.name: each for each in answer.files.select_related("file")}
    for upload in uploads:
        row = expected.get(upload.name)
        if row is None:  # not named in the XML: kept with the answer all the same
            row = expected[upload.name] = SubmissionFile(submission=answer, name=upload.name[:200])
        stored = keep_file(by, upload)
        if row.file is not None and row.file.sha256 != stored.sha256:
            raise Refused(
                _("Two files of this answer have the same name “%(name)s”. Rename one of them.")
                % {"name": upload.original_name or upload.name}
            )
        row.file, row.original_name = stored, upload.original_name[:200] or row.original_name
        row.save()


def keep_file(by: Any, upload: Upload) -> StoredFile:
    return files.store(
        name=upload.original_name or upload.name, data=upload.data, accepted=ACCEPTED, by=by
    )


def _missing(answer: Submission) -> list[str]:
    return list(answer.files.filter(file=None).values_list("name", flat=True))


def _tell(made: Submission, by: Any) -> None:
    kind, _sep, _key = made.subject.partition("/")
    content = {"version": made.version.version, "source": made.source, "subject": made.subject}
    ledger.record(
        by=by,
        kind="questionnaires.edited" if made.deprecated_id else "questionnaires.answered",
        subject=made,
        content=content,
    )
    if (respondent := respondents.get(kind)) is not None:
        respondent.received(made)
    publish(AnswerReceived(made.pk))


def _keep_aside(
    by: Any, device: DeviceKey | None, instance: Instance, text: str, uploads: Sequence[Upload]
) -> Received:
    known_form = FormVersion.objects.filter(questionnaire__form_id=instance.form_id).exists()
    stray, _new = StrayPost.objects.get_or_create(
        instance_id=instance.instance_id,
        defaults={
            "form_id": instance.form_id[:200],
            "form_version": instance.version[:100],
            "reason": "unknown_version" if known_form else "unknown_form",
            "xml": text,
            "by": by,
            "device": device,
        },
    )
    if stray.xml != text:
        return Received(Reply.OTHER_CONTENT)
    if stray.placed is not None:
        _add_files(by, stray.placed, uploads)
        return Received(Reply.AGAIN, stray.placed.pk, _missing(stray.placed))
    stray.files.add(*[keep_file(by, upload) for upload in uploads])
    return Received(Reply.ASIDE)


@transaction.atomic
def place_stray(*, by: Any, stray: StrayPost, version: FormVersion) -> Submission:
    """Take an answer that was kept aside in, as one of a version that a person chose.

    Raises:
        Refused: it has been placed already.
    """
    require(can_publish(by))
    if stray.placed_id is not None:
        raise Refused(_("This answer has been placed already."))
    made = Submission.objects.filter(instance_id=stray.instance_id).first()
    if made is None:  # else its version was published since, and the phone sent it again
        instance = read_instance(stray.xml.encode())
        made = _create(
            stray.by, version, instance, stray.xml, edited=None, source=Submission.Source.PHONE,
            subject="", device=stray.device, demo=False,
        )  # fmt: skip
        _tell(made, by)
    for file in stray.files.all():
        row, _new = SubmissionFile.objects.get_or_create(submission=made, name=file.name)
        if row.file is None:
            row.file = file
            row.save(update_fields=["file"])
    stray.placed = made
    stray.save(update_fields=["placed"])
    return made


@transaction.atomic
def record_check(*, submission: Submission, findings: Sequence[Finding] | None) -> Submission:
    """Keep what the re-check found; None when there was no engine to check with."""
    state = Submission.Check.UNCHECKED
    if findings is not None:
        state = Submission.Check.FLAGGED if findings else Submission.Check.CLEAN
    submission.check_state = state
    submission.findings = [finding.as_json() for finding in findings or ()]
    submission.save(update_fields=["check_state", "findings"])
    return submission
