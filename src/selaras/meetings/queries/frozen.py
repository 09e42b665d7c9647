"""What a signature covers besides the words: who was there, who signs, what the public is told."""

from typing import Any

from selaras.core.ledger import plain
from selaras.lib.canonical import commitment
from selaras.meetings.models import Attendance, GroupStaff, Meeting, Report
from selaras.meetings.queries.arrival import Tally, arrivals_of, daftar_hadir


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
