"""What is written of a guest: completed from the invitation, or from another arrival."""

from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.errors import Refused
from selaras.meetings.models import Attendance, Invitation, Meeting
from selaras.meetings.queries.same_guest import agency_named
from selaras.meetings.rules.arrival import is_same_name
from selaras.meetings.types import Guest

LONGEST = {"name": 150, "position": 150, "number": 30, "organisation": 200}  # as in the model


def completed(meeting: Meeting, guest: Guest, invitation: Invitation | None) -> Guest:
    """The guest with what the invitation knows; a delegate has a name of their own.

    Raises:
        Refused: nobody knows the name.
    """
    values = asdict(guest)
    values |= {key: " ".join(text.split()) for key, text in values.items() if isinstance(text, str)}
    written = "" if values["agency_id"] else values["organisation"]
    if agency := agency_named(written, meeting.held_on):
        values |= {"agency_id": agency.pk, "organisation": ""}
    if invitation is not None:
        values["name"] = values["name"] or invitation.name
        if is_same_name(values["name"], invitation.name):
            values["position"] = values["position"] or invitation.position
            values["number"] = values["number"] or invitation.number
        values["agency_id"] = values["agency_id"] or invitation.agency_id
        values["group_id"] = values["group_id"] or invitation.group_id
    if not values["name"]:
        raise Refused(_("Write the name of the person who is here."), field="name")
    for key, longest in LONGEST.items():
        values[key] = values[key][:longest]
    return Guest(**values)


def beside(guest: Guest, invitation: Invitation) -> Guest:
    """A second person on a letter for which somebody is there: of its unit, in nobody's place."""
    organisation = guest.organisation
    if not guest.agency_id:
        organisation = organisation or invitation.addressee[: LONGEST["organisation"]]
    return replace(guest, organisation=organisation, is_delegate=False)


def attach(there: Attendance, guest: Guest, invitation: Invitation, way: str, by: Any) -> None:
    """Whoever was written down without an invitation turns out to have one; blanks are filled."""
    changed = {
        name: value for name, value in asdict(guest).items() if value and not getattr(there, name)
    }
    if there.way == Attendance.Way.WALK_IN:
        changed["way"] = way
    changed["invitation_id"] = invitation.pk
    for name, value in changed.items():
        setattr(there, name, value)
    there.save(update_fields=[name.removesuffix("_id") for name in changed])
    content = {"fields": ["invitation"]}
    ledger.record(by=by, kind="meetings.arrival_corrected", subject=there, content=content)
