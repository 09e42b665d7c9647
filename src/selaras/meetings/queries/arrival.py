"""Who is there, who is expected, and the attendance list."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from selaras.meetings.models import Attendance, Invitation, Meeting
from selaras.organisations.models import Agency

MOST_NAMES = 8  # that a kiosk shows
FEWEST_LETTERS = 3  # that a kiosk asks for


@dataclass
class Tally:
    """Figures of the invited and of those who came, of one kind or group, or of all."""

    label: str
    invited: int = 0
    present: int = 0  # of the invited, in person
    represented: int = 0  # by a delegate
    excused: int = 0  # said that they do not come
    walk_in: int = 0  # came without an invitation

    @property
    def absent(self) -> int:
        """Invited, not excused, not there; while the meeting runs: still expected."""
        return self.invited - self.present - self.represented - self.excused

    @property
    def came(self) -> int:
        return self.present + self.represented + self.walk_in

    @property
    def share(self) -> float:
        """Of the invited, in per cent."""
        return 100 * (self.present + self.represented) / self.invited if self.invited else 0.0


@dataclass(frozen=True)
class Arrivals:
    total: Tally
    by_kind: Sequence[Tally]
    by_group: Sequence[Tally]
    unsigned: int


@dataclass
class _Sorting:
    kinds: dict[str, Tally] = field(default_factory=dict)
    groups: dict[int | None, Tally] = field(default_factory=dict)


def attendances_of(meeting: Meeting) -> QuerySet[Attendance]:
    """Those who were there, in the order in which they came."""
    return (
        Attendance.objects.filter(meeting=meeting)
        .select_related("invitation__agency", "agency", "group", "signature", "recorded_by")
        .order_by("arrived", "pk")
    )


def daftar_hadir(meeting: Meeting) -> list[Attendance]:
    """The attendance list: the invited in the order of their list, then those who came besides."""
    found = list(attendances_of(meeting))
    place = {each.pk: number for number, each in enumerate(found)}

    def order(each: Attendance) -> tuple[int, int, int]:
        invitation = each.invitation
        if invitation is None:
            return 1, 0, place[each.pk]
        return 0, invitation.position_in_list, invitation.pk

    return sorted(found, key=order)


def arrivals_of(meeting: Meeting) -> Arrivals:
    """Figures by kind and by group, in three queries."""
    invited = Invitation.objects.filter(meeting=meeting, withdrawn=None).select_related("agency")
    there_are = list(Attendance.objects.filter(meeting=meeting).select_related("agency"))
    came = {each.invitation_id: each for each in there_are if each.invitation_id}
    walk_ins = [each for each in there_are if not each.invitation_id]
    total, sorting = Tally(str(_("All"))), _Sorting()
    names = dict(meeting.groups.values_list("pk", "name"))
    for invitation in invited:
        there = came.pop(invitation.pk, None)
        group = there.group_id if there else invitation.group_id
        for tally in (total, *_tallies(sorting, names, invitation.agency, group)):
            _count_invited(tally, invitation, there)
    # An invitation that was withdrawn, and whose guest came all the same, counts as a walk-in.
    for there in (*came.values(), *walk_ins):
        for tally in (total, *_tallies(sorting, names, there.agency, there.group_id)):
            tally.walk_in += 1
    groups = [sorting.groups[key] for key in [*names, None] if key in sorting.groups]
    unsigned = sum(each.signature_id is None for each in there_are)
    return Arrivals(total, list(sorting.kinds.values()), groups, unsigned)


def _tallies(
    sorting: _Sorting, names: dict[int, str], agency: Agency | None, group: int | None
) -> tuple[Tally, Tally]:
    kind = str(agency.get_sector_display()) if agency else str(_("others"))
    name = names.get(group or 0, "") or str(_("No group"))
    kinds = sorting.kinds.setdefault(kind, Tally(kind[:1].upper() + kind[1:]))
    return kinds, sorting.groups.setdefault(group if group in names else None, Tally(name))


def _count_invited(tally: Tally, invitation: Invitation, there: Attendance | None) -> None:
    tally.invited += 1
    if there is not None:
        tally.represented += there.is_delegate
        tally.present += not there.is_delegate
    elif invitation.answer == Invitation.Answer.ABSENT:
        tally.excused += 1


def desk_list(meeting: Meeting) -> list[dict[str, Any]]:
    """The invited as an officer's phone keeps them: no telephone, no e-mail, no NIP, no code."""
    invited = (
        Invitation.objects.filter(meeting=meeting, withdrawn=None)
        .select_related("agency", "group", "attendance")
        .order_by("position_in_list", "pk")
    )
    return [_desk_entry(each) for each in invited]


def _desk_entry(invitation: Invitation) -> dict[str, Any]:
    there = getattr(invitation, "attendance", None)
    return {
        "id": invitation.pk,
        "addressee": invitation.addressee,
        "unit": invitation.agency.label if invitation.agency else "",
        "unit_name": invitation.agency.name if invitation.agency else "",
        "group": invitation.group.name if invitation.group else "",
        "name": invitation.name,
        "position": invitation.position,
        "delegate": invitation.answer == Invitation.Answer.DELEGATE,
        "code": code_hash(invitation.token),
        "there": there.arrived.isoformat() if there else "",
        "there_name": there.name if there else "",
        "signed": bool(there and there.signature_id),
    }


def code_hash(token: str) -> str:
    """What a phone compares a scanned code with; the code itself stays on the letter."""
    return hashlib.sha256(token.encode()).hexdigest()[:24]


def invited_by_prefix(meeting: Meeting, typed: str) -> list[Invitation]:
    """A few of the invited any word of whose name or unit begins as typed; none below 3 letters."""
    words = typed.split()[:5]
    if not words or max(map(len, words)) < FEWEST_LETTERS:
        return []
    found = Invitation.objects.filter(meeting=meeting, withdrawn=None)
    for word in words:
        condition = Q()
        for name in ("addressee", "name", "agency__name", "agency__short_name"):
            condition |= Q(**{f"{name}__istartswith": word})
            condition |= Q(**{f"{name}__icontains": f" {word}"})
        found = found.filter(condition)
    return list(found.select_related("agency", "attendance")[:MOST_NAMES])


def invited_by_code(meeting: Meeting, code: str) -> list[Invitation]:
    """The one whose personal code this is, or none."""
    found = Invitation.objects.filter(meeting=meeting, token=code)
    return list(found.select_related("agency", "attendance"))
