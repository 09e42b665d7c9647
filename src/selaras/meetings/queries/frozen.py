"""What a signature covers besides the words: who was there, who signs, what the public is told."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models.functions import Coalesce

from selaras.core.ledger import plain
from selaras.lib.canonical import commitment
from selaras.meetings.models import Attendance, GroupStaff, Meeting, Report
from selaras.meetings.queries.arrival import Tally, arrivals_of, daftar_hadir

OTHERS = "other"


def people_digest(report: Report) -> str:
    """A salted hash of the attendance list: it binds to every name and signature, and tells none.

    The content that is signed holds this alone; the salt stays with the report, so nobody can try
    names until one fits.
    """
    meeting = report.meeting
    found = arrivals_of(meeting)
    list_ = {
        "rows": [_row(each) for each in daftar_hadir(meeting)],
        "totals": [_total(each) for each in (*found.by_kind, found.total)],
    }
    return commitment(bytes.fromhex(report.salt), plain(list_)).hex()


def _row(each: Attendance) -> list[Any]:
    invitation = each.invitation
    return [
        each.name,
        each.number,
        each.position,
        each.agency.name if each.agency else each.organisation,
        each.is_delegate,
        invitation.addressee if invitation else "",
        each.group.name if each.group else "",
        each.way,
        each.arrived.isoformat(),
        each.signature.sha256 if each.signature else "",
    ]


def _total(tally: Tally) -> list[Any]:
    return [
        tally.label, tally.invited, tally.present, tally.represented, tally.excused, tally.walk_in,
    ]  # fmt: skip


def signers_of(meeting: Meeting) -> list[dict[str, str]]:
    """Who signs the papers beside the chair: facilitators by group, then each note taker once."""
    staff = (
        GroupStaff.objects.filter(group__meeting=meeting)
        .select_related("group", "user")
        .order_by("group__position", "pk")
    )
    led = [each for each in staff if each.kind == GroupStaff.Kind.FACILITATOR]
    rows = [_signer(each, each.group.name) for each in led]
    takers = {each.user_id: each for each in staff if each.kind == GroupStaff.Kind.NOTES}
    return rows + [_signer(each, "") for each in takers.values()]


def _signer(each: GroupStaff, group: str) -> dict[str, str]:
    return {
        "kind": each.kind,
        "group": group,
        "name": each.user.name,
        "position": each.user.position,
    }


def public_part(meeting: Meeting) -> dict[str, Any]:
    """What a published summary tells beside results and decisions: numbers and units, no people."""
    invited = meeting.invitations.filter(withdrawn=None)
    # By the unit at the door, else by that of the invitation; what is typed may be a name.
    came = Attendance.objects.filter(meeting=meeting).values_list(
        Coalesce("agency__sector", "invitation__agency__sector"),
        Coalesce("agency__name", "invitation__agency__name"),
    )
    return {
        "summary": meeting.summary,
        "invited": _told(invited.values_list("agency__sector", "agency__name")),
        "came": _told(came),
    }


def _told(rows: Iterable[tuple[str | None, str | None]]) -> dict[str, Any]:
    found = list(rows)
    sectors = Counter(sector or OTHERS for sector, _unit in found)
    return {
        "sectors": [[sector, sectors[sector]] for sector in sorted(sectors)],
        "units": sorted({unit for _sector, unit in found if unit}),
    }
