"""Announced meetings and published summaries as an Atom feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from selaras.core.preferences import preference
from selaras.lib.indonesia import long_date
from selaras.meetings.models import Meeting
from selaras.meetings.queries import public_meetings, public_url, publication_of
from selaras.meetings.rules import State

NEWEST = 50


@dataclass(frozen=True)
class News:
    meeting: Meeting
    time: datetime
    published: bool  # else: announced

    @property
    def title(self) -> str:
        if self.published:
            text = _("What came of it: %(meeting)s")
        elif self.meeting.state == State.CANCELLED:
            text = _("Cancelled: %(meeting)s")
        else:
            text = _("Announced: %(meeting)s")
        return text % {"meeting": self.meeting.title}


def news() -> list[News]:
    """The newest first, in one query."""
    found = []
    for meeting in public_meetings().order_by("-held_on", "-pk")[:NEWEST]:
        publication = publication_of(meeting)
        found.append(News(meeting, publication.announced or meeting.created, published=False))
        if publication.summary and meeting.is_signed:
            found.append(News(meeting, publication.summary, published=True))
    return sorted(found, key=lambda each: each.time, reverse=True)[:NEWEST]


class MeetingFeed(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Meetings of %(site)s") % {"site": preference("site.name")}

    def subtitle(self) -> str:
        return _("Meetings that are announced, and what came of them")

    def link(self) -> str:
        return reverse("meetings:public-list")

    def items(self) -> Iterable[News]:
        return news()

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        meeting = item.meeting
        parts = [str(meeting.get_kind_display()), long_date(meeting.held_on), meeting.place]
        return " · ".join(part for part in parts if part)

    def item_link(self, item: Any) -> str:
        return public_url(item.meeting)

    def item_guid(self, item: Any) -> str:
        """Two events of one meeting are two entries, though they have one address."""
        part = "hasil" if item.published else "diumumkan"
        return f"{preference('site.address').rstrip('/')}{public_url(item.meeting)}#{part}"

    def item_pubdate(self, item: Any) -> datetime:
        return item.time

    item_updateddate = item_pubdate
