"""Public meetings as a calendar (RFC 5545) to subscribe to."""

from collections.abc import Iterable, Mapping
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from selaras.core.preferences import preference
from selaras.meetings.models import Meeting
from selaras.meetings.queries import public_url
from selaras.meetings.queries.publicity import Edits
from selaras.meetings.rules import State


def calendar_uid(meeting: Meeting) -> str:
    """The lasting name of a meeting in everybody's calendar."""
    host = urlsplit(preference("site.address")).hostname or "selaras"
    return f"pertemuan-{meeting.pk}@{host}"


def calendar_of(meetings: Iterable[Meeting], edits: Mapping[int, Edits]) -> bytes:
    """The meetings as events; `meeting.agenda` should be prefetched."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Selaras//Pertemuan//ID")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Meetings of %(site)s") % {"site": preference("site.name")})
    for meeting in meetings:
        calendar.add_component(_event(meeting, edits.get(meeting.pk)))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, edits: Edits | None) -> Event:
    event = Event()
    event.add("uid", calendar_uid(meeting))
    event.add("sequence", edits.count if edits else 0)
    stamp = (edits.last if edits else meeting.created).astimezone(UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    if meeting.starts:
        event.add("dtstart", meeting.opening.astimezone(UTC))
        event.add("dtend", meeting.closing.astimezone(UTC))
    else:
        event.add("dtstart", meeting.held_on)
        event.add("dtend", meeting.final_day + timedelta(days=1))
    event.add("summary", meeting.title)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", "\n".join(_lines(meeting)))
    event.add("url", preference("site.address").rstrip("/") + public_url(meeting))
    event.add("status", "CANCELLED" if meeting.state == State.CANCELLED else "CONFIRMED")
    event.add("categories", [str(meeting.get_kind_display())])
    return event


def _lines(meeting: Meeting) -> Iterable[str]:
    yield str(meeting.get_kind_display())
    for each in meeting.agenda.all():
        time = f"{each.starts:%H.%M} " if each.starts else ""
        yield f"{time}{each.title}"
