"""The report while it is a draft: drafted, written by several people, brought to the chair."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.notices import notify
from selaras.meetings.access import can_correct, can_write_minutes
from selaras.meetings.actions.setup import require_open
from selaras.meetings.documents.draft import Drafted, draft_sections
from selaras.meetings.models import Meeting, Report, ReportSection, ReportText
from selaras.meetings.rules import State, may_correct


class Overtaken(Refused):
    """Somebody saved the section in the meantime; both texts are there to be joined."""

    def __init__(self, section: ReportSection, base: str) -> None:
        super().__init__(_("Somebody else has changed this section while you were writing."))
        self.section, self.base = section, base


@transaction.atomic
def draft_report(*, by: Any, meeting: Meeting) -> Report:
    """Make the draft, or write anew the sections that nobody has edited; titles follow the data.

    A section that has nothing left goes, unless somebody edited it or has it open.
    """
    require(can_write_minutes(by, meeting))
    meeting = _lock(meeting)
    require_open(meeting)
    report = meeting.reports.filter(state=Report.State.DRAFT).first()
    if report is None:
        report = Report.objects.create(meeting=meeting, version=_next_version(meeting))
    with translation.override(settings.LANGUAGE_CODE):
        drafted = draft_sections(meeting)
    changed = [code for each in enumerate(drafted) if (code := _put(report, *each))]
    removed = _drop(report, [each.code for each in drafted])
    if changed or removed:
        content: dict[str, Any] = {"version": report.version, "sections": changed}
        content |= {"removed": removed} if removed else {}
        ledger.record(by=by, kind="meetings.report_drafted", subject=meeting, content=content)
    return report


def _put(report: Report, position: int, drafted: Drafted) -> str:
    """Write one drafted section where nobody has edited it; its code when something changed."""
    section = report.sections.select_for_update().filter(code=drafted.code).first()
    if section is None:
        report.sections.create(
            code=drafted.code, title=drafted.title[:200], body=drafted.body, position=position
        )
        return drafted.code
    title, before = drafted.title[:200], section.title
    if (section.position, before) != (position, title):
        section.position, section.title = position, title
        section.save(update_fields=["position", "title"])
    if section.edited or section.body == drafted.body:
        return drafted.code if title != before else ""
    _replace(section, drafted.body, by=None)
    return drafted.code


def _drop(report: Report, kept: list[str]) -> list[str]:
    """Remove what is drafted no more and was never anybody's; the codes of what is gone."""
    gone = report.sections.select_for_update().filter(edited=False).exclude(code__in=kept)
    awake = timezone.now() - timedelta(seconds=60)
    gone = gone.exclude(writing_seen__gt=awake)
    codes = [each.code for each in gone]
    report.sections.filter(code__in=codes, edited=False).delete()
    return codes


@transaction.atomic
def save_section(*, by: Any, section: ReportSection, body: str, revision: int) -> ReportSection:
    """Save a section that was read at `revision`; the text before it is kept.

    Raises:
        Overtaken: somebody saved it since, and the texts differ. Nothing is written.
    """
    section = _writable(by, section)
    body = body.replace("\r\n", "\n").strip()
    if section.body == body:
        return _leave(section, by)
    if section.revision != revision:
        earlier = section.texts.filter(revision=revision).first()
        raise Overtaken(section, earlier.body if earlier else "")
    _replace(section, body, by=by)
    meeting = section.report.meeting
    content = {"section": section.code, "revision": section.revision}
    ledger.record(by=by, kind="meetings.section_written", subject=meeting, content=content)
    return _leave(section, by)


@transaction.atomic
def restore_text(*, by: Any, text: ReportText) -> ReportSection:
    """Bring an earlier text back, as a new revision: the present one is kept too."""
    section = _writable(by, text.section)
    return save_section(by=by, section=section, body=text.body, revision=section.revision)


@transaction.atomic
def note_writing(*, by: Any, section: ReportSection) -> None:
    """A sign of life of whoever has the section open; whoever came first is named."""
    section = _writable(by, section)
    now = timezone.now()
    seen = section.writing_seen
    gone = seen is None or (now - seen).total_seconds() > 60
    if section.writer_id != by.pk and not gone:
        return
    if section.writer_id != by.pk or gone:
        section.writer, section.writing_since = by, now
    section.writing_seen = now
    section.save(update_fields=["writer", "writing_since", "writing_seen"])


