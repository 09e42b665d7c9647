import time

import pytest

from selaras.systems.rules.duplicates import find_duplicates
from selaras.systems.rules.types import Facts


def codes(found):
    return [reason.code for reason in found.reasons]


def make(*rows):
    return [Facts(key=key, unit=key, unit_name=f"U{key}", **row) for key, row in enumerate(rows, 1)]


def test_one_name_in_many_units_is_one_finding():
    found = find_duplicates(make(*({"name": name} for name in ("SIPD", "Aplikasi SIPD", "sipd"))))
    assert [(each.systems, codes(each)) for each in found] == [((1, 2, 3), ["same_name"])]


def test_shared_national_applications_weigh_less():
    own = find_duplicates(make({"name": "Siskeudes"}, {"name": "Siskeudes"}))[0]
    lent = find_duplicates(
        make(
            {"name": "Siskeudes", "builder": "national"},
            {"name": "Siskeudes", "builder": "national"},
        )
    )[0]
    assert lent.score < own.score
    assert codes(lent) == ["same_name", "shared_national"]


def test_places_do_not_make_a_difference():
    rows = make({"name": "Surat kecamatan Diwek"}, {"name": "Administrasi surat kecamatan Kudu"})
    found = find_duplicates(rows, frozenset({"diwek", "kudu"}))
    assert [each.systems for each in found] == [(1, 2)]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"name": "SIMPEG"}, {"name": "e-SIMPEG2"}, "like_name"),
        (
            {"name": "Lentera", "text": "Pendaftaran pasien rawat jalan puskesmas"},
            {"name": "Mawar", "text": "Pasien puskesmas mendaftar rawat jalan"},
            "like_text",
        ),
        (
            {
                "name": "Lentera",
                "text": "Izin reklame usaha",
                "data_input": "Izin usaha; Reklame toko",
            },
            {"name": "Mawar", "text": "Reklame dan izin", "data_input": "Reklame toko; Izin usaha"},
            "same_data",
        ),
        (
            {"name": "Lentera", "codes": ("RAL 01.25.02",), "users": "staff"},
            {"name": "Mawar", "codes": ("RAL 01.25.02",), "users": "both"},
            "same_local_code",
        ),
    ],
)
def test_each_signal_is_told(left, right, expected):
    found = find_duplicates(make(left, right))
    assert len(found) == 1
    assert expected in codes(found[0])


def test_a_national_code_alone_says_nothing():
    same = {"codes": ("RAL 01.25", "RAA 02.02"), "users": "staff"}
    assert find_duplicates(make({"name": "Lentera", **same}, {"name": "Mawar", **same})) == []


def test_unused_systems_are_no_duplicates():
    assert find_duplicates(make({"name": "SIPD"}, {"name": "SIPD", "status": "unused"})) == []


def test_the_key_of_a_pair_does_not_depend_on_the_order():
    rows = make({"name": "SIMPEG"}, {"name": "SIMPEG2"})
    assert [f.key for f in find_duplicates(rows)] == [f.key for f in find_duplicates(rows[::-1])]


def test_two_thousand_systems_take_seconds():
    rows = make(
        *(
            {
                "name": f"Aplikasi {'abcdefghij'[n % 10] * 3}{n * 7919 % 2003} {n % 97}x",
                "text": f"guna {n % 211}ini",
            }
            for n in range(2000)
        )
    )
    began = time.perf_counter()
    find_duplicates(rows)
    assert time.perf_counter() - began < 20  # minutes, if everything were compared with everything
