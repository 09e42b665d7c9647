"""Small forms, one for each thing that public XLSForm workbooks do, with a clean answer to each.

Written for these tests after the features that public collections hold; nothing is copied.
"""

from dataclasses import dataclass
from typing import Any

CSV_UNITS = b"name,label,kec\ndinkes,Dinas Kesehatan,jbg\ndinsos,Dinas Sosial,plo\n"
CSV_PRICES = b"name_key,name,harga\nbuku,Buku,5000\npena,Pena,2500\n"
GEOJSON = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"balai",'
    b'"properties":{"title":"Balai Desa"},'
    b'"geometry":{"type":"Point","coordinates":[112.23,-7.55]}}]}'
)
XML_UNITS = b"<root><item><name>dinkes</name><label>Dinas Kesehatan</label></item></root>"
CHOICES = """
| choices | | | |
| | list_name | name | label |
| | ya | ya | Ya |
| | ya | tidak | Tidak |
| | warna | merah | Merah |
| | warna | hijau | Hijau |
| | warna | biru | Biru |
"""


@dataclass(frozen=True)
class Case:
    """A form, a clean answer to it, and the attachments it needs."""

    survey: str
    answer: dict[str, Any]
    rest: str = CHOICES
    media: tuple[tuple[str, bytes], ...] = ()
    shown: str = ""  # words that the page shows

    @property
    def workbook(self) -> str:
        return f"| survey |\n{self.survey.strip()}\n{self.rest.strip()}\n"


CASES: dict[str, Case] = {}


def case(name: str, survey: str, answer: dict[str, Any], **more: Any) -> None:
    CASES[name] = Case(survey, answer, **more)


