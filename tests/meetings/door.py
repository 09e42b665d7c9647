"""What the tests at the door share: a meeting of today, somebody invited, a drawn signature."""

import io
import uuid
from datetime import time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw, PngImagePlugin

from selaras.meetings.actions import check_in
from selaras.meetings.models import Invitation, Meeting
from selaras.meetings.types import Guest, Received
from tests.factories.meetings import MeetingFactory


def drawing(size: Any = (600, 220), *, drawn: bool = True, note: str = "") -> bytes:
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    if drawn:
        ImageDraw.Draw(image).line([(40, 40), (200, 150), (300, 60)], (16, 24, 64, 255), 6)
    info = PngImagePlugin.PngInfo()
    if note:
        info.add_text("Author", note)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def meeting_of_today(round_: Any) -> Meeting:
    """All day long."""
    today, times = timezone.localdate(), {"starts": time(0, 1), "ends": time(23, 58)}
    made: Meeting = MeetingFactory(round=round_, held_on=today, **times)
    return made


def invited(meeting: Meeting, agency: Any) -> Invitation:
    made: Invitation = Invitation.objects.create(
        meeting=meeting, agency=agency, addressee="Kepala Dinas Kesehatan", name="drg. Siti Uji",
        position="Kepala Dinas", number="19700101", email="siti@example.test", phone="0812345",
        group=meeting.groups.first(),
    )  # fmt: skip
    return made


def at(name: str, *args: Any) -> str:
    return reverse(f"meetings:{name}", args=args)


def arrive(
    by: Any,
    meeting: Meeting,
    name: str = "Budi",
    key: Any = None,
    way: str = "walk_in",
    **more: Any,
) -> Received:
    guest = {part: more.pop(part) for part in list(more) if part in Guest.__dataclass_fields__}
    return check_in(
        by=by,
        meeting=meeting,
        client_key=key or uuid.uuid4(),
        guest=Guest(name, **guest),
        way=way,
        **more,
    )
