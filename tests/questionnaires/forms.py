"""Forms of the tests, written as Markdown tables, which the converter reads as it reads XLSX."""

REFERENCE = """
| survey | | | | | | | | | | |
| | type | name | label::Bahasa Indonesia (id) | label::English (en) | required | relevant | constraint | constraint_message::Bahasa Indonesia (id) | calculation | choice_filter |
| | text | nama | Nama perangkat daerah | Name of the unit | yes | | | | | |
| | integer | asn | Jumlah ASN | Number of civil servants | yes | | . >= 0 and . <= 20000 | Isi antara 0 dan 20.000 | | |
| | select_one kecamatan | kecamatan | Kecamatan | Sub-district | yes | | | | | |
| | select_one kelurahan | kelurahan | Kelurahan | Village | | | | | | kec=${kecamatan} |
| | select_one ya | ada_sistem | Ada sistem informasi? | Any information system? | yes | | | | | |
| | begin_group | sistem | Sistem informasi | Information systems | | ${ada_sistem} = 'ya' | | | | |
| | begin_repeat | sis | Sistem | System | | | | | | |
| | text | nama_sis | Nama sistem | Name of the system | yes | | | | | |
| | select_one basis | basis | Basis aplikasi | Platform | | | | | | |
| | text | basis_lain | Sebutkan | Which one | | ${basis} = 'lain' | | | | |
| | select_multiple pengguna | pengguna | Pengguna | Users | | | | | | |
| | decimal | biaya | Biaya setahun (juta) | Cost a year (million) | | | . >= 0 | Tidak boleh negatif | | |
| | image | foto | Tangkapan layar | Screenshot | | | | | | |
| | file | dokumen | Dokumen (PDF) | Document (PDF) | | | | | | |
| | end_repeat | | | | | | | | | |
| | calculate | jumlah | | | | | | | count(${sis}) | |
| | calculate | total | | | | | | | sum(${biaya}) | |
| | note | ringkas | Ada ${jumlah} sistem, ${total} juta | There are ${jumlah} systems | | | | | | |
| | end_group | | | | | | | | | |
| | date | tanggal | Tanggal pengisian | Date | | | | | | |
| | acknowledge | benar | Data ini benar | These data are correct | yes | | | | | |
| choices | | | | | |
| | list_name | name | label::Bahasa Indonesia (id) | label::English (en) | kec |
| | kecamatan | jbg | Jombang | Jombang | |
| | kecamatan | plo | Ploso | Ploso | |
| | kelurahan | kaliwungu | Kaliwungu | Kaliwungu | jbg |
| | kelurahan | rejoagung | Rejoagung | Rejoagung | plo |
| | ya | ya | Ya | Yes | |
| | ya | tidak | Tidak | No | |
| | basis | web | Web | Web | |
| | basis | lain | Lainnya | Other | |
| | pengguna | pegawai | Pegawai | Staff | |
| | pengguna | warga | Warga | Citizens | |
| settings | | | | |
| | form_title | form_id | version | default_language |
| | Survei sistem informasi | survei_sistem | 2026112601 | Bahasa Indonesia (id) |
"""

VERSION = "2026112601"


def changed(version: str = "2026112701", **replaced: str) -> bytes:
    """The reference form in another version; each value of `replaced` is "old → new"."""
    text = REFERENCE.replace(VERSION, version)
    for pair in replaced.values():
        old, new = pair.split(" → ")
        assert old in text
        text = text.replace(old, new)
    return text.encode()


SYSTEM = "<sis><nama_sis>SIMPUS</nama_sis><basis>web</basis><biaya>12.5</biaya></sis>"


def answer(
    instance: str = "uuid:1",
    *,
    nama: str = "Dinas Kesehatan",
    asn: str = "120",
    systems: str = SYSTEM,
    deprecated: str = "",
    version: str = VERSION,
    form_id: str = "survei_sistem",
) -> bytes:
    """An answer to the reference form as a client sends it."""
    old = f"<deprecatedID>{deprecated}</deprecatedID>" if deprecated else ""
    return (
        f'<data id="{form_id}" version="{version}"><nama>{nama}</nama><asn>{asn}</asn>'
        "<kecamatan>jbg</kecamatan><kelurahan>kaliwungu</kelurahan><ada_sistem>ya</ada_sistem>"
        f"<sistem>{systems}<jumlah>{systems.count('<sis>')}</jumlah></sistem>"
        f"<tanggal>2026-11-26</tanggal><benar>OK</benar>"
        f"<meta><instanceID>{instance}</instanceID>{old}</meta></data>"
    ).encode()
