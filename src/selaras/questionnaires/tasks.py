"""Background work: re-checking answers with a second engine."""

from pathlib import Path

from django.conf import settings
from django_tasks import task

from selaras.lib.xforms import javarosa
from selaras.questionnaires.actions import record_check
from selaras.questionnaires.models import FormVersion, Submission
from selaras.questionnaires.types import Finding


@task()
def recheck(submission_id: int) -> None:
    """Flag what does not fit; nothing is refused or changed."""
    submission = Submission.objects.select_related("version").get(pk=submission_id)
    record_check(submission=submission, findings=_findings(submission))


def _files(version: FormVersion) -> dict[str, Path]:
    """The form's attachments: lists of choices and tables that it looks values up in."""
    folder = Path(settings.MEDIA_ROOT)
    return {each.name: folder / each.file.path for each in version.media.select_related("file")}


def _findings(submission: Submission) -> list[Finding] | None:
    if not javarosa.available():
        return None
    version = submission.version
    form, repeats = version.definition, {each.path for each in version.definition.repeats}
    try:
        faults = javarosa.check(version.xform, submission.xml, repeats, _files(version))
    except RuntimeError as error:
        return [Finding("engine", "", "", message=str(error))]
    fields, language = form.by_path, form.language("id")
    found = []
    for fault in faults:
        field = fields.get(fault.path)
        messages = field.constraint_messages if field else {}
        found.append(
            Finding(
                kind=fault.kind,
                path=fault.path,
                label=field.label(language) if field else fault.path,
                index="/".join(map(str, fault.index)),
                message=messages.get(language) or messages.get("", ""),
                value=fault.value[:200],
            )
        )
    return found
