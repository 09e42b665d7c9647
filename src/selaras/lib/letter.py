"""Official letters (surat dinas) as plain values; `letter_pdf` and `letter_docx` write them."""

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Attachment:
    """A table on a page of its own behind the letter."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]  # relative


@dataclass(frozen=True)
class OfficialLetter:
    """One letter to one addressee. All texts are ready to be read."""

    government: str  # PEMERINTAH KABUPATEN JOMBANG
    office: str
    address: str
    place_date: str
    facts: tuple[Pair, ...]  # Nomor, Sifat, Lampiran, Hal
    addressee: str
    addressee_place: str
    opening: tuple[str, ...]
    event: tuple[Pair, ...]  # hari/tanggal, pukul, tempat, acara
    closing: tuple[str, ...]
    signatory: tuple[str, str, str, str]  # position, name, rank, number
    copies: tuple[str, ...] = ()
    reply_url: str = ""  # stands as a QR code too
    reply_words: str = ""
    attachments: tuple[Attachment, ...] = ()
    reference: str = ""  # number and date, on the attachments
    note: str = ""  # at the foot of the first page


@dataclass(frozen=True)
class LetterWords:
    """Words that every Indonesian letter has."""

    to: str = "Yth."
    at: str = "di –"
    copies: str = "Tembusan:"
    attachment: str = "Lampiran surat"


WORDS = LetterWords()
