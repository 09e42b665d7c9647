import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.systems.rules.attributes import ATTRIBUTES, BY_KEY
from selaras.systems.rules.codes import Codes, Known, NewCode, UnknownCode, chain_of
from selaras.systems.rules.units import UnitMatcher
from selaras.systems.rules.values import Mistake, Taken, take


def taken(key, value):
    return take(value, BY_KEY[key], 2026).value


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("year", "Tahun 2017", 2017), ("year", 2015.0, 2015), ("year", date(2018, 5, 1), 2018),
        ("year", "2016/2017", 2016), ("year", "-", None), ("year", "Jan 2019", 2019),
        ("user_count", "± 1.200 orang", 1200), ("user_count", "350", 350), ("user_count", 12.0, 12),
        ("user_count", "tidak ada", None),
        ("cost_yearly", "Rp 25.000.000,-", 25_000_000), ("cost_yearly", "25 juta", 25_000_000),
        ("cost_yearly", "Rp1.500.000/tahun", 1_500_000), ("cost_yearly", 0, 0),
        ("contract_until", "31/12/2019", date(2019, 12, 31)),
        ("contract_until", "s.d. 31 Desember 2020", date(2020, 12, 31)),
        ("contract_until", "2021", date(2021, 12, 31)),
        ("contract_until", datetime(2020, 1, 2, 3, 4, tzinfo=UTC), date(2020, 1, 2)),
        ("status", "Masih Aktif", "in_use"), ("status", "NON-AKTIF", "unused"),
        ("status", "Tahap pengembangan", "building"), ("status", "rencana", "planned"),
        ("platform", "Web dan Android", ("web", "mobile")), ("platform", "Berbasis Web", ("web",)),
        ("platform", "Desktop; Web; Cloud; Mobile", ("desktop", "web", "cloud", "mobile")),
        ("platform", "Excel", ("spreadsheet",)),
        ("license_type", "Open Source", "open_source"),
        ("license_type", "Proprietary", "proprietary"),
        ("builder", "Kementerian", "national"), ("builder", "Pihak Ke-3", "vendor"),
        ("users", "ASN dan Masyarakat", "both"), ("users", "Publik", "public"),
        ("has_backup", "Ada", True), ("has_backup", "Belum", False), ("tick:web", "√", True),
        ("description", "-", None), ("description", "Satu\nDua", "Satu\nDua"),
        ("programming_language", 8, "8"),
    ],
)  # fmt: skip
def test_cells_of_real_inventories(key, value, expected):
    assert taken(key, value) == expected


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("year", "entah", "not_a_year"), ("year", "1850", "not_a_year"),
        ("year", 20150101, "not_a_year"),
        ("user_count", "10-20 orang", "not_whole"), ("user_count", -3, "not_whole"),
        ("user_count", "banyak", "not_whole"), ("cost_yearly", "gratis", "not_money"),
        ("contract_until", "nanti", "not_a_date"), ("status", "entahlah", "not_listed"),
        ("platform", "web, telepati", "not_listed"), ("has_backup", "mungkin", "not_yes_no"),
        ("name", "x" * 201, "too_long"), ("license_type", "gratis", "not_listed"),
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused(key, value, code):
    with pytest.raises(Mistake) as mistake:
        taken(key, value)
    assert mistake.value.reason.code == code


def test_a_typing_error_gets_a_suggestion():
    with pytest.raises(Mistake) as mistake:
        taken("status", "diguanakan")
    assert mistake.value.reason.values["suggestion"] == "digunakan"


def test_special_readings_are_told():
    assert take("2016/2017", BY_KEY["year"], 2026).note.code == "first_of"
    assert take("± 1.200 orang", BY_KEY["user_count"], 2026).note.code == "read_as"
    assert take("350", BY_KEY["user_count"], 2026).note is None


ODD = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
)


@given(ODD, st.sampled_from([each for each in ATTRIBUTES if each.kind not in ("code", "unit")]))
def test_no_cell_is_too_odd(value, attribute):
    with contextlib.suppress(Mistake):
        assert isinstance(take(value, attribute, 2026), Taken)


KNOWN = [
    Known("RAA", "02", "Aplikasi Khusus", 1), Known("RAA", "02.02", "Aplikasi Fungsi Tertentu", 2),
    Known("RAB", "02.10", "Usaha Kecil dan Menengah", 3), Known("RAB", "04", "Kesehatan", 4),
    Known("RAB", "04.01", "Kesehatan", 5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "reference", "key"),
    [
        ("RAA 02.02", "RAA", 2), ("RAA.02.02", "RAA", 2),
        ("02.02 Aplikasi Fungsi Tertentu", "RAA", 2),
        (2.02, "RAA", 2), ("2.2", "RAA", 2), ("aplikasi fungsi tertentu", "RAA", 2),
        (2.1, "RAB", 3),
        ("Kesehatan", "RAB", 5),
    ],
)  # fmt: skip
def test_codes_as_people_write_them(value, reference, key):
    assert Codes(KNOWN).find(value, reference).key == key


def test_deeper_codes_are_the_regencys_own():
    code = Codes(KNOWN).find("RAA 02.02.01.03 Antrean puskesmas", "RAA")
    assert code == NewCode("RAA", "02.02.01.03", "Antrean puskesmas")
    assert [each.code for each in chain_of(code, {})] == ["02.02.01", "02.02.01.03"]


@pytest.mark.parametrize("value", ["99.99", "RAB 02.02", "umum", "99.01.01"])
def test_unknown_codes(value):
    with pytest.raises(UnknownCode):
        Codes(KNOWN).find(value, "RAA")


UNITS = UnitMatcher(
    [
        (1, ("Dinas Kesehatan", "Dinkes", "dinkes")), (2, ("Kecamatan Jombang", "kec-jombang")),
        (3, ("Dinas Perpustakaan dan Kearsipan", "Disperpusip")), (4, ("Bagian Umum", "bag-umum")),
    ],
    "Kabupaten Jombang",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("DINAS KESEHATAN KABUPATEN JOMBANG", 1), ("Din. Kesehatan", 1),
        ("Dinas Kesehatan (Dinkes)", 1),
        ("DINKES KAB. JOMBANG", 1), ("Kec. Jombang", 2), ("Dinas Perpustakaan & Kearsipan", 3),
        ("Bag. Umum", 4), ("Dinas Kesehatan Jombang", 1),
    ],
)  # fmt: skip
def test_units_as_people_write_them(text, unit):
    assert UNITS.find(text).unit == unit


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Dinas Kesehatn", 1), ("Dinas Perpustakan dan Arsip", 3), ("Kesehatan", 1), ("xyz", None)],
)
def test_what_is_not_sure_is_only_suggested(text, suggestion):
    match = UNITS.find(text)
    assert (match.unit, match.suggestion) == (None, suggestion)


def test_people_say_what_a_text_means_and_two_units_of_one_name_are_asked():
    assert UNITS.find("DKK", {"dkk": 1}).unit == 1
    twice = UnitMatcher([(1, ("UPT Pasar",)), (2, ("UPT Pasar",))])
    assert twice.find("UPT Pasar").unit is None
