"""Reads of dots: nobody, whatever the role, reads a result before voting is closed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from selaras.meetings.models import Ballot, Contribution, Group, Participant
from selaras.meetings.rules import Cast, phase_allows, root_of, shown_sectors, tally


@dataclass(frozen=True)
class SectorResult:
    sector: str  # "" for sectors of few voters, taken together
    voters: int
    dots: Mapping[int, int]  # by card


def live_ballot(participant: Participant) -> Ballot | None:
    return Ballot.objects.filter(
        group_id=participant.group_id, participant=participant, superseded=None
    ).first()


def ballots_cast(group: Group) -> int:
    """How many have voted; that many voted is no secret, what they voted is."""
    return _live(group).count()


def counted(group: Group) -> Counter[int]:
    """Votes by standing card: those from paper, and the dots once voting is closed.

    For the action that writes them on the cards.
    """
    roots = _roots(group)
    found = tally(_casts(group), roots) if phase_allows(group.phase, "see_result") else Counter()
    paper = Contribution.objects.filter(group=group, paper_votes__gt=0)
    for pk, number in paper.values_list("pk", "paper_votes"):
        if pk in roots:
            found[roots[pk]] += number
    return found


def results_by_sector(group: Group) -> list[SectorResult]:
    """The closed vote by the voters' sectors; empty before that, and where few voted alike."""
    if not phase_allows(group.phase, "see_result"):
        return []
    casts = _casts(group)
    voters = Counter(cast.sector for cast in casts)
    names = shown_sectors(voters)
    if len(set(names.values())) < 2:
        return []
    roots = _roots(group)
    found = []
    for shown in sorted(set(names.values()), key=lambda name: (not name, name)):
        own = [cast for cast in casts if names[cast.sector] == shown]
        found.append(SectorResult(shown, len(own), tally(own, roots)))
    return found


def _live(group: Group) -> QuerySet[Ballot]:
    """What counts. Those removed before the end of the vote do not; whoever is removed later has
    voted: to count again without one ballot would tell what stood on it.
    """
    found = Ballot.objects.filter(group=group, superseded=None)
    ended = phase_allows(group.phase, "see_result")
    return found if ended else found.filter(participant__removed=None)


def _casts(group: Group) -> list[Cast]:
    rows = _live(group).values_list("participant__sector", "dots")
    return [
        Cast(sector, {int(card): int(number) for card, number in dots.items()})
        for sector, dots in rows
    ]


def _roots(group: Group) -> dict[int, int]:
    """Of every card that may hold dots: the card it stands under, hidden ones left out."""
    rows = Contribution.objects.filter(group=group).values_list("pk", "merged_into_id", "hidden")
    parents = {pk: parent for pk, parent, _hidden in rows}
    gone = {pk for pk, _parent, hidden in rows if hidden}
    found = {pk: root_of(parents, pk) for pk in parents}
    return {pk: root for pk, root in found.items() if pk not in gone and root not in gone}
