"""What is published of a signed meeting: what was signed, with what became of it since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from selaras.core.registry import ChainLink, need_answers
from selaras.meetings.models import Contribution, Meeting, Report
from selaras.meetings.queries.frozen import OTHERS, public_part
from selaras.meetings.queries.publicity import public_report, publication_of
from selaras.meetings.queries.reports import content_of
from selaras.meetings.rules.publicity import small_total, without_small
from selaras.organisations.models import Agency


@dataclass(frozen=True)
class SectorRow:
    """How many of a sector were invited and came; None: too few to tell."""

    label: Any
    invited: int | None
    came: int | None


@dataclass(frozen=True)
class Proposal:
    title: str
    kind: str
    votes: int
    programmes: Sequence[ChainLink]


@dataclass(frozen=True)
class GroupSummary:
    name: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Decided:
    kind: str
    text: str
    owner: str
    due: date | None
    done: bool


@dataclass(frozen=True)
class Summary:
    """What is published of a signed meeting. It names offices, never people."""

    report: Report
    words: str
    is_corrected: bool  # a new version is being written
    sectors: tuple[SectorRow, ...]
    invited: int | None
    came: int | None
    units_came: tuple[str, ...]
    units_absent: tuple[str, ...]
    groups: tuple[GroupSummary, ...]
    decisions: tuple[Decided, ...]

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
    """What a published summary holds or would hold; None before the record is signed.

    It is made of what was signed last: what a correction changes is told once it is signed.
    """
    report = public_report(meeting)
    if report is None:
        return None
    content = content_of(report)
    told = content.get("public") or public_part(meeting)  # signed before it was kept: as it is now
    invited, came = dict(told["invited"]["sectors"]), dict(told["came"]["sectors"])
    there = told["came"]["units"]
    return Summary(
        report=report,
        words=told["summary"],
        is_corrected=meeting.state != Meeting.State.CLOSED,
        sectors=_sectors(invited, came),
        invited=small_total(invited),
        came=small_total(came),
        units_came=tuple(there),
        units_absent=tuple(unit for unit in told["invited"]["units"] if unit not in there),
        groups=_groups(meeting, content["results"]),
        decisions=_decisions(meeting, content["decisions"]),
    )


def _sectors(invited: dict[str, int], came: dict[str, int]) -> tuple[SectorRow, ...]:
    first, second = without_small(invited), without_small(came)
    labels = [*Agency.Sector.choices, (OTHERS, _("others"))]
    return tuple(
        SectorRow(label, first.get(key, 0), second.get(key, 0))
        for key, label in labels
        if key in first or key in second
    )


def _groups(meeting: Meeting, results: list[dict[str, Any]]) -> tuple[GroupSummary, ...]:
    cards = [card["id"] for group in results for card in group["cards"]]
    found = Contribution.objects.filter(meeting=meeting, pk__in=cards).exclude(need=None)
    needs = dict(found.values_list("pk", "need"))
    answers: dict[int, list[ChainLink]] = {}
    for source in need_answers:
        for need, links in source(list(needs.values())).items():
            answers.setdefault(need, []).extend(links)
    kinds = {str(value): str(label) for value, label in Contribution.Kind.choices}
    return tuple(
        GroupSummary(
            group["group"],
            tuple(
                Proposal(
                    card["title"],
                    kinds.get(card["kind"], card["kind_name"]),
                    card["votes"],
                    answers.get(needs.get(card["id"], 0), ()),
                )
                for card in group["cards"]
            ),
        )
        for group in results
    )


def _decisions(meeting: Meeting, decisions: list[dict[str, Any]]) -> tuple[Decided, ...]:
    """As they were signed; action points are ticked off later too."""
    now = meeting.decisions.exclude(done=None).values_list("pk", "kind", "text")
    done = {pk for pk, _kind, _text in now} | {(kind, text) for _pk, kind, text in now}
    return tuple(
        Decided(
            each["kind"],
            each["text"],
            each["owner"],
            date.fromisoformat(each["due"]) if each["due"] else None,
            (each["id"] if "id" in each else (each["kind"], each["text"])) in done,
        )
        for each in decisions
    )
