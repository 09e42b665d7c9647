"""Whether somebody who stands at the door stands in the attendance list already."""

from datetime import date

from django.db.models import Q

from selaras.meetings.models import Attendance, Invitation, Meeting
from selaras.meetings.rules.arrival import is_same_name, is_same_person
from selaras.meetings.types import Guest
from selaras.organisations.models import Agency


def same_guest(
    meeting: Meeting, guest: Guest, invitation: Invitation | None = None
) -> Attendance | None:
    """The same person, received before; the name on a letter alone does not tell.

    By the invitation and the name; else by NIP, else by name and unit. One without NIP and
    without unit is nobody's double. With an invitation, those of other invitations are others.
    """
    others = Attendance.objects.filter(meeting=meeting)
    if invitation is not None:
        there = others.filter(invitation=invitation).first()
        if there is not None and _is_of_letter(there, guest):
            return there
        others = others.filter(invitation=None)
    where = _of_unit(guest)
    if guest.number:
        where |= Q(number=guest.number)
    if not where:
        return None
    found = others.filter(where).order_by("pk")
    return next((each for each in found if _is_same(each, guest)), None)


def agency_named(text: str, day: date) -> Agency | None:
    """The one unit that exists on this day and has this name, long or short."""
    named = Q(name__iexact=text) | Q(short_name__iexact=text)
    found = list(Agency.objects.valid_on(day).filter(named)[:2]) if text else []
    return found[0] if len(found) == 1 else None


def _of_unit(guest: Guest) -> Q:
    """Those of the guest's unit, also where its name was only written as text."""
    if guest.agency_id:
        agency = Agency.objects.get(pk=guest.agency_id)
        written = Q(organisation__iexact=agency.name)
        if agency.short_name:
            written |= Q(organisation__iexact=agency.short_name)
        return Q(agency=agency) | Q(written, agency=None)
    if guest.organisation:
        return Q(organisation__iexact=guest.organisation, agency=None)
    return Q()


def _is_same(there: Attendance, guest: Guest) -> bool:
    return is_same_person(there.name, there.number, guest.name, guest.number)


def _is_of_letter(there: Attendance, guest: Guest) -> bool:
    """On one letter the name is enough: a NIP may be mistyped."""
    return is_same_name(there.name, guest.name) or _is_same(there, guest)
