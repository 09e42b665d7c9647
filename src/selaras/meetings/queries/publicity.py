"""Meetings as the public sees them: announced ones, and what is published of signed ones."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core.models import LedgerEntry
from selaras.core.registry import SearchDocument
from selaras.meetings.models import Meeting, Publication, Report, ReportFile
from selaras.meetings.queries.reports import content_of
from selaras.meetings.rules import State


def public_meetings() -> Any:
    """Meetings that are announced, of public rounds; `last` is the final day, `order` a whole
    number by day and then by id, for paging; `is_signed` tells whether any version is."""
    day = ExtractYear("held_on") * 10_000 + ExtractMonth("held_on") * 100 + ExtractDay("held_on")
    order = ExpressionWrapper(day * 10_000_000 + F("pk"), output_field=BigIntegerField())
    signed = Report.objects.filter(meeting=OuterRef("pk"), state=Report.State.SIGNED)
    return (
        Meeting.objects.filter(public=True, round__public=True)
        .select_related("round", "publication")
        .annotate(last=Coalesce("last_day", "held_on"), order=order, is_signed=Exists(signed))
    )


def upcoming(meetings: Any, today: date | None = None) -> Any:
    """Those that are yet to be held, the next one first; cancelled ones tell so until their day."""
    found = meetings.filter(last__gte=today or timezone.localdate())
    return found.exclude(state__in=(State.ENDED, State.CLOSED)).order_by("held_on", "pk")


def past(meetings: Any, today: date | None = None) -> Any:
    gone = Q(last__lt=today or timezone.localdate()) | Q(state__in=(State.ENDED, State.CLOSED))
    return meetings.filter(gone)


def public_years() -> list[int]:
    days = Meeting.objects.filter(public=True, round__public=True).dates("held_on", "year", "DESC")
    return [day.year for day in days]


def publication_of(meeting: Meeting) -> Publication:
    """The planner's choice, or an unsaved one that shows nothing."""
    return getattr(meeting, "publication", None) or Publication(meeting=meeting)


def public_report(meeting: Meeting) -> Report | None:
    """The version signed last: while it is corrected, until the new one is signed."""
    if meeting.state == State.CANCELLED:
        return None
    return meeting.reports.filter(state=Report.State.SIGNED).order_by("-version").first()


def public_files(meeting: Meeting, kinds: Sequence[str]) -> QuerySet[ReportFile]:
    """The signed documents of these kinds, of the newest version."""
    report = public_report(meeting) if kinds else None
    found = ReportFile.objects.filter(report=report, kind__in=kinds) if report else None
    return found.select_related("file") if found is not None else ReportFile.objects.none()


def meetings_for_calendar() -> Any:
    """Public meetings from a year ago on."""
    since = timezone.localdate().replace(day=1)
    since = since.replace(year=since.year - 1)
    agenda = Prefetch("agenda")
    return public_meetings().filter(last__gte=since).order_by("held_on").prefetch_related(agenda)


def last_changes(meetings: Sequence[Meeting]) -> dict[int, datetime]:
    """When each meeting's facts were last changed, from the ledger, in one query."""
    rows = (
        LedgerEntry.objects.filter(
            object_type="meetings.meeting",
            object_id__in=[str(meeting.pk) for meeting in meetings],
            kind__in=(
                "meetings.updated",
                "meetings.state",
                "meetings.publicity",
                "meetings.agenda_set",
            ),
        )  # fmt: skip
        .order_by()
        .values_list("object_id")
        .annotate(last=Max("time"))
    )
    return {int(pk): last for pk, last in rows}


def public_document(meeting: Meeting) -> SearchDocument:
    """The public page in the search, with what was signed last; `meeting.round` must be loaded."""
    words = [meeting.place]
    if meeting.state == State.CANCELLED:
        with translation.override(settings.LANGUAGE_CODE):
            words.append(_("This meeting is cancelled."))
    report = public_report(meeting) if publication_of(meeting).summary else None
    if report is not None:
        words += _signed_words(report)
    return SearchDocument(
        kind="public-meetings",
        object_id=str(meeting.pk),
        title=meeting.title,
        body=" ".join(word for word in words if word),
        url=public_url(meeting),
        public=True,
    )


def _signed_words(report: Report) -> Iterator[str]:
    content = content_of(report)
    yield content["public"]["summary"] if "public" in content else report.meeting.summary
    yield from (card["title"] for group in content["results"] for card in group["cards"])
    yield from (each["text"] for each in content["decisions"])


def public_documents() -> list[SearchDocument]:
    return [public_document(meeting) for meeting in public_meetings()]


def public_url(meeting: Meeting) -> str:
    return reverse("meetings:public-meeting", args=[meeting.pk])
