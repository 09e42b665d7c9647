"""Receiving the guests of a meeting, and mending what went wrong at the door."""

import uuid
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.files import store, throw_away
from selaras.core.models import StoredFile
from selaras.lib.ink import ink
from selaras.meetings.access import can_receive
from selaras.meetings.actions.guests import attach, beside, completed
from selaras.meetings.actions.setup import lock_meeting, require_open, require_unsettled
from selaras.meetings.models import Attendance, Invitation, Kiosk, Meeting, UndoneArrival
from selaras.meetings.queries.same_guest import same_guest
from selaras.meetings.rules.arrival import Reply, arrival_moment, kiosk_takes
from selaras.meetings.types import Guest, Received

FIELDS = (
    "name",
    "position",
    "number",
    "organisation",
    "agency_id",
    "group_id",
    "is_delegate",
)


@transaction.atomic
def check_in(
    *,
    by: Any,
    meeting: Meeting,
    client_key: uuid.UUID,
    guest: Guest,
    way: str,
    invitation: Invitation | None = None,
    arrived: datetime | None = None,
    signature: bytes = b"",
    kiosk: Kiosk | None = None,
    besides: bool = False,
) -> Received:
    """Receive one guest; at a kiosk, where guests serve themselves, `by` is None.

    A repeat with the same key gets the same answer. A guest who has been received by another
    device stands once; a signature is added where there was none. A second person on one letter
    is written down besides at a kiosk, at the desk once the officer has said so by `besides`.

    Raises:
        Refused: there is no name, it is too early, the meeting is settled, the kiosk closed.
    """
    require(can_receive(by, meeting) if kiosk is None else kiosk.meeting_id == meeting.pk)
    meeting = lock_meeting(meeting.pk)  # one arrival at a time
    if known := _known(meeting, client_key):
        return known
    require_unsettled(meeting)
    now, first = timezone.now(), timezone.make_aware(datetime.combine(meeting.held_on, time.min))
    window = kiosk.window if kiosk else None
    arrived = arrival_moment(arrived, now=now, first=first, window=window)
    _require_time(kiosk, arrived, now, first)
    guest = completed(meeting, guest, invitation)
    there = same_guest(meeting, guest, invitation)
    taken = Attendance.objects.filter(invitation=invitation).first() if invitation else None
    if there is None and taken is not None and invitation is not None:
        if kiosk is None and not besides:
            return Received(Reply.OTHER, taken)
        guest, invitation = beside(guest, invitation), None
        there = same_guest(meeting, guest)
    if there is not None:
        if taken is None and invitation is not None and there.invitation_id is None:
            attach(there, guest, invitation, way, by)
        return _add_signature(there, signature, by)
    values = {"meeting": meeting, "invitation": invitation, "way": way, "arrived": arrived}
    return _written(guest, signature, by, client_key=client_key, **values)


def _written(guest: Guest, signature: bytes, by: Any, **values: Any) -> Received:
    """One more person in the attendance list."""
    file, unfit = _kept(signature, by)
    person = {name: getattr(guest, name) for name in FIELDS}
    made = Attendance.objects.create(recorded_by=by, signature=file, **values, **person)
    invited = made.invitation_id is not None
    content = {"way": made.way, "invited": invited, "signed": file is not None}
    ledger.record(by=by, kind="meetings.arrived", subject=made, content=content)
    return Received(Reply.NEW, made, unfit)


def _known(meeting: Meeting, client_key: uuid.UUID) -> Received | None:
    """The answer to an arrival that came before."""
    found = Attendance.objects.filter(client_key=client_key).first()
    if found is not None:
        require(found.meeting_id == meeting.pk)
        return Received(Reply.AGAIN, found)
    undone = UndoneArrival.objects.filter(client_key=client_key, meeting=meeting)
    return Received(Reply.UNDONE) if undone.exists() else None


def _require_time(kiosk: Kiosk | None, arrived: datetime, now: datetime, first: datetime) -> None:
    if now < first:
        raise Refused(_("Arrivals are taken from the day of the meeting on."))
    if kiosk is not None and not kiosk_takes(
        kiosk.window, arrived=arrived, now=now, closed=kiosk.closed
    ):
        raise Refused(_("This kiosk is closed. Please go to the officer at the door."))


