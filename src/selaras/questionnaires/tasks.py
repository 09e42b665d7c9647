"""Background work: re-checking answers with a second engine."""

from django_tasks import task

from selaras.lib.xforms import javarosa
from selaras.questionnaires.actions import record_check
from selaras.questionnaires.models import Submission
from selaras.questionnaires.types import Finding


@task()
def recheck(submission_id: int) -> None:
    """Flag what does not fit; nothing is refused or changed."""
    submission = Submission.objects.select_related("version").get(pk=submission_id)
    record_check(submission=submission, findings=_findings(submission))


def _findings(submission: Submission) -> list[Finding] | None:
    if not javarosa.available():
        return None
    form = submission.version.definition
    try:
        faults = javarosa.check(
            submission.version.xform, submission.xml, {each.path for each in form.repeats}
        )
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
