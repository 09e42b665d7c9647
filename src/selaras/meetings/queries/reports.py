"""The report of a meeting: its versions, its sections, and what a signature freezes."""

from collections import Counter
from datetime import time
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone, translation

from selaras.core.ledger import history, plain, told
from selaras.core.models import LedgerEntry, StoredFile
from selaras.core.verification import content_holds
from selaras.lib.canonical import digest
from selaras.meetings.models import Attendance, Decision, Meeting, Report, ReportFile, ReportSection
from selaras.meetings.queries.arrival import arrivals_of
from selaras.meetings.queries.conclusions import decisions_of
from selaras.meetings.queries.frozen import people_digest, public_part, signers_of
from selaras.meetings.queries.meetings import groups_of
from selaras.meetings.rules import State

# 1 had no `people`, `signers`, `public`: what was signed in it stays as it was signed.
FORMAT = "selaras-meeting-report-2"


def reports_of(meeting: Meeting) -> QuerySet[Report]:
    """All versions, newest first, with their files and sections."""
    return (
        Report.objects.filter(meeting=meeting)
        .select_related("meeting__round", "meeting__chair", "signed_by")
        .prefetch_related(
            Prefetch("files", ReportFile.objects.select_related("file")),
            Prefetch("sections", ReportSection.objects.select_related("updated_by", "writer")),
        )
    )


def current_report(meeting: Meeting) -> Report | None:
    """The draft that is worked on, else the version signed last."""
    return reports_of(meeting).first()


def waiting_for_signature(user: Any) -> QuerySet[Report]:
    """Drafts whose chair was asked to sign."""
    return Report.objects.filter(
        state=Report.State.DRAFT, meeting__chair=user.pk, meeting__state=Meeting.State.ENDED
    ).exclude(requested=None).select_related("meeting__round")  # fmt: skip


def content_of(report: Report) -> dict[str, Any]:
    """What the report says: as it was signed, or as the data are now. No names of guests."""
    if report.content is not None:
        signed: dict[str, Any] = report.content
        return signed
    with translation.override(settings.LANGUAGE_CODE):
        return _content(report)


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return digest(content).hex()


def signature_entry(report: Report) -> LedgerEntry | None:
    """The ledger's entry of the signature."""
    entries = history(report.meeting).filter(kind="meetings.signed")
    return next((each for each in entries if told(each).get("version") == report.version), None)


def is_intact(report: Report, entry: LedgerEntry | None) -> bool:
    """Whether content and files are those of the signature's entry in the ledger."""
    if entry is None or not content_holds(entry):
        return False
    kept = told(entry)
    kinds = report.files.values_list("kind", "format", "file__sha256")
    files = {f"{kind}.{form}": sha256 for kind, form, sha256 in kinds}
    same = digest_of(report.content or {}) == report.digest == kept.get("digest")
    return same and files == kept.get("files", files)


def signed_report(prefix: str) -> Report | None:
    """The signed report whose digest begins so; sixteen figures at least tell it apart."""
    if len(prefix) < 16:
        return None
    found = Report.objects.filter(state=Report.State.SIGNED, digest__startswith=prefix.lower())
    return found.select_related("meeting", "signed_by").first()


def file_of(report: Report, sha256: str) -> ReportFile | None:
    """The signed file with this hash."""
    return report.files.filter(file__sha256=sha256).select_related("file").first()


def stored_file(report: Report, kind: str, format_: str) -> StoredFile | None:
    found = next((f for f in report.files.all() if (f.kind, f.format) == (kind, format_)), None)
    return found.file if found else None


def _content(report: Report) -> dict[str, Any]:
    meeting = report.meeting
    made = {
        "format": FORMAT,
        "meeting": _meeting(meeting),
        "version": report.version,
        "number": report.number,
        "date": str(report.date or meeting.final_day),
        "reason": report.reason,
        "attendance": attendance_counts(meeting),
        "people": people_digest(report),
        "signers": signers_of(meeting),
        "public": public_part(meeting),
        "results": _results(meeting),
        "decisions": [_decision(each) for each in decisions_of(meeting)],
        "sections": [
            {"code": each.code, "title": each.title, "body": each.body}
            for each in report.sections.all()
        ],
    }
    kept: dict[str, Any] = plain(made)
    return kept


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.pk,
        "title": meeting.title,
        "kind": meeting.kind,
        "round": meeting.round.name,
        "held_on": str(meeting.held_on),
        "last_day": str(meeting.last_day or ""),
        "starts": f"{meeting.starts:%H:%M}" if meeting.starts else "",
        "ends": f"{meeting.ends:%H:%M}" if meeting.ends else "",
        "place": meeting.place,
        "chair": meeting.chair.name if meeting.chair else "",
        "chair_position": meeting.chair.position if meeting.chair else "",
        "demo": meeting.is_demo,
    }


def ended_at(meeting: Meeting) -> time | None:
    """When the doors were closed by the ledger, if that was on its last day; else as planned: what
    was held on paper is only marked as held later.
    """
    for entry in history(meeting).filter(kind="meetings.state"):
        moment = timezone.localtime(entry.time)
        if told(entry).get("state") == [State.RUNNING, State.ENDED]:
            return moment.time() if moment.date() == meeting.final_day else meeting.ends
    return meeting.ends


def attendance_counts(meeting: Meeting) -> dict[str, Any]:
    """How many came, from which unit, into which group; counted as on the attendance page."""
    units: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for row in Attendance.objects.filter(meeting=meeting).select_related("agency", "group"):
        if unit := row.agency.name if row.agency else row.organisation:
            units[unit] += 1
        groups[row.group.name if row.group else ""] += 1
    came = arrivals_of(meeting).total
    return {
        "total": came.came or meeting.attendance or 0,
        "listed": came.came,
        "delegates": came.represented,
        "units": [[name, units[name]] for name in sorted(units)],
        "groups": [[name, groups[name]] for name in sorted(groups)],
    }


def _results(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {
            "group": result.group.name,
            "dimension": result.group.dimension.code if result.group.dimension else "",
            "votes": result.votes,
            "cards": [
                {
                    "id": card.pk,
                    "kind": card.kind,
                    "kind_name": str(card.get_kind_display()),
                    "title": card.title,
                    "description": card.description,
                    "votes": card.votes,
                }
                for card in result.contributions
            ],
        }
        for result in groups_of(meeting)
    ]


def _decision(each: Decision) -> dict[str, Any]:
    return {
        "id": each.pk,
        "kind": each.kind,
        "text": each.text,
        "dissent": each.dissent,
        "owner": each.owner.name if each.owner else "",
        "due": str(each.due or ""),
        "group": each.group.name if each.group else "",
        "contributions": [card.pk for card in each.contributions.all()],
    }


def is_writing(section: ReportSection, user: Any) -> bool:
    """Whether somebody else has the section open: a sign of life within the last minute."""
    seen = section.writing_seen
    return (
        section.writer_id is not None
        and section.writer_id != user.pk
        and seen is not None
        and (timezone.now() - seen).total_seconds() < 60
    )
