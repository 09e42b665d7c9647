"""Phones that join a meeting with its code, and leave it."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_facilitate
from selaras.meetings.actions.setup import require_open
from selaras.meetings.actions.voting import recount
from selaras.meetings.actions.wall import touch
from selaras.meetings.models import Group, Invitation, Meeting, Participant
from selaras.meetings.queries import hashed
from selaras.meetings.rules import Phase, State


@transaction.atomic
def join_meeting(
    *,
    meeting: Meeting,
    group: Group,
    sector: str,
    agency: Any = None,
    name: str = "",
    invitation: Invitation | None = None,
) -> tuple[Participant, str]:
    """A place in a group, and the secret that the phone keeps; only its hash stays here.

    Who comes again with the same personal link gets the old place back, so a lost phone neither
    loses the cards nor gains a second ballot.

    Raises:
        Refused: the meeting is not under way, or the person was removed.
    """
    if meeting.state != State.RUNNING:
        raise Refused(_("The meeting is not under way."))
    if group.meeting_id != meeting.pk:
        raise Refused(_("Choose a group of this meeting."), field="group")
    secret = secrets.token_urlsafe(32)
    if known := _seat_of(invitation):
        _require_present(known)
        Participant.objects.filter(pk=known.pk).update(secret_hash=hashed(secret))
        ledger.record(by=None, kind="meetings.rejoined", subject=known)
        return known, secret
    made = Participant.objects.create(
        meeting=meeting, group=group, sector=sector, agency=agency, name=name,
        invitation=invitation, secret_hash=hashed(secret),
    )  # fmt: skip
    content = {"group": group.pk, "sector": sector}
    ledger.record(by=None, kind="meetings.joined", subject=made, content=content)
    return made, secret


@transaction.atomic
def leave_meeting(*, participant: Participant) -> None:
    """Hand the phone over: its secret opens nothing any more; what was written and voted stays."""
    fresh = hashed(secrets.token_urlsafe(32))
    Participant.objects.filter(pk=participant.pk).update(secret_hash=fresh)
    ledger.record(by=None, kind="meetings.left", subject=participant)


@transaction.atomic
def remove_participant(*, by: Any, participant: Participant, with_cards: bool) -> None:
    """Send away who abuses the wall: writes no more, and its supports do not count, nor its ballot
    while the vote is open. After its end the count stands (`queries.voting`).
    """
    group = _locked(by, participant)
    now = timezone.now()
    participant.removed = now
    participant.save(update_fields=["removed"])
    if with_cards:
        under = group.contributions.filter(merged_into__author=participant)
        under.exclude(author=participant).update(merged_into=None)  # words of others stay
        participant.contributions.filter(hidden=None).update(hidden=now)
        participant.comments.filter(hidden=None).update(hidden=now)
    _changed(group)
    content = {"group": group.pk, "with_cards": with_cards}
    ledger.record(by=by, kind="meetings.removed", subject=participant, content=content)


@transaction.atomic
def restore_participant(*, by: Any, participant: Participant) -> None:
    """Let the person in again; hidden cards are shown one by one."""
    group = _locked(by, participant)
    participant.removed = None
    participant.save(update_fields=["removed"])
    _changed(group)
    content = {"group": group.pk}
    ledger.record(by=by, kind="meetings.readmitted", subject=participant, content=content)


def _seat_of(invitation: Invitation | None) -> Participant | None:
    """The seat that the personal link has; two phones with it come one after the other."""
    if invitation is None:
        return None
    Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    return Participant.objects.filter(invitation=invitation).first()


def _require_present(participant: Participant) -> None:
    if participant.removed:
        raise Refused(_("The facilitator has removed this phone from the meeting."))


def _locked(by: Any, participant: Participant) -> Group:
    require(can_facilitate(by, participant.group))
    require_open(participant.meeting)
    return Group.objects.select_for_update(no_key=True).get(pk=participant.group_id)


def _changed(group: Group) -> None:
    touch(group)
    if group.phase == Phase.DONE:
        recount(group)
