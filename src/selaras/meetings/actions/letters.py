"""The letter of a meeting, saved."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from selaras.core import ledger
from selaras.core.access import require
from selaras.meetings.access import can_run
from selaras.meetings.actions.setup import require_open
from selaras.meetings.models import Letter, Meeting
from selaras.meetings.queries import letter_of

FIELDS = (
    "number",
    "nature",
    "attachment",
    "subject",
    "date",
    "town",
    "opening",
    "closing",
    "notes",
    "copies",
    "sender_id",
    "letterhead",
    "signatory_position",
    "signatory_name",
    "signatory_rank",
    "signatory_number",
    "list_invited",
)


@transaction.atomic
def save_letter(*, by: Any, meeting: Meeting, values: Mapping[str, Any]) -> Letter:
    """`values` are names of FIELDS."""
    require(can_run(by))
    require_open(meeting)
    letter = letter_of(meeting)
    fresh = letter.pk is None
    changed = [name for name in FIELDS if name in values and getattr(letter, name) != values[name]]
    for name in changed:
        setattr(letter, name, values[name])
    if fresh or changed:
        letter.save()
        # Names of fields only: the signatory is a person.
        content = {"fields": changed}
        ledger.record(by=by, kind="meetings.letter_saved", subject=meeting, content=content)
    return letter
