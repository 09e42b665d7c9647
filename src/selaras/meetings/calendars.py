"""Calendar files (RFC 5545): a meeting for one who is invited, and all public ones to subscribe to.

Each day of a meeting is an entry with one lasting name in both, changed and cancelled in place.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from selaras.core.preferences import preference
from selaras.meetings.models import Meeting
from selaras.meetings.queries import public_url
from selaras.meetings.rules import State

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
LONGEST = timedelta(hours=8)  # of a day whose end is not given


def meeting_calendar(
    meeting: Meeting,
    *,
    method: Method = "PUBLISH",
    attendee: str = "",
    url: str = "",
    agenda: str = "",
    vanished: bool = False,
) -> bytes:
    """The calendar file; `attendee` is an e-mail address, `url` the personal page; `vanished`: of
    the days that the meeting no longer has alone.

    A later file of a higher revision replaces the earlier one in the reader's calendar.
    """
    calendar = _calendar(method)
    found = [] if vanished else list(_events(meeting, cancelled=method == "CANCEL"))
    if method != "REQUEST":  # which invites to what there is; mail programs cancel by another file
        found += _vanished(meeting)
    for event in found:
        event.add("dtstamp", datetime.now(ZoneInfo("UTC")))
        if where := meeting.place or meeting.link:
            event.add("location", where)
        about = "\n".join(part for part in (agenda, meeting.link, url) if part)
        if about:
            event.add("description", about)
        if url:
            event.add("url", url)
        if method != "PUBLISH":
            _add_people(event, attendee)
        calendar.add_component(event)
    return _written(calendar)


def calendar_of(meetings: Iterable[Meeting], changes: Mapping[int, datetime]) -> bytes:
    """Public meetings, without their links; `changes` says when each was last changed.

    `meeting.agenda` should be prefetched.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _("Meetings of %(site)s") % {"site": preference("site.name")})
    for meeting in meetings:
        stamp = changes.get(meeting.pk, meeting.created).astimezone(ZoneInfo("UTC"))
        found = _events(meeting, cancelled=meeting.state == State.CANCELLED)
        for event in (*found, *_vanished(meeting)):
            event.add("dtstamp", stamp)
            event.add("last-modified", stamp)
            if meeting.place:
                event.add("location", meeting.place)
            event.add("description", "\n".join(_lines(meeting)))
            event.add("url", preference("site.address").rstrip("/") + public_url(meeting))
            event.add("categories", [str(meeting.get_kind_display())])
            calendar.add_component(event)
    return _written(calendar)


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Selaras//FGD//ID")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _written(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    made = calendar.to_ical()
    assert isinstance(made, bytes)
    return made


def entries_of(meeting: Meeting) -> int:
    """How many entries a calendar has of it: one a day, or one where no hours are given."""
    return (meeting.final_day - meeting.held_on).days + 1 if meeting.starts else 1


def _events(meeting: Meeting, *, cancelled: bool) -> Iterator[Event]:
    for uid, start, end in _days(meeting):
        yield _event(meeting, uid, (start, end), cancelled=cancelled)


def _vanished(meeting: Meeting) -> Iterator[Event]:
    """The entries of days that it once had, cancelled."""
    for number in range(entries_of(meeting), meeting.calendar_days):
        day = meeting.held_on + timedelta(days=number)
        times = (day, day + timedelta(days=1))
        yield _event(meeting, _uid(meeting, number), times, cancelled=True)


def _event(meeting: Meeting, uid: str, times: tuple[date, date], *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstart", times[0])
    event.add("dtend", times[1])
    event.add("sequence", meeting.revision + meeting.agenda_revision)
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _lines(meeting: Meeting) -> Iterator[str]:
    yield str(meeting.get_kind_display())
    for each in meeting.agenda.all():
        hour = f"{each.starts:%H.%M} " if each.starts else ""
        yield f"{hour}{each.title}"


def _days(meeting: Meeting) -> Iterator[tuple[str, date, date]]:
    """(lasting name, start, end) of each day; whole days where no time is given."""
    if meeting.starts is None:
        yield _uid(meeting, 0), meeting.held_on, meeting.final_day + timedelta(days=1)
        return
    zone = ZoneInfo(settings.TIME_ZONE)
    for number in range(entries_of(meeting)):
        day = meeting.held_on + timedelta(days=number)
        start = datetime.combine(day, meeting.starts, zone)
        end = datetime.combine(day, meeting.ends, zone) if meeting.ends else _evening(start)
        yield _uid(meeting, number), start, max(end, start + timedelta(minutes=15))


def _uid(meeting: Meeting, number: int) -> str:
    """The lasting name of an entry: of the day with this number, from nought."""
    host = urlsplit(preference("site.address")).hostname or "selaras"
    suffix = f"-{number + 1}" if number else ""
    return f"pertemuan-{meeting.pk}{suffix}@{host}"


def _evening(start: datetime) -> datetime:
    midnight = datetime.combine(start.date(), time(23, 59), start.tzinfo)
    return min(start + LONGEST, midnight)


def _add_people(event: Event, attendee: str) -> None:
    organizer = vCalAddress(f"MAILTO:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["cn"] = vText(preference("site.name"))
    event["organizer"] = organizer
    if attendee:
        guest = vCalAddress(f"MAILTO:{attendee}")
        guest.params["partstat"], guest.params["role"] = (
            vText("NEEDS-ACTION"),
            vText("REQ-PARTICIPANT"),
        )
        guest.params["rsvp"] = vText("FALSE")
        event.add("attendee", guest, encode=False)
