"""Answers of the tests: nested values as the XML that a client sends, and a form of all types."""

import uuid
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from selaras.questionnaires import actions
from selaras.questionnaires.models import FormVersion, Questionnaire, Submission
from selaras.questionnaires.types import Upload

ALL_TYPES = """
| survey | | | | | | | |
| | type | name | label::Bahasa Indonesia (id) | label::English (en) | calculation | parameters | relevant |
| | start | start | | | | | |
| | text | teks | Teks | Text | | | |
| | integer | bulat | Bilangan bulat | Integer | | | |
| | decimal | pecahan | Pecahan | Decimal | | | |
| | date | hari | Hari | Day | | | |
| | time | jam | Jam | Time | | | |
| | dateTime | saat | Saat | Moment | | | |
| | geopoint | letak | Letak | Place | | | |
| | select_one warna | satu | Satu warna | One colour | | | |
| | select_multiple warna | banyak | Beberapa warna | Some colours | | | |
| | rank warna | urutan | Urutan warna | Order of colours | | | |
| | range | skala | Skala | Scale | | start=0 end=10 step=1 | |
| | barcode | kode | Kode batang | Barcode | | | |
| | image | gambar | Gambar | Picture | | | |
| | file | berkas | Berkas | File | | | |
| | acknowledge | setuju | Setuju | Agreed | | | |
| | calculate | hitung | | | 1 + 1 | | |
| | note | catatan | Terima kasih | Thank you | | | |
| | begin_group | dalam | Kelompok dalam | Inner group | | | ${bulat} != 13 |
| | text | teks | Teks dalam | Inner text | | | |
| | begin_repeat | rumah | Rumah | House | | | |
| | text | alamat | Alamat | Address | | | |
| | begin_repeat | orang | Orang | Person | | | |
| | text | nama | Nama | Name | | | |
| | integer | umur | Umur | Age | | | |
| | select_multiple warna | suka | Suka | Likes | | | |
| | end_repeat | | | | | | |
| | end_repeat | | | | | | |
| | end_group | | | | | | |
| choices | | | | |
| | list_name | name | label::Bahasa Indonesia (id) | label::English (en) |
| | warna | merah | Merah | Red |
| | warna | hijau | Hijau, muda | Green, light |
| | warna | biru | Biru | Blue |
| settings | | | | |
| | form_title | form_id | version | default_language |
| | Semua jenis | semua_jenis | 1 | Bahasa Indonesia (id) |
"""

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
TRICKY: list[dict[str, Any]] = [
    {
        "start": "2026-11-26T07:59:00.250+07:00",
        "teks": "=1+1;\"kutip\" 'petik', koma\nbaris kedua 😀 <&>",
        "bulat": "2147483647",
        "pecahan": "-12.50",
        "hari": "2024-02-29",
        "jam": "08:30:15.000+07:00",
        "saat": "2026-11-26T08:30:15.125+07:00",
        "letak": "-7.5460000 112.2333 51.2 4.5",
        "satu": "hijau",
        "banyak": "merah biru",
        "urutan": "biru merah hijau",
        "skala": "7",
        "kode": "0012345678905",
        "gambar": "foto-1.png",
        "berkas": "surat.pdf",
        "setuju": "OK",
        "hitung": "2",
        "catatan": "",
        "dalam": {
            "teks": "  dua spasi  ",
            "rumah": [
                {
                    "alamat": "@jalan\t1",
                    "orang": [
                        {"nama": "-Siti", "umur": "0", "suka": "hijau"},
                        {"nama": "+62812", "umur": "101", "suka": ""},
                    ],
                },
                {"alamat": "", "orang": [{"nama": "Budi", "umur": "", "suka": "merah hijau biru"}]},
                {"alamat": "#N/A", "orang": []},
            ],
        },
    },
    {
        "teks": "teks panjang " * 300,
        "bulat": "99999999999999999999",
        "pecahan": "12345678901234567890.123456789",
        "hari": "1899-12-31",
        "jam": "23:59:59",
        "saat": "2026-11-26T01:30:15Z",
        "letak": "",
        "satu": "ungu",  # not in the list
        "banyak": "",
        "urutan": "",
        "skala": "0",
        "kode": "00",
        "gambar": "",
        "berkas": "hilang.pdf",  # never arrives
        "setuju": "",
        "hitung": "007",
        "catatan": "",
        "dalam": "",  # not relevant: sent as an empty element
    },
    {"teks": "", "bulat": "bukan angka", "pecahan": "1_0", "hari": "2026-02-30", "hitung": "NaN"},
]
FILES = {
    "foto-1.png": Upload("foto-1.png", PNG, "Foto kantor.png"),
    "surat.pdf": Upload("surat.pdf", b"%PDF-1.7 surat", "Surat tugas.pdf"),
}


def publish(workbook: str, name: str = "formulir.md") -> FormVersion:
    return actions.publish_form(by=None, name=name, data=workbook.encode())


def xml_of(
    version: FormVersion, values: Mapping[str, Any], instance_id: str = "", deprecated: str = ""
) -> bytes:
    """The answer as a client sends it."""
    form = version.definition
    root = Element(form.root, id=form.form_id, version=form.version)
    _add(root, values)
    meta = SubElement(root, "meta")
    SubElement(meta, "instanceID").text = instance_id or f"uuid:{uuid.uuid4()}"
    if deprecated:
        SubElement(meta, "deprecatedID").text = deprecated
    return tostring(root, encoding="utf-8")


def _add(parent: Element, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        for each in value if isinstance(value, list) else [value]:
            element = SubElement(parent, name)
            if isinstance(each, Mapping):
                _add(element, each)
            else:
                element.text = each


def receive(
    by: Any,
    version: FormVersion,
    values: Mapping[str, Any],
    *,
    instance_id: str = "",
    deprecated: str = "",
    files: bool = True,
    **more: Any,
) -> Submission:
    xml = xml_of(version, values, instance_id, deprecated)
    sent = [FILES[name] for name in FILES if name.encode() in xml] if files else []
    received = actions.receive_answer(by=by, xml=xml, uploads=sent, **more)
    return Submission.objects.get(pk=received.submission_id)


def open_form(version: FormVersion) -> Questionnaire:
    """Let the office answer freely."""
    questionnaire = version.questionnaire
    questionnaire.is_open = True
    questionnaire.save()
    return questionnaire


SYSTEMS = {
    "nama": "Dinas Kesehatan",
    "asn": "120",
    "kecamatan": "jbg",
    "kelurahan": "kaliwungu",
    "ada_sistem": "ya",
    "sistem": {
        "sis": [
            {
                "nama_sis": "SIMPUS", "basis": "web", "basis_lain": "", "pengguna": "pegawai warga",
                "biaya": "12.5", "foto": "foto-1.png", "dokumen": "surat.pdf",
            },
            {
                "nama_sis": "Antrean", "basis": "lain", "basis_lain": "Desktop",
                "pengguna": "pegawai", "biaya": "", "foto": "", "dokumen": "",
            },
        ],
        "jumlah": "2",
        "total": "12.5",
        "ringkas": "",
    },
    "tanggal": "2026-11-20",
    "benar": "OK",
}  # fmt: skip