case(
    "scalars",
    """
| | type | name | label | hint | required |
| | text | teks | Teks | Isi nama | yes |
| | integer | bulat | Bilangan bulat | | |
| | decimal | pecahan | Pecahan | | |
| | date | hari | Hari | | |
| | time | jam | Jam | | |
| | dateTime | saat | Saat | | |
| | select_one warna | satu | Satu warna | | |
| | select_multiple warna | banyak | Beberapa warna | | |
""",
    {
        "teks": 'Dinas <Kesehatan> & "RSUD"',
        "bulat": "12",
        "pecahan": "1.5",
        "hari": "2026-11-26",
        "jam": "08:30:00.000+07:00",
        "saat": "2026-11-26T08:30:00.000+07:00",
        "satu": "merah",
        "banyak": "merah biru",
    },
    shown="Bilangan bulat",
)
case(
    "appearances",
    """
| | type | name | label | appearance |
| | text | panjang | Uraian | multiline |
| | text | angka | Nomor | numbers |
| | integer | ribuan | Anggaran | thousands-sep |
| | select_one warna | kecil | Warna kecil | minimal |
| | select_one warna | cepat | Warna cepat | quick |
| | select_one warna | kolom | Warna kolom | columns-2 |
| | select_multiple warna | cari | Warna cari | minimal autocomplete |
| | select_one ya | suka | Suka | likert |
| | date | bulan | Bulan | month-year |
| | date | tahun | Tahun | year |
| | begin_group | daftar | Daftar | table-list |
| | select_one ya | satu | Satu | |
| | select_one ya | dua | Dua | |
| | end_group | | | |
| | begin_group | halaman | Halaman | field-list w2 |
| | text | lebar | Lebar | w1 |
| | end_group | | | |
""",
    {
        "panjang": "a\nb",
        "angka": "0812",
        "ribuan": "1000000",
        "kecil": "merah",
        "cepat": "hijau",
        "kolom": "biru",
        "cari": "merah hijau",
        "suka": "ya",
        "bulan": "2026-11-01",
        "tahun": "2026-01-01",
        "daftar": {"satu": "ya", "dua": "tidak"},
        "halaman": {"lebar": "x"},
    },
    shown="Anggaran",
)
case(
    "cascade",
    """
| | type | name | label | choice_filter |
| | select_one kec | kec | Kecamatan | |
| | select_one desa | desa | Desa | kec=${kec} |
| | select_one dusun | dusun | Dusun | desa=${desa} and kec=${kec} |
""",
    {"kec": "plo", "desa": "rejo", "dusun": "krajan"},
    rest="""
| choices | | | | | |
| | list_name | name | label | kec | desa |
| | kec | jbg | Jombang | | |
| | kec | plo | Ploso | | |
| | desa | kali | Kaliwungu | jbg | |
| | desa | rejo | Rejoagung | plo | |
| | dusun | krajan | Krajan | plo | rejo |
| | dusun | krajan | Krajan | jbg | kali |
| settings | |
| | allow_choice_duplicates |
| | yes |
""",
    shown="Kecamatan",
)
case(
    "or_other",
    """
| | type | name | label |
| | select_one warna or_other | satu | Satu warna |
| | select_multiple warna or_other | banyak | Beberapa warna |
""",
    {"satu": "other", "satu_other": "Ungu", "banyak": "merah other", "banyak_other": "Jingga"},
    shown="Satu warna",
)
case(
    "nested_repeats",
    """
| | type | name | label | repeat_count | calculation |
| | integer | jumlah | Jumlah bidang | | |
| | begin_repeat | bidang | Bidang | ${jumlah} | |
| | text | nama | Nama bidang | | |
| | begin_repeat | seksi | Seksi | | |
| | text | nama | Nama seksi | | |
| | begin_repeat | orang | Orang | 2 | |
| | text | nama | Nama orang | | |
| | calculate | ke | | | position(..) |
| | end_repeat | | | | |
| | end_repeat | | | | |
| | end_repeat | | | | |
| | calculate | semua | | | count(${bidang}) |
| | note | akhir | Ada ${semua} bidang | | |
""",
    {
        "jumlah": "2",
        "bidang": [
            {
                "nama": "Umum",
                "seksi": [
                    {
                        "nama": "A",
                        "orang_count": "2",
                        "orang": [{"nama": "Siti", "ke": "1"}, {"nama": "Budi", "ke": "2"}],
                    }
                ],
            },
            {"nama": "Data", "seksi": []},
        ],
        "semua": "2",
    },
    shown="Jumlah bidang",
)
case(
    "repeat_references",
    """
| | type | name | label | calculation | choice_filter | relevant |
| | begin_repeat | sis | Sistem | | | |
| | text | nama | Nama sistem | | | |
| | integer | biaya | Biaya | | | |
| | calculate | dobel | | ${biaya} * 2 | | |
| | end_repeat | | | | | |
| | calculate | total | | sum(${sis}/dobel[. != '']) | | |
| | calculate | pertama | | indexed-repeat(${nama}, ${sis}, 1) | | |
| | select_one ${nama} | utama | Sistem utama | | | count(${sis}) > 1 |
""",
    {
        "sis": [
            {"nama": "SIMPUS", "biaya": "10", "dobel": "20"},
            {"nama": "Antrean", "biaya": "5", "dobel": "10"},
        ],
        "total": "30",
        "pertama": "SIMPUS",
        "utama": "Antrean",
    },
    shown="Nama sistem",
)
case(
    "calculates",
    """
| | type | name | label | calculation | default | relevant | constraint | constraint_message | required_message | required | read_only | trigger |
| | integer | asn | Jumlah ASN | | 10 | | . >= 0 | Tidak boleh negatif | Isi jumlahnya | yes | | |
| | calculate | kelas | | if(${asn} > 100, 'besar', 'kecil') | | | | | | | | |
| | calculate | bulat | | round(${asn} div 3, 1) | | | | | | | | |
| | calculate | sambung | | concat('ASN ', ${asn}) | | | | | | | | |
| | text | nama | Nama | | concat('a', 'b') | | regex(., '^[a-z ]+$') | Huruf kecil saja | | | | |
| | text | salinan | Salinan | ${nama} | | | | | | | yes | |
| | text | dicatat | Dicatat | now() | | | | | | | | ${nama} |
| | note | ringkas | Kelas ${kelas}, **tebal** dan _miring_ | | | ${asn} > 0 | | | | | | |
""",
    {
        "asn": "10",
        "kelas": "kecil",
        "bulat": "3.3",
        "sambung": "ASN 10",
        "nama": "ab",
        "salinan": "ab",
        "dicatat": "2026-11-26T08:30:00.000+07:00",
    },
    shown="Jumlah ASN",
)
case(
    "external_csv",
    """
| | type | name | label | choice_filter |
| | select_one ya | kec | Kecamatan | |
| | select_one_from_file unit.csv | unit | Perangkat daerah | |
| | select_multiple_from_file unit.csv | mitra | Mitra | name != ${unit} |
""",
    {"kec": "ya", "unit": "dinkes", "mitra": "dinsos"},
    media=(("unit.csv", CSV_UNITS),),
    shown="Dinas Kesehatan",
)
case(
    "external_geojson",
    """
| | type | name | label |
| | select_one_from_file tempat.geojson | tempat | Tempat |
""",
    {"tempat": "balai"},
    rest="",
    media=(("tempat.geojson", GEOJSON),),
    shown="Balai Desa",
)
case(
    "external_xml",
    """
| | type | name | label |
| | select_one_from_file unit.xml | unit | Perangkat daerah |
""",
    {"unit": "dinkes"},
    rest="",
    media=(("unit.xml", XML_UNITS),),
    shown="Dinas Kesehatan",
)
case(
    "instances_by_name",
    """
| | type | name | label | calculation |
| | csv-external | unit | | |
| | text | kode | Kode unit | |
| | calculate | nama_unit | | instance('unit')/root/item[name = ${kode}]/label |
""",
    {"kode": "dinkes", "nama_unit": "Dinas Kesehatan"},
    rest="",
    media=(("unit.csv", CSV_UNITS),),
    shown="Kode unit",
)
case(
    "pulldata",
    """
| | type | name | label | calculation |
| | text | barang | Barang | |
| | calculate | harga | | pulldata('harga', 'harga', 'name_key', ${barang}) |
| | note | hasil | Harganya ${harga} | |
""",
    {"barang": "pena", "harga": "2500"},
    rest="",
    media=(("harga.csv", CSV_PRICES),),
    shown="Barang",
)
case(
    "search_appearance",
    """
| | type | name | label | appearance |
| | select_one dari_berkas | unit | Perangkat daerah | search('unit') |
""",
    {},
    rest="""
| choices | | | |
| | list_name | name | label |
| | dari_berkas | name | label |
""",
    media=(("unit.csv", CSV_UNITS),),
    shown="Perangkat daerah",
)
case(
    "external_choices",
    """
| | type | name | label | choice_filter |
| | select_one ya | kec | Kecamatan | |
| | select_one_external desa | desa | Desa | kec=${kec} |
""",
    {"kec": "ya"},
    rest=f"""{CHOICES}
| external_choices | | | | |
| | list_name | name | label | kec |
| | desa | kali | Kaliwungu | ya |
""",
    shown="Kecamatan",
)
case(
    "places",
    """
| | type | name | label | appearance |
| | geopoint | titik | Titik | |
| | geopoint | peta | Titik di peta | placement-map |
| | geotrace | garis | Garis | |
| | geoshape | bidang | Bidang tanah | |
""",
    {
        "titik": "-7.546 112.2333 51.2 4.5",
        "peta": "-7.546 112.2333 0 0",
        "garis": "-7.5 112.2 0 0;-7.6 112.3 0 0",
        "bidang": "-7.5 112.2 0 0;-7.6 112.3 0 0;-7.6 112.2 0 0;-7.5 112.2 0 0",
    },
    rest="",
    shown="Titik di peta",
)
