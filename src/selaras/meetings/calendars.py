"""Calendar files (.ics) of a meeting: one entry for each day, changed and cancelled in place."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from selaras.core.preferences import preference
from selaras.meetings.models import Meeting

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
LONGEST = timedelta(hours=8)  # of a day whose end is not given


def meeting_calendar(
    meeting: Meeting,
    *,
    method: Method = "PUBLISH",
    attendee: str = "",
    url: str = "",
    agenda: str = "",
) -> bytes:
    """The calendar file; `attendee` is an e-mail address, `url` the personal page.

    A later file of a higher revision replaces the earlier one in the reader's calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Selaras//FGD//ID")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for uid, start, end in _days(meeting):
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", datetime.now(ZoneInfo("UTC")))
        event.add("dtstart", start)
        event.add("dtend", end)
        event.add("sequence", meeting.revision)
        event.add("summary", meeting.title)
        event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
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
    calendar.add_missing_timezones()
    made = calendar.to_ical()
    assert isinstance(made, bytes)
    return made


def _days(meeting: Meeting) -> Iterator[tuple[str, date, date]]:
    """(lasting name, start, end) of each day; whole days where no time is given."""
    host = urlsplit(preference("site.address")).hostname or "selaras"
    name = f"pertemuan-{meeting.pk}"
    if meeting.starts is None:
        yield f"{name}@{host}", meeting.held_on, meeting.final_day + timedelta(days=1)
        return
    zone = ZoneInfo(settings.TIME_ZONE)
    for number in range((meeting.final_day - meeting.held_on).days + 1):
        day = meeting.held_on + timedelta(days=number)
        start = datetime.combine(day, meeting.starts, zone)
        end = datetime.combine(day, meeting.ends, zone) if meeting.ends else _evening(start)
        suffix = f"-{number + 1}" if number else ""
        yield f"{name}{suffix}@{host}", start, max(end, start + timedelta(minutes=15))


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
