"""Background work: many workbooks, one after the other."""

import logging
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.models import Job
from selaras.core.registry import Report
from selaras.strategy.models import Round
from selaras.surveys.actions import approve_many, refuse_file, remind_units, take_in_file
from selaras.surveys.models import Response, Survey, Upload, UploadedFile
from selaras.surveys.reading import Problem
from selaras.surveys.rules import reminder_due
from selaras.surveys.workbooks import parts_of

logger = logging.getLogger(__name__)
SHOWN = 20


def remind_due() -> None:
    """Remind the units of every running survey whose day has come (asked several times a day)."""
    today = timezone.localdate()
    running = Survey.objects.exclude(round__state=Round.State.CLOSED).filter(is_demo=False)
    for survey in running.select_related("round"):
        if reminder_due(survey.deadline, today, survey.reminded):
            remind_units(by=None, survey=survey)


def take_in_uploads(job: Job, report: Report) -> Mapping[str, Any]:
    """Take in what waits in an upload; a second run goes on where the first stopped."""
    upload = Upload.objects.select_related("survey__round").get(pk=job.payload["upload"])
    waiting = list(upload.files.filter(state=UploadedFile.State.WAITING).select_related("file"))
    parts = parts_of(upload.survey.round_id)
    for number, uploaded in enumerate(waiting):
        report(number, len(waiting), uploaded.file.name)
        uploaded.upload = upload
        try:
            take_in_file(by=job.by, uploaded=uploaded, parts=parts)
        except Exception:
            logger.exception("workbook %s of upload %s", uploaded.pk, upload.pk)
            text = _("Something went wrong on our side. Nothing of this file was kept.")
            refuse_file(uploaded, None, [Problem("", "", text)])
    report(len(waiting), len(waiting))
    return _summary(upload, job.payload.get("unreadable", []))


def approve_sent(job: Job, report: Report) -> Mapping[str, Any]:
    """Approve what is still sent of the job's answers; a second run goes on with the rest."""
    chosen = Response.objects.filter(pk__in=job.payload["responses"], state=Response.State.SENT)
    waiting = list(chosen.select_related("agency", "survey"))
    done, refused = approve_many(by=job.by, responses=waiting, report=report)
    survey = Survey.objects.get(pk=job.payload["survey"])
    text = _("%(count)s answers were approved.") % {"count": done}
    return {"summary": text, "problems": refused, "url": survey.get_absolute_url()}


def _summary(upload: Upload, unreadable: list[dict[str, str]]) -> dict[str, Any]:
    files = upload.files.select_related("file")
    accepted = files.filter(state=UploadedFile.State.ACCEPTED).count()
    refused = files.filter(state=UploadedFile.State.REFUSED)
    lines = [each["text"] for each in unreadable]
    lines += [_line(each.file.name, problem) for each in refused for problem in each.problems]
    text = _("%(accepted)s workbooks taken in, %(refused)s refused.")
    counts = {"accepted": accepted, "refused": refused.count() + len(unreadable)}
    more = len(lines) - SHOWN
    if more > 0:
        lines = [*lines[:SHOWN], _("%(count)s more in the report of the upload") % {"count": more}]
    return {"summary": text % counts, "problems": lines, "url": upload.get_absolute_url()}


def _line(file: str, problem: Mapping[str, str]) -> str:
    """survei-dinkes.xlsx, Kebutuhan B7: what is wrong there."""
    place = " ".join(part for part in (problem["sheet"], problem["cell"]) if part)
    return f"{', '.join(part for part in (file, place) if part)}: {problem['text']}"