def _add_signature(there: Attendance, signature: bytes, by: Any) -> Received:
    if there.signature_id is None:
        file, unfit = _kept(signature, by)
        if file is not None:
            there.signature = file
            there.save(update_fields=["signature"])
            ledger.record(by=by, kind="meetings.signed_at_door", subject=there)
        return Received(Reply.ALREADY, there, unfit)
    return Received(Reply.ALREADY, there)


def _kept(signature: bytes, by: Any) -> tuple[StoredFile | None, bool]:
    """The drawing as a private file; whether it was there and could not be read."""
    if not signature:
        return None, False
    try:
        drawn = ink(signature)
    except ValueError:  # the arrival must not be lost for it
        return None, True
    if drawn is None:
        return None, False
    return store(name="tanda-tangan.png", data=drawn, accepted=("png",), by=by), False


@transaction.atomic
def correct_arrival(*, by: Any, attendance: Attendance, values: Mapping[str, Any]) -> Attendance:
    """Mend what was written at the door; `values` are names of FIELDS.

    Raises:
        Refused: the meeting is settled, or the arrival was taken back meanwhile.
    """
    require(can_receive(by, attendance.meeting))
    require_open(attendance.meeting)
    attendance = _locked(attendance)
    kept = {name: getattr(attendance, name) for name in FIELDS}
    changed = [name for name in FIELDS if name in values and values[name] != kept[name]]
    if changed:
        for name in changed:
            setattr(attendance, name, values[name])
        # Names of fields only: what stood there is about a person.
        fields = [name.removesuffix("_id") for name in changed]
        attendance.save(update_fields=fields)
        content = {"fields": fields}
        ledger.record(by=by, kind="meetings.arrival_corrected", subject=attendance, content=content)
    return attendance


def _locked(attendance: Attendance) -> Attendance:
    """As it stands now: another device may have added the signature since.

    Raises:
        Refused: it was taken back.
    """
    found: Attendance | None = (
        Attendance.objects.select_for_update().filter(pk=attendance.pk).first()
    )
    if found is None:
        raise Refused(_("This arrival was taken back by an officer."))
    return found


@transaction.atomic
def undo_arrival(*, by: Any, attendance: Attendance, reason: str) -> None:
    """Take back an arrival that was a mistake; its signature is thrown away.

    Raises:
        Refused: there is no reason, or the meeting is settled.
    """
    require(can_receive(by, attendance.meeting))
    require_open(attendance.meeting)
    if not reason.strip():
        raise Refused(_("Say why the arrival is taken back."), field="reason")
    attendance = _locked(attendance)
    UndoneArrival.objects.create(
        meeting=attendance.meeting, client_key=attendance.client_key, reason=reason.strip(), by=by
    )
    content = {"way": attendance.way, "invited": attendance.invitation_id is not None}
    ledger.record(by=by, kind="meetings.arrival_undone", subject=attendance, content=content)
    file = attendance.signature
    attendance.delete()
    if file is not None:
        throw_away(file)


@transaction.atomic
def open_kiosk(*, by: Any, meeting: Meeting) -> Kiosk:
    """A new address for a tablet at the door."""
    require(can_receive(by, meeting))
    require_open(meeting)
    made: Kiosk = Kiosk.objects.create(meeting=meeting, opened_by=by)
    content = {"number": made.pk}
    ledger.record(by=by, kind="meetings.kiosk_opened", subject=meeting, content=content)
    return made


@transaction.atomic
def close_kiosk(*, by: Any, kiosk: Kiosk) -> Kiosk:
    require(can_receive(by, kiosk.meeting))
    if kiosk.closed is None:
        kiosk.closed = timezone.now()
        kiosk.save(update_fields=["closed"])
        content = {"number": kiosk.pk}
        ledger.record(by=by, kind="meetings.kiosk_closed", subject=kiosk.meeting, content=content)
    return kiosk
