"""The invitation letters of a meeting as PDF and DOCX."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from selaras.core.notices import link
from selaras.core.preferences import preference
from selaras.lib.indonesia import long_date, weekday_dates
from selaras.lib.letter import Attachment, OfficialLetter
from selaras.lib.letter_docx import letter_docx
from selaras.lib.letter_pdf import letters_pdf
from selaras.meetings.models import Invitation, Letter, Meeting
from selaras.meetings.queries import letter_of

REPLY = "Mohon konfirmasi kehadiran melalui kode QR ini atau alamat:"
DEMO = "Contoh untuk peragaan: bukan surat resmi."
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
NATURES = {
    Letter.Nature.ORDINARY: "Biasa",
    Letter.Nature.IMPORTANT: "Penting",
    Letter.Nature.URGENT: "Segera",
    Letter.Nature.VERY_URGENT: "Sangat segera",
}


def invitation_letters(meeting: Meeting, invitations: Sequence[Invitation]) -> bytes:
    """The letters to these addressees as one PDF, in their order."""
    letter = letter_of(meeting)
    shared = _attachments(meeting, letter)
    made = [_letter(meeting, letter, each, shared) for each in invitations]
    return letters_pdf(made, title=letter.subject or meeting.title, author=_office(letter))


def invitation_docx(invitation: Invitation) -> bytes:
    """One letter for Word."""
    meeting = invitation.meeting
    letter = letter_of(meeting)
    made = _letter(meeting, letter, invitation, _attachments(meeting, letter))
    return letter_docx(made, title=letter.subject or meeting.title, author=_office(letter))


def reply_url(invitation: Invitation) -> str:
    """The full address of the personal link."""
    return link(reverse("meetings:answer", args=[invitation.token]))


def days_text(meeting: Meeting) -> str:
    """Selasa, 8 Oktober 2019 s.d. Rabu, 9 Oktober 2019, as offices write them."""
    return weekday_dates(meeting.held_on, meeting.final_day)


def hours_text(meeting: Meeting) -> str:
    if meeting.starts is None:
        return "menyesuaikan susunan acara"
    start, zone = f"{meeting.starts:%H.%M}", ZONES.get(settings.TIME_ZONE, "")
    end = f" – {meeting.ends:%H.%M} {zone}" if meeting.ends else f" {zone} s.d. selesai"
    return start + end


def _letter(
    meeting: Meeting, letter: Letter, invitation: Invitation, shared: tuple[Attachment, ...]
) -> OfficialLetter:
    day = long_date(letter.date) if letter.date else ""
    event = [("hari/tanggal", days_text(meeting)), ("pukul", hours_text(meeting))]
    event += [("tempat", meeting.place)] if meeting.place else []
    event += [("tautan daring", meeting.link)] if meeting.link else []
    event += [("acara", meeting.title)]
    event += [("kelompok", invitation.group.name)] if invitation.group else []
    regency = preference("regency.name")
    return OfficialLetter(
        government=f"Pemerintah {regency}" if regency else "",
        office=_office(letter),
        address=letter.letterhead,
        place_date=", ".join(part for part in (letter.town, day) if part),
        facts=(
            ("Nomor", letter.number or "…"),
            ("Sifat", NATURES[Letter.Nature(letter.nature)]),
            ("Lampiran", letter.attachment or "-"),
            ("Hal", letter.subject or meeting.title),
        ),
        addressee=invitation.addressee,
        addressee_place=letter.town.upper(),
        opening=_paragraphs(letter.opening),
        event=tuple(event),
        closing=(*_paragraphs(letter.notes), *_paragraphs(letter.closing)),
        signatory=(
            letter.signatory_position,
            letter.signatory_name,
            letter.signatory_rank,
            letter.signatory_number,
        ),
        copies=_paragraphs(letter.copies),
        reply_url=reply_url(invitation),
        reply_words=REPLY,
        attachments=shared,
        reference=f"Nomor: {letter.number or '…'}\nTanggal: {day}",
        note=DEMO if meeting.is_demo else "",
    )


def _office(letter: Letter) -> str:
    return letter.sender.name if letter.sender else str(preference("site.name"))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _attachments(meeting: Meeting, letter: Letter) -> tuple[Attachment, ...]:
    found = []
    if agenda := list(meeting.agenda.all()):
        several = meeting.final_day != meeting.held_on
        header = ("Waktu", "Acara", "Pembicara/Penanggung jawab")
        rows = tuple(
            (
                f"Hari ke-{item.day}, {_hours(item)}".strip(", ") if several else _hours(item),
                item.title,
                item.speaker,
            )
            for item in agenda
        )
        found.append(
            Attachment(f"Susunan acara {meeting.title}", header, rows, (4 if several else 3, 7, 5))
        )
    if letter.list_invited:
        invited = meeting.invitations.filter(withdrawn=None).select_related("group")
        lines = tuple(
            (str(number), each.addressee, each.group.name if each.group else "")
            for number, each in enumerate(invited, start=1)
        )
        found.append(Attachment("Daftar undangan", ("No.", "Yth.", "Kelompok"), lines, (1, 9, 5)))
    return tuple(found)


def _hours(item: object) -> str:
    starts, ends = getattr(item, "starts", None), getattr(item, "ends", None)
    if starts is None:
        return ""
    return f"{starts:%H.%M}\u00a0–\u00a0{ends:%H.%M}" if ends else f"{starts:%H.%M}"