@transaction.atomic
def update_report(*, by: Any, report: Report, number: str, date: date | None) -> Report:
    """The number and the day of the record."""
    report = _open_report(by, report)
    before = {"number": report.number, "date": report.date}
    report.number, report.date = number.strip(), date
    if changed := ledger.changes(before, {"number": report.number, "date": report.date}):
        report.save(update_fields=["number", "date"])
        content = {"version": report.version, **changed}
        ledger.record(
            by=by, kind="meetings.report_changed", subject=report.meeting, content=content
        )
    return report


@transaction.atomic
def request_signature(*, by: Any, report: Report) -> Report:
    """Tell the chair that the report is ready to be signed.

    Raises:
        Refused: there is no chair, nothing to sign, or the meeting is still under way.
    """
    report = _open_report(by, report)
    meeting = report.meeting
    if meeting.chair is None:
        raise Refused(_("Name the chair of the meeting first: only the chair signs."))
    if meeting.state != Meeting.State.ENDED:
        raise Refused(_("End the meeting first; then it can be signed."))
    if not report.sections.exists():
        raise Refused(_("Draft the report first."))
    report.requested = timezone.now()
    report.save(update_fields=["requested"])
    content = {"version": report.version}
    ledger.record(by=by, kind="meetings.signature_asked", subject=meeting, content=content)
    with translation.override(meeting.chair.language):
        words = _("“%(meeting)s”: the report waits for your signature") % {"meeting": meeting.title}
    notify([meeting.chair], text=words, url=reverse("meetings:sign", args=[meeting.pk]))
    return report


@transaction.atomic
def open_correction(*, by: Any, meeting: Meeting, reason: str) -> Report:
    """A new draft from the version signed last, which stays as it was signed.

    Raises:
        Refused: nothing is signed, or no reason is given.
    """
    require(can_correct(by, meeting))
    meeting = _lock(meeting)
    if not may_correct(meeting.state):
        raise Refused(_("Only a signed report is corrected."))
    if not reason.strip():
        raise Refused(_("Say why it is corrected."), field="reason")
    signed = meeting.reports.filter(state=Report.State.SIGNED).latest("version")
    report = Report.objects.create(
        meeting=meeting,
        version=signed.version + 1,
        number=signed.number,
        date=signed.date,
        reason=reason.strip(),
    )
    ReportSection.objects.bulk_create(
        ReportSection(
            report=report,
            code=each.code,
            title=each.title,
            body=each.body,
            position=each.position,
            edited=each.edited,
        )
        for each in signed.sections.all()
    )
    meeting.state = State.ENDED
    meeting.save(update_fields=["state"])
    content = {"version": report.version, "reason": report.reason, "corrects": signed.digest}
    ledger.record(by=by, kind="meetings.correction_opened", subject=meeting, content=content)
    return report


def _lock(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round", "chair")
        .get(pk=meeting.pk)
    )


def _next_version(meeting: Meeting) -> int:
    return (meeting.reports.aggregate(last=Max("version"))["last"] or 0) + 1


def _open_report(by: Any, report: Report) -> Report:
    """The report, locked, if it is a draft that this person may write."""
    found = Report.objects.select_for_update(of=("self",)).select_related(
        "meeting__round", "meeting__chair"
    )
    require(can_write_minutes(by, report.meeting))
    require_open(report.meeting)
    report = found.get(pk=report.pk)
    if report.state != Report.State.DRAFT:
        raise Refused(_("This version is signed. Open a correction to change something."))
    return report


def _writable(by: Any, section: ReportSection) -> ReportSection:
    report = _open_report(by, section.report)
    found = ReportSection.objects.select_for_update().get(pk=section.pk)
    found.report = report
    return found


def _replace(section: ReportSection, body: str, *, by: Any) -> None:
    """Set a new text and keep the one before; `by` is None where it is only drafted anew."""
    ReportText.objects.create(
        section=section, revision=section.revision, body=section.body, by=section.updated_by
    )
    section.body, section.revision = body, section.revision + 1
    section.edited, section.updated_by = by is not None, by
    section.save(update_fields=["body", "revision", "edited", "updated_by", "updated"])


def _leave(section: ReportSection, by: Any) -> ReportSection:
    """Whoever has saved no longer writes."""
    if section.writer_id == by.pk:
        section.writer, section.writing_since, section.writing_seen = None, None, None
        section.save(update_fields=["writer", "writing_since", "writing_seen"])
    return section
