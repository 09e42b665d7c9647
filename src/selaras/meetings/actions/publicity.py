"""What the public is shown of a meeting: its announcement, then what came of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.meetings.access import can_run
from selaras.meetings.actions.finding import show_in_search
from selaras.meetings.models import Meeting, Publication
from selaras.meetings.queries.publicity import public_report

TOLD = ("summary", "minutes", "record")


@transaction.atomic
def announce_meeting(
    *, by: Any, meeting: Meeting, public: bool, input_until: date | None = None
) -> Meeting:
    """Show a meeting to the public, or take it away; until `input_until` citizens may write to it.

    This is no part of the record, so it may change after the signing too.
    """
    require(can_run(by))
    before = {"public": meeting.public, "input_until": meeting.input_until}
    until = input_until if public else None
    after = {"public": public, "input_until": until}
    changes = ledger.changes(before, after)
    if not changes:
        return meeting
    meeting.public, meeting.input_until = public, until
    meeting.save(update_fields=["public", "input_until"])
    if public:
        note_announced(meeting)
    ledger.record(by=by, kind="meetings.publicity", subject=meeting, content=changes)
    show_in_search(meeting)
    return meeting


@transaction.atomic
def publish_summary(
    *, by: Any, meeting: Meeting, summary: bool, minutes: bool = False, record: bool = False
) -> Publication:
    """Publish what came of a signed meeting, with the signed documents chosen, or withdraw it.

    Raises:
        Refused: the meeting is not announced, or its record is not signed.
    """
    require(can_run(by))
    if summary and not meeting.public:
        raise Refused(_("First show the meeting to the public."))
    if summary and public_report(meeting) is None:
        raise Refused(_("The summary can be published once the chair has signed the record."))
    publication = _locked(meeting)
    before = _told(publication)
    publication.summary = (publication.summary or timezone.now()) if summary else None
    publication.minutes, publication.record = summary and minutes, summary and record
    if changes := ledger.changes(before, _told(publication)):
        publication.save(update_fields=list(TOLD))
        ledger.record(by=by, kind="meetings.publicity", subject=meeting, content=changes)
        show_in_search(meeting)
    return publication


def note_announced(meeting: Meeting) -> None:
    """When the public was first shown it; the feed is dated by it. The caller asks for access."""
    publication = _locked(meeting)
    publication.announced = publication.announced or timezone.now()
    publication.save(update_fields=["announced"])


def _locked(meeting: Meeting) -> Publication:
    Publication.objects.get_or_create(meeting=meeting)
    publication = Publication.objects.select_for_update().get(meeting=meeting)
    meeting.publication = publication
    return publication


def _told(publication: Publication) -> dict[str, bool]:
    return {name: bool(getattr(publication, name)) for name in TOLD}
