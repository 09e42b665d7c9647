"""Large files of answers: made by the worker, kept for a week."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.access import require
from selaras.core.files import keep_made, throw_away
from selaras.core.models import Job, StoredFile
from selaras.core.registry import Report
from selaras.questionnaires.access import can_read_answers
from selaras.questionnaires.exports import Options, make
from selaras.questionnaires.models import Questionnaire

KEPT_DAYS = 7


def export_answers(job: Any, report: Report) -> Mapping[str, Any]:
    """The work of a job: the stored file is its result."""
    require(can_read_answers(job.by))
    chosen = job.payload
    questionnaire = Questionnaire.objects.get(pk=chosen["questionnaire"])

    def tell(done: int, total: int, message: str = "") -> None:
        words = _("%(done)s of %(total)s answers") % {"done": done, "total": total}
        report(done, total, message or words)

    with translation.override(chosen["language"]):
        made = make(chosen["kind"], questionnaire, Options.of(chosen["options"]), tell)
        with made.file:
            file = keep_made(name=made.name, kind=made.kind, source=made.file, by=job.by)
        summary = ngettext(
            "The file is ready. It can be fetched for %(days)s day.",
            "The file is ready. It can be fetched for %(days)s days.",
            KEPT_DAYS,
        ) % {"days": KEPT_DAYS}
    return {"summary": summary, "file": file.pk}


def sweep_exports() -> None:
    """Files of answers hold personal data: none is kept longer than it takes to fetch it."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    old = Job.objects.filter(
        kind="questionnaires.export", finished__lt=before, result__has_key="file"
    )
    for job in old:
        for file in StoredFile.objects.filter(pk=job.result.get("file")):
            throw_away(file)
        job.result = {
            "summary": _("The file was thrown away after %(days)s days.") % {"days": KEPT_DAYS}
        }
        job.save(update_fields=["result"])
