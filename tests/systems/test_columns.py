import pytest

from selaras.systems.rules.attributes import ATTRIBUTES, OFFICIAL
from selaras.systems.rules.columns import best_match, suggest


@pytest.mark.parametrize(
    ("title", "attribute"),
    [
        ("NAMA APLIKASI", "name"),
        ("Nama Aplikasi / Sistem Informasi", "name"),
        ("OPD Pengelola", "agency"),
        ("Perangkat Daerah (OPD)", "agency"),
        ("Thn Pembuatan", "year"),
        ("Tahun Pembuatan Aplikasi", "year"),
        ("Bahasa Pemograman", "programming_language"),
        ("Basis Aplikasi (Web/Desktop/Mobile)", "platform"),
        ("Tipe Lisensi\nBahasa Pemrograman", "license_type"),
        ("Jml. Pengguna", "user_count"),
        ("Integrasi dg aplikasi lain", "shares_with"),
        ("Anggaran (Rp)", "cost_yearly"),
    ],
)
def test_headers_of_real_inventories(title, attribute):
    match = best_match(title)
    assert match is not None
    assert match.attribute == attribute


@pytest.mark.parametrize("title", ["No.", "Keterangan", "Jenis Aplikasi", "Sumber Dana", "", "—"])
def test_what_no_attribute_means(title):
    assert best_match(title) is None


def test_official_names_are_sure():
    assert [each.number for each in OFFICIAL] == list(range(1, 22))
    for each in ATTRIBUTES:
        match = best_match(each.title)
        assert match is not None
        assert (match.attribute, match.trust) == (each.key, "sure")


def test_no_attribute_is_suggested_twice():
    found = suggest({1: ("Nama Aplikasi",), 2: ("Nama Sistem",), 3: ("OPD",)})
    assert {column: match.attribute for column, match in found.items()} == {1: "name", 3: "agency"}
