"""Meetings as the public sees them: announced ones, and what is published of signed ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    ExpressionWrapper,
    F,
    Max,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.models import LedgerEntry
from selaras.core.registry import ChainLink, SearchDocument, need_answers
from selaras.meetings.models import (
    Attendance,
    Contribution,
    Decision,
    Group,
    Meeting,
    Publication,
    Report,
    ReportFile,
)
from selaras.meetings.queries.meetings import groups_of
from selaras.meetings.rules import State
from selaras.meetings.rules.publicity import small_total, without_small
from selaras.organisations.models import Agency

OTHERS = "other"


def public_meetings() -> Any:
    """Meetings that are announced, of public rounds; `last` is the final day, `order` a whole
    number by day and then by id, for paging."""
    day = ExtractYear("held_on") * 10_000 + ExtractMonth("held_on") * 100 + ExtractDay("held_on")
    order = ExpressionWrapper(day * 10_000_000 + F("pk"), output_field=BigIntegerField())
    return (
        Meeting.objects.filter(public=True, round__public=True)
        .select_related("round", "publication")
        .annotate(last=Coalesce("last_day", "held_on"), order=order)
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
    """The newest signed version; none as long as the meeting is not closed."""
    if meeting.state != State.CLOSED:
        return None
    return meeting.reports.filter(state=Report.State.SIGNED).order_by("-version").first()


def public_files(meeting: Meeting, kinds: Sequence[str]) -> QuerySet[ReportFile]:
    """The signed documents of these kinds, of the newest version."""
    report = public_report(meeting) if kinds else None
    found = ReportFile.objects.filter(report=report, kind__in=kinds) if report else None
    return found.select_related("file") if found is not None else ReportFile.objects.none()


@dataclass(frozen=True)
class SectorRow:
    """How many of a sector were invited and came; None: too few to tell."""

    label: Any
    invited: int | None
    came: int | None


@dataclass(frozen=True)
class Proposal:
    contribution: Contribution
    programmes: Sequence[ChainLink]


@dataclass(frozen=True)
class GroupSummary:
    group: Group
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Summary:
    """What is published of a signed meeting. It names offices, never people."""

    report: Report
    sectors: tuple[SectorRow, ...]
    invited: int | None
    came: int | None
    units_came: tuple[str, ...]
    units_absent: tuple[str, ...]
    groups: tuple[GroupSummary, ...]
    decisions: tuple[Decision, ...]

    @property
    def proposals(self) -> int:
        return sum(len(group.proposals) for group in self.groups)

    @property
    def programmes(self) -> list[ChainLink]:
        """Every public programme that answers something said here, once each."""
        links = {
            link.url: link
            for group in self.groups
            for each in group.proposals
            for link in each.programmes
        }
        return list(links.values())


def published_summary(meeting: Meeting) -> Summary | None:
    """The summary that everybody may read: signed, and published by the planner."""
    return summary_of(meeting) if publication_of(meeting).summary else None


def summary_of(meeting: Meeting) -> Summary | None:
    """What a published summary holds or would hold; None before the record is signed."""
    report = public_report(meeting)
    if report is None:
        return None
    invited, came = _invited(meeting), _came(meeting)
    groups = _groups(meeting)
    return Summary(
        report=report,
        sectors=_sectors(invited, came),
        invited=small_total(Counter(sector for sector, _unit in invited)),
        came=small_total(Counter(sector for sector, _unit in came)),
        **_units(invited, came),
        groups=groups,
        decisions=tuple(meeting.decisions.select_related("owner", "group")),
    )


Pairs = list[tuple[str, str]]  # of each person or office: sector, name of the unit if it has one


def _invited(meeting: Meeting) -> Pairs:
    rows = meeting.invitations.filter(withdrawn=None)
    return _pairs(rows.values_list("agency__sector", "agency__name"))


def _came(meeting: Meeting) -> Pairs:
    """By the unit at the door, else by that of the invitation."""
    rows = Attendance.objects.filter(meeting=meeting).values_list(
        Coalesce("agency__sector", "invitation__agency__sector"),
        Coalesce("agency__name", "invitation__agency__name"),
    )
    return _pairs(rows)


def _pairs(rows: Any) -> Pairs:
    return [(sector or OTHERS, unit or "") for sector, unit in rows]


def _sectors(invited: Pairs, came: Pairs) -> tuple[SectorRow, ...]:
    first = without_small(Counter(sector for sector, _unit in invited))
    second = without_small(Counter(sector for sector, _unit in came))
    labels = [*Agency.Sector.choices, (OTHERS, _("others"))]
    return tuple(
        SectorRow(label, first.get(key, 0), second.get(key, 0))
        for key, label in labels
        if key in first or key in second
    )


def _units(invited: Pairs, came: Pairs) -> dict[str, tuple[str, ...]]:
    asked = {unit for _sector, unit in invited if unit}
    there = {unit for _sector, unit in came if unit}
    return {
        "units_came": tuple(sorted(there)),
        "units_absent": tuple(sorted(asked - there)),
    }


def _groups(meeting: Meeting) -> tuple[GroupSummary, ...]:
    groups = groups_of(meeting)
    needs = [
        each.need_id for group in groups for each in group.contributions if each.need_id is not None
    ]
    answers: dict[int, list[ChainLink]] = {}
    for source in need_answers:
        for need, links in source(needs).items():
            answers.setdefault(need, []).extend(links)
    return tuple(
        GroupSummary(
            group.group,
            tuple(
                Proposal(each, answers.get(each.need_id or 0, ())) for each in group.contributions
            ),
        )
        for group in groups
    )


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
    """The public page in the search; `meeting.round` must be loaded."""
    shown = bool(publication_of(meeting).summary)
    words = [meeting.place, meeting.summary if shown else ""]
    if shown:
        words += [each.title for each in meeting.contributions.filter(hidden=None)]
        words += [each.text for each in meeting.decisions.all()]
    return SearchDocument(
        kind="public-meetings",
        object_id=str(meeting.pk),
        title=meeting.title,
        body=" ".join(word for word in words if word),
        url=public_url(meeting),
        public=True,
    )


def public_documents() -> list[SearchDocument]:
    return [public_document(meeting) for meeting in public_meetings()]


def public_url(meeting: Meeting) -> str:
    return reverse("meetings:public-meeting", args=[meeting.pk])
