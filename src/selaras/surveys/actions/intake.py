"""Taking returned workbooks in: each one wholly or not at all."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.files import content_of, store
from selaras.core.jobs import start_job
from selaras.core.registry import Consumed, Submission
from selaras.lib.sheets import Row
from selaras.surveys.access import can_upload
from selaras.surveys.models import Response, Survey, Upload, UploadedFile
from selaras.surveys.reading import Answer, Problem, read_answer
from selaras.surveys.rules import ANSWERED, FIXED, compare
from selaras.surveys.workbooks import Part, filled_rows, kept_rows, parts_of

JOB = "surveys.take_in"
NAMES_IN_NOTE = 8


@transaction.atomic
def receive_workbooks(
    *,
    by: Any,
    survey: Survey,
    files: Iterable[tuple[str, bytes]],
    received_on: date | None = None,
) -> Upload:
    """Keep many workbooks and start the work on them.

    `received_on` is the day on which they came by mail; today when it is left out.

    What is not a workbook at all is named in the job's payload (`unreadable`), with the reason.
    """
    require(can_upload(by))
    upload = Upload.objects.create(survey=survey, by=by, received_on=received_on)
    unreadable = []
    for name, data in files:
        try:
            file = store(name=name, data=data, accepted=("xlsx",), by=by)
        except Refused as refusal:
            unreadable.append({"name": name[:200], "text": str(refusal.text)})
        else:
            UploadedFile.objects.create(upload=upload, file=file)
    upload.job = start_job(
        kind=JOB,
        title=_("Taking workbooks in: %(survey)s") % {"survey": survey.name},
        by=by,
        payload={"upload": upload.pk, "unreadable": unreadable},
        back=upload.get_absolute_url(),
    )
    upload.save(update_fields=["job"])
    return upload


@transaction.atomic
def take_in_workbook(
    *, by: Any, survey: Survey, name: str, data: bytes, received_on: date | None = None
) -> UploadedFile:
    """Take one workbook in at once; the outcome says whether, and if not, every problem.

    Raises:
        Refused: the file is not an XLSX workbook, too large or wrongly named.
    """
    require(can_upload(by))
    file = store(name=name, data=data, accepted=("xlsx",), by=by)
    upload = Upload.objects.create(survey=survey, by=by, received_on=received_on)
    return take_in_file(by=by, uploaded=UploadedFile.objects.create(upload=upload, file=file))


def take_in_file(
    *,
    by: Any,
    uploaded: UploadedFile,
    parts: Sequence[Part] | None = None,
) -> UploadedFile:
    """Read, check everything, then write all of it or nothing."""
    survey = uploaded.upload.survey
    parts = parts if parts is not None else parts_of(survey.round_id)
    with translation.override(settings.LANGUAGE_CODE):
        answer = read_answer(survey, parts, content_of(uploaded.file), by)
        if answer.response and answer.response.state in FIXED:
            text = _(
                "The unit's answer was sent or approved already. Ask the planner to return it."
            )
            answer.problems.append(Problem("", "", text))
        if not answer.problems and answer.response:
            try:
                return _accept(by, uploaded, answer, answer.response, parts)
            except Refused as refusal:  # rolled back: nothing of the file is kept
                answer.problems.append(Problem("", "", str(refusal.text)))
        return refuse_file(uploaded, answer.response, answer.problems)


@transaction.atomic
def refuse_file(
    uploaded: UploadedFile, response: Response | None, problems: Sequence[Problem]
) -> UploadedFile:
    """Keep every problem; an answer that was accepted before stays the unit's answer."""
    uploaded.state = UploadedFile.State.REFUSED
    uploaded.response = response
    uploaded.problems = [problem.as_json() for problem in problems]
    uploaded.save()
    if response is not None:
        if response.state not in ANSWERED:
            response.state = Response.State.REFUSED
            response.received = _day(uploaded)
        response.problems = uploaded.problems
        response.save()
    return uploaded


@transaction.atomic
def _accept(
    by: Any,
    uploaded: UploadedFile,
    answer: Answer,
    response: Response,
    parts: Sequence[Part],
) -> UploadedFile:
    total, notes = Consumed(), []
    for part in parts:
        rows = answer.rows[part.sheet.key]
        given = part.consumer.apply(_submission(by, uploaded, response, part), rows)
        total = Consumed(
            total.created + given.created,
            total.updated + given.updated,
            total.unchanged + given.unchanged,
        )
        notes += _notes(part, uploaded.upload.survey.round_id, response.agency_id, rows)
    uploaded.state, uploaded.response = UploadedFile.State.ACCEPTED, response
    uploaded.summary = {
        "created": total.created,
        "updated": total.updated,
        "unchanged": total.unchanged,
        "notes": notes,
    }
    uploaded.save()
    _answered(by, uploaded, response, total)
    return uploaded


def _answered(by: Any, uploaded: UploadedFile, response: Response, total: Consumed) -> None:
    """The unit has answered; the same workbook again leaves the answer as it was."""
    before = response.file.sha256 if response.file else ""
    again = before == uploaded.file.sha256 and response.state == Response.State.ACCEPTED
    if again and not (total.created or total.updated):
        if response.problems:
            response.problems = []
            response.save(update_fields=["problems"])
        return
    response.state, response.problems = Response.State.ACCEPTED, []
    response.file, response.received = uploaded.file, _day(uploaded)
    response.created_count, response.updated_count = total.created, total.updated
    response.save()
    content = {
        "file": uploaded.file.name,
        "sha256": uploaded.file.sha256,
        "created": total.created,
        "updated": total.updated,
        "unchanged": total.unchanged,
    }
    slug = response.agency.slug
    ledger.record(by=by, kind="surveys.answered", subject=response, content=content, agency=slug)


def _day(uploaded: UploadedFile) -> date:
    return uploaded.upload.received_on or timezone.localdate()


def _submission(by: Any, uploaded: UploadedFile, response: Response, part: Part) -> Submission:
    survey = uploaded.upload.survey
    return Submission(
        round_id=survey.round_id,
        agency_id=response.agency_id,
        file_id=uploaded.file_id,
        file_name=uploaded.file.name,
        sheet_title=part.sheet.title,
        by=by,
        label=f"{survey.name}, {response.agency.name}",
        url=survey.get_absolute_url(),
        demo=survey.is_demo,
    )


def _notes(part: Part, round_id: int, agency_id: int, rows: Sequence[Row]) -> list[str]:
    """What the unit should know though nothing is wrong."""
    found = compare(filled_rows(part, rows), kept_rows(part, round_id, agency_id))
    notes = []
    if found.absent:
        notes.append(
            _("%(sheet)s: not in this workbook, and kept as it is: %(names)s")
            % {"sheet": part.sheet.title, "names": _named(found.absent)}
        )
    if found.unlike:
        notes.append(
            _("%(sheet)s: edited in the application, so the workbook did not replace it: %(names)s")
            % {"sheet": part.sheet.title, "names": _named(found.unlike)}
        )
    return notes


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMES_IN_NOTE
    shown = "; ".join(names[:NAMES_IN_NOTE])
    return _("%(shown)s and %(more)s more") % {"shown": shown, "more": more} if more > 0 else shown
