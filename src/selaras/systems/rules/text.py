"""Names and texts of systems as they are compared."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

# Words that say that something is a system, not what it does.
_GENERIC = (
    "aplikasi sistem sisfo informasi manajemen elektronik online daring berbasis web website situs"
    " portal android mobile digital layanan pelayanan terpadu pencatatan catatan daftar data buku"
    " rekap laporan pelaporan administrasi pendataan pengelolaan database basis resmi versi modul"
    " program dashboard e i si sim kabupaten kab kota kecamatan kec desa kelurahan kel pemerintah"
    " pemkab pemkot daerah dinas badan bagian upt pemda"
)
GENERIC = frozenset(_GENERIC.split())
_FILLERS = (
    "dan atau untuk yang di ke dari pada dengan oleh dalam sebagai para ini itu serta secara bagi"
    " adalah akan dapat agar the of and for to in"
)
FILLERS = frozenset(_FILLERS.split())
# Fields of a form rather than data that somebody is responsible for.
_PLAIN_FIELDS = (
    "nama alamat lokasi tanggal waktu jam status jumlah nomor foto jadwal luas judul jenis kondisi"
    " tahun nilai hasil keterangan dokumen berkas asal tujuan kegiatan indikator pemohon pengguna"
    " petugas pengurus pemilik harga stok gambar bukti usulan titik perihal prioritas transaksi"
    " keluarga produk capaian target sasaran layanan tindakan"
)
PLAIN_FIELDS = frozenset(_PLAIN_FIELDS.split())
_WORD = re.compile(r"[a-z0-9]+")
_ASIDE = re.compile(r"\([^)]*\)")
_PARTS = re.compile(r"[,;/\n•|]+|(?<=\w) - |\bserta\b")
_LEAD = re.compile(r"^(?:\d{1,2}[.)]\s*|[-–*]\s*)")


def plain(text: object) -> str:
    """Without accents, case and doubled spaces."""
    written = str(text)
    if written.isascii():
        return " ".join(written.casefold().split())
    folded = unicodedata.normalize("NFKD", written).casefold()
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def words(text: object) -> list[str]:
    return _WORD.findall(plain(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("indonesian")


def core_words(name: str, ignored: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What a name says besides that it is a system somewhere; all its words if nothing is left."""
    every = words(_ASIDE.sub(" ", name)) or words(name)
    own = [w for w in every if w not in GENERIC and w not in FILLERS and w not in ignored]
    return tuple(dict.fromkeys(own or every))


def terms(text: str, ignored: frozenset[str] = frozenset()) -> dict[str, str]:
    """Stems of the telling words of a text, each with a word that has it."""
    return {
        stem(w): w
        for w in words(text)
        if len(w) > 2 and w not in GENERIC and w not in FILLERS and w not in ignored
    }


def parts(text: str) -> list[str]:
    """A list that somebody typed into one cell, as its items."""
    found = (_LEAD.sub("", part.strip()).strip(" .") for part in _PARTS.split(text))
    return [part for part in found if part]


def data_names(text: str) -> dict[str, str]:
    """The kinds of data a text names: how they are compared → how they were written.

    “Data penduduk (per desa)” is “penduduk”; plain fields such as a name or a date are left out.
    """
    found: dict[str, str] = {}
    for part in parts(_ASIDE.sub(" ", text)):
        telling = [w for w in words(part) if w not in FILLERS and w not in ("data", "informasi")]
        if telling and not all(w in PLAIN_FIELDS for w in telling) and len(telling) <= 6:
            found.setdefault(" ".join(sorted(stem(w) for w in telling)), part)
    return found


def without_asides(text: str) -> str:
    return " ".join(_ASIDE.sub(" ", text).split())


def ignored_words(names: Iterable[str]) -> frozenset[str]:
    """Words of the regency's own places, which say where a system is and not what it does."""
    return frozenset(w for name in names for w in words(name) if len(w) > 2)
