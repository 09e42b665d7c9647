"""The letter of a meeting, as it is kept or as offices usually write it."""

from django.db.models import Q
from django.utils import timezone

from selaras.core.preferences import preference
from selaras.meetings.models import Letter, Meeting
from selaras.organisations.models import Agency

# Letters are written in Indonesian, whatever language the planner reads.
OPENING = (
    "Dalam rangka penyusunan {round}, kami mengharap kehadiran Saudara pada acara yang akan"
    " diselenggarakan pada:"
)
CLOSING = "Demikian atas perhatian dan kehadiran Saudara kami sampaikan terima kasih."
NOTES = (
    "Mengingat pentingnya acara tersebut, apabila berhalangan hadir agar menugaskan pejabat yang"
    " membidangi, dan menyampaikan nama yang hadir melalui kode QR atau alamat di bawah ini."
)


def letter_of(meeting: Meeting) -> Letter:
    """The letter as it is kept, or one that is not saved yet with what is usually said."""
    found = Letter.objects.select_related("sender").filter(meeting=meeting).first()
    return found or _usual(meeting)


def _usual(meeting: Meeting) -> Letter:
    regency = preference("regency.name")
    sender = _planning_office()
    return Letter(
        meeting=meeting,
        subject=f"Undangan {meeting.title}"[:200],
        date=timezone.localdate(),
        town=regency.removeprefix("Kabupaten ").removeprefix("Kota "),
        opening=OPENING.format(round=meeting.round.name),
        closing=CLOSING,
        notes=NOTES,
        attachment="1 (satu) berkas" if meeting.agenda.exists() else "-",
        sender=sender,
        signatory_position=f"Kepala {sender.name}"[:150] if sender else "",
    )


def _planning_office() -> Agency | None:
    named = Q(name__icontains="perencanaan pembangunan") | Q(short_name__istartswith="bapp")
    found: Agency | None = Agency.objects.current().government().filter(named).first()
    return found
