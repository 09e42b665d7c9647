"""The chair's signature: what it freezes, the files it makes, the entry in the ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.files import store
from selaras.core.preferences import preference
from selaras.lib.document import Document
from selaras.lib.document_docx import to_docx
from selaras.lib.document_typst import to_pdf
from selaras.meetings.access import can_sign
from selaras.meetings.actions.finding import show_in_search
from selaras.meetings.actions.setup import lock_meeting, require_unsettled
from selaras.meetings.documents.attendance import attendance_document
from selaras.meetings.documents.minutes import minutes_document
from selaras.meetings.documents.record import record_document
from selaras.meetings.models import Meeting, Report, ReportFile
from selaras.meetings.queries import content_of, digest_of
from selaras.meetings.rules import State

WRITERS: dict[str, Callable[..., bytes]] = {"pdf": to_pdf, "docx": to_docx}
KINDS = ("notulen", "berita-acara", "daftar-hadir")


@dataclass(frozen=True)
class Prepared:
    """What is going to be signed, made before anything is locked."""

    content: dict[str, Any]
    digest: str
    files: dict[tuple[str, str], bytes]


def document_of(report: Report, kind: str, *, digest: str = "") -> Document:
    """One of KINDS, in the language of the regency."""
    with translation.override(settings.LANGUAGE_CODE):
        if kind == "notulen":
            return minutes_document(report, digest=digest)
        if kind == "berita-acara":
            return record_document(report, digest=digest)
        return attendance_document(report.meeting)


def write_document(document: Document, format_: str) -> bytes:
    return WRITERS[format_](document, base_url=preference("site.address"))


def sign_report(*, by: Any, report: Report, digest: str) -> Report:
    """Close the record: `digest` is that of what the chair has read.

    The files are made first, so that nobody waits for a lock while they are typeset.

    Raises:
        Refused: the meeting is not over, or something was changed since the chair has read it.
    """
    require(can_sign(by, report.meeting))
    if report.state == Report.State.SIGNED:
        return report
    _check(report)
    return _close(by, report, _prepare(report, read=digest))


def _check(report: Report) -> None:
    require_unsettled(report.meeting)
    if report.meeting.state != State.ENDED:
        raise Refused(_("End the meeting first; then it can be signed."))
    if not report.sections.exists():
        raise Refused(_("Draft the report first."))


def _prepare(report: Report, *, read: str) -> Prepared:
    content = content_of(report)
    digest = digest_of(content)
    if digest != read:
        raise Refused(_("The report was changed in the meantime. Read it again, then sign."))
    kinds = KINDS if report.meeting.attendances.exists() else KINDS[:2]
    files = {}
    for kind in kinds:
        document = document_of(report, kind, digest=digest)
        for format_ in WRITERS:
            files[kind, format_] = write_document(document, format_)
    return Prepared(content, digest, files)


@transaction.atomic
def _close(by: Any, report: Report, prepared: Prepared) -> Report:
    meeting = lock_meeting(report.meeting_id)
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("meeting__round", "meeting__chair")
        .get(pk=report.pk)
    )
    if report.state == Report.State.SIGNED:
        return report
    report.meeting = Meeting.objects.select_related("round", "chair").get(pk=meeting.pk)
    require(can_sign(by, report.meeting))
    _check(report)
    if digest_of(content_of(report)) != prepared.digest:
        raise Refused(_("The report was changed in the meantime. Read it again, then sign."))
    hashes = _keep_files(by, report, prepared)
    report.content, report.digest = prepared.content, prepared.digest
    report.state, report.signed, report.signed_by = Report.State.SIGNED, timezone.now(), by
    report.save()
    report.meeting.state = State.CLOSED
    report.meeting.save(update_fields=["state"])
    content = {
        "version": report.version,
        "digest": report.digest,
        "files": hashes,
        "present": prepared.content["attendance"]["total"],
        "decisions": len(prepared.content["decisions"]),
    }
    ledger.record(by=by, kind="meetings.signed", subject=report.meeting, content=content)
    show_in_search(report.meeting)
    return report


def _keep_files(by: Any, report: Report, prepared: Prepared) -> dict[str, str]:
    """Store the files; their hashes by name."""
    hashes = {}
    for (kind, format_), data in prepared.files.items():
        name = f"{kind}-{report.meeting.held_on}-v{report.version}.{format_}"
        file = store(name=name, data=data, accepted=(format_,), by=by)
        ReportFile.objects.create(report=report, kind=kind, format=format_, file=file)
        hashes[f"{kind}.{format_}"] = file.sha256
    return hashes
