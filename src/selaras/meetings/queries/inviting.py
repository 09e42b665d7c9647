"""Who may be invited, who is, and who comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from selaras.core.types import RoleKind
from selaras.meetings.models import Invitation, Meeting
from selaras.organisations.models import Agency, Role, User

# The order in which offices are named in a letter; other kinds follow.
PRECEDENCE = ("setda", "sekretariat_dprd", "inspektorat", "dinas", "badan", "satpol_pp", "rsud")
ANSWERS = ("coming", "delegate", "none", "absent")


def heads_of(agency_ids: Iterable[int]) -> dict[int, User]:
    """The head's account of each unit that has one, by unit."""
    held = Role.objects.held().filter(kind=RoleKind.HEAD, agency__in=list(agency_ids))
    rows = held.filter(user__is_active=True).select_related("user").order_by("-pk")
    return {role.agency_id: role.user for role in rows if role.agency_id}


@dataclass(frozen=True)
class InvitationSet:
    """Units that are invited in one step, with how many are invited already."""

    key: str
    label: str
    agencies: tuple[Agency, ...]
    known: int


def invitation_sets(meeting: Meeting) -> list[InvitationSet]:
    """The heads of work units, the camat, and the partners of each sector."""
    invited = set(meeting.invitations.values_list("agency_id", flat=True))
    units: dict[str, list[Agency]] = {}
    for agency in sorted(Agency.objects.current(), key=_rank):
        units.setdefault(_set_of(agency), []).append(agency)
    labels = {
        "heads": _("All heads of work units (SKPD)"),
        "camat": _("All camat"),
        "bagian": _("Heads of divisions of the secretariat (bagian)"),
        "business": _("Business"),
        "academia": _("Universities and schools"),
        "community": _("Communities"),
        "media": _("Press"),
    }
    return [
        InvitationSet(key, label, tuple(units[key]), sum(each.pk in invited for each in units[key]))
        for key, label in labels.items()
        if key in units
    ]


def _rank(agency: Agency) -> tuple[int, str]:
    kinds = len(PRECEDENCE)
    place = PRECEDENCE.index(agency.kind) if agency.kind in PRECEDENCE else kinds
    return (place, agency.name)


def _set_of(agency: Agency) -> str:
    if agency.sector != Agency.Sector.GOVERNMENT:
        return agency.sector
    kinds = {Agency.Kind.KECAMATAN: "camat", Agency.Kind.BAGIAN: "bagian"}
    return kinds.get(Agency.Kind(agency.kind), "heads")


def invitations_of(meeting: Meeting) -> QuerySet[Invitation]:
    """All addressees with unit and group, withdrawn ones last."""
    return (
        Invitation.objects.filter(meeting=meeting)
        .select_related("agency", "group", "meeting")
        .order_by(F("withdrawn").asc(nulls_first=True), "position_in_list", "pk")
    )


@dataclass
class AnswerLine:
    """One line of the picture of who comes: counts by answer."""

    label: str
    url: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ANSWERS, 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def come(self) -> int:
        return self.counts["coming"] + self.counts["delegate"]

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """(answer, where it begins, how wide it is) in parts of a hundred."""
        found, start = [], 0.0
        for answer in ANSWERS:
            width = 100 * self.counts[answer] / self.total if self.total else 0
            if width:
                found.append((answer, round(start, 2), round(width, 2)))
            start += width
        return found


@dataclass(frozen=True)
class AnswerPicture:
    total: AnswerLine
    groups: Sequence[AnswerLine]
    sectors: Sequence[AnswerLine]
    mailed: int
    unreachable: int  # without an e-mail address


def answer_picture(meeting: Meeting) -> AnswerPicture:
    """Who comes, in all, by group and by sector; two queries however many are invited.

    An answer for another day or hour than the meeting has now counts as none.
    """
    rows: Any = meeting.invitations.filter(withdrawn=None).values_list(
        "group_id", "agency__sector", "answer", "answered", "mailed", "email"
    )
    total = AnswerLine(_("All"))
    groups: dict[int | None, AnswerLine] = {
        group.pk: AnswerLine(group.name, f"?group={group.pk}") for group in meeting.groups.all()
    }
    groups[None] = AnswerLine(_("without a group"), "?group=none")
    labels = dict(Agency.Sector.choices)
    sectors = {key: AnswerLine(str(label), f"?sector={key}") for key, label in labels.items()}
    sectors["person"] = AnswerLine(_("persons without a unit"), "?sector=person")
    mailed = unreachable = 0
    for group, sector, answer, answered, sent, email in rows:
        outdated = meeting.moved and answered and answered < meeting.moved
        for line in (total, groups[group], sectors[sector or "person"]):
            line.counts["none" if outdated else answer] += 1
        mailed += sent is not None
        unreachable += not email
    if not groups[None].total:
        del groups[None]
    shown = [line for line in sectors.values() if line.total]
    return AnswerPicture(total, list(groups.values()), shown, mailed, unreachable)


def invitation_by_token(token: str) -> Invitation | None:
    return (
        Invitation.objects.select_related("meeting__round", "agency", "group")
        .filter(token=token)
        .first()
    )
