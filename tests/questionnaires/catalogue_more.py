"""The other half of the catalogue: files, scales, metadata, languages, settings, size."""

from tests.questionnaires.catalogue import CASES, CHOICES, case

case(
    "media_questions",
    """
| | type | name | label | appearance | parameters |
| | image | foto | Foto | | max-pixels=1600 |
| | image | tanda | Tanda tangan | signature | |
| | audio | suara | Suara | | quality=low |
| | video | video | Video | | |
| | file | berkas | Berkas | | |
| | barcode | kode | Kode batang | | |
| | background-audio | latar | | | |
""",
    {"foto": "foto-1.png", "kode": "0012345678905"},
    rest="",
    shown="Tanda tangan",
)
case(
    "range_rank_acknowledge",
    """
| | type | name | label | parameters | appearance | required |
| | range | skala | Skala | start=0 end=10 step=1 | | |
| | range | halus | Skala halus | start=0 end=1 step=0.1 | vertical | |
| | rank warna | urutan | Urutan | | | |
| | acknowledge | setuju | Setuju | | | yes |
| | select_multiple warna | acak | Diacak | randomize=true, seed=42 | | |
""",
    {"skala": "7", "halus": "0.3", "urutan": "biru merah hijau", "setuju": "OK", "acak": "merah"},
    shown="Skala halus",
)
case(
    "metadata",
    """
| | type | name | label | parameters |
| | start | mulai | | |
| | end | selesai | | |
| | today | hari | | |
| | username | pengguna | | |
| | deviceid | alat | | |
| | email | surel | | |
| | phonenumber | telepon | | |
| | start-geopoint | awal | | |
| | audit | audit | | location-priority=balanced location-min-interval=60 location-max-age=120 |
| | hidden | tersembunyi | | |
| | text | nama | Nama | |
""",
    {"mulai": "2026-11-26T08:30:00.000+07:00", "hari": "2026-11-26", "nama": "Siti"},
    rest="",
    shown="Nama",
)
case(
    "languages_and_media",
    """
| | type | name | label::Bahasa Indonesia (id) | label::English (en) | hint::Bahasa Indonesia (id) | image | audio |
| | text | nama | Nama | Name | Nama lengkap | logo.png | |
| | select_one warna | satu | Satu | One | | | |
| | note | catatan | Terima kasih | Thanks | | | sapa.mp3 |
""",
    {"nama": "Siti", "satu": "merah"},
    rest="""
| choices | | | | |
| | list_name | name | label::Bahasa Indonesia (id) | label::English (en) | image |
| | warna | merah | Merah | Red | logo.png |
| | warna | hijau | Hijau | Green | |
| settings | | |
| | form_title | form_id | version | default_language |
| | Dua bahasa | dua_bahasa | 1 | Bahasa Indonesia (id) |
""",
    shown="Nama lengkap",
)
case(
    "loop",
    """
| | type | name | label |
| | begin_loop over warna | putar | Putar |
| | integer | jumlah | Jumlah %(label)s |
| | end_loop | | |
""",
    {"putar": {"merah": {"jumlah": "1"}, "hijau": {"jumlah": "2"}, "biru": {"jumlah": ""}}},
    shown="Jumlah Merah",
)
case(
    "settings_variants",
    """
| | type | name | label | body::accuracyThreshold | bind::odk:length | instance::tag |
| | geopoint | titik | Titik | 10 | | |
| | text | nama | Nama | | 50 | x |
| | begin group | Alamat | Alamat rumah | | | |
| | select1 ya | milik | Milik sendiri | | | |
| | string | jalan | Jalan | | | |
| | int | nomor | Nomor | | | |
| | end group | | | | | |
""",
    {"nama": "Siti", "Alamat": {"milik": "ya", "jalan": "Merdeka", "nomor": "1"}},
    rest=f"""{CHOICES}
| settings | | | | | | |
| | title | id_string | version | style | instance_name | name | namespaces |
| | Ragam setelan | ragam_setelan | v 2.1 | theme-grid pages | concat(${{nama}}, '!') | isian | esri="http://esri.com/xforms" |
""",
    shown="Jalan",
)
case(
    "entities",
    """
| | type | name | label | save_to |
| | text | nama | Nama pohon | nama_pohon |
| | geopoint | letak | Letak | geometry |
""",
    {"nama": "Beringin"},
    rest="""
| entities | | |
| | list_name | label |
| | pohon | ${nama} |
""",
    shown="Nama pohon",
)
case(
    "only_calculated",
    """
| | type | name | label | calculation |
| | today | hari | | |
| | hidden | kode | | |
| | calculate | dua | | 1 + 1 |
""",
    {"hari": "2026-11-26", "dua": "2"},
    rest="",
)
case(
    "notes_only",
    """
| | type | name | label |
| | begin_group | g | Kelompok |
| | note | n | Hanya dibaca |
| | end_group | | |
""",
    {},
    rest="",
    shown="Hanya dibaca",
)
case(
    "big",
    "\n".join(
        ["| | type | name | label |"]
        + [f"| | text | q{number} | Pertanyaan {number} |" for number in range(1, 151)]
    ),
    {"q1": "a", "q150": "z"},
    rest="",
    shown="Pertanyaan 100",
)

__all__ = ["CASES"]
