from datetime import date

import pytest

from selaras.systems.rules.exchange import find_double_entries, find_missing_interfaces
from selaras.systems.rules.findings import KINDS, Register, find_all
from selaras.systems.rules.general import GeneralApplication, find_doubles_of_general
from selaras.systems.rules.risks import find_ageing, find_orphans, find_single_points
from selaras.systems.rules.types import Facts, Link

TODAY = date(2020, 1, 1)
SRIKANDI = GeneralApplication(
    "SRIKANDI", "persuratan", ("srikandi",), ("persuratan", "surat masuk")
)


def system(key=1, **values):
    return Facts(
        **{"key": key, "name": f"Sistem {key}", "unit": key, "unit_name": f"U{key}", **values}
    )


def reasons(found):
    return [reason.code for each in found for reason in each.reasons]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"unit_ended": True}, "unit_ended"),
        ({"status": "unused", "cost_yearly": 5}, "unused_costs"),
        ({"user_count": 0}, "no_users"),
        ({"maintainers": 0}, "no_maintainer"),
        ({"builder": "vendor", "contract_until": date(2019, 1, 1)}, "contract_over"),
    ],
)
def test_orphans(values, code):
    orphan = system(1, **values)
    assert code in reasons(find_orphans([orphan, system(2)], TODAY))
    assert reasons(find_orphans([system(2), system(3)], TODAY)) == []


def test_a_missing_operator_tells_only_where_most_are_named():
    named = [system(key, operator="Diskominfo") for key in (2, 3)]
    assert reasons(find_orphans([system(1), *named], TODAY)) == ["no_operator"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"year": 2010}, "old"),
        ({"support_until": date(2019, 6, 1)}, "support_over"),
        ({"technology": "PHP 5.6, CodeIgniter 3"}, "old_technology"),
    ],
)
def test_ageing(values, code):
    patterns = {"PHP 5": r"\bphp ?5"}
    assert reasons(find_ageing([system(**values)], TODAY, patterns)) == [code]
    assert find_ageing([system(**values, builder="national")], TODAY, patterns) == []
    assert find_ageing([system(**values, status="unused")], TODAY, patterns) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"maintainers": 1, "risk": "high"}, "one_maintainer"),
        ({"risk": "high", "has_backup": False}, "no_backup"),
        ({"hosting": "unit", "user_count": 900}, "own_computer"),
    ],
)
def test_single_points(values, code):
    assert reasons(find_single_points([system(**values)], [])) == [code]


def test_a_hub_without_backup_is_a_single_point():
    systems = [system(key) for key in range(1, 6)]
    links = [Link(1, key, "Data", "live") for key in range(2, 6)]
    found = find_single_points(systems, links)
    assert (found[0].systems, reasons(found)) == ((1,), ["hub"])
    assert find_single_points([system(1, has_backup=True), *systems[1:]], links) == []


def test_a_crowded_server_is_one_finding():
    systems = [
        system(key, server=name) for key, name in enumerate(("Rak 1", "rak 1", "Rak  1", "RAK 1"))
    ]
    assert reasons(find_single_points(systems, [])) == ["one_server"]


def test_data_typed_in_by_two_units_is_found_once():
    systems = [
        system(1, data_input="Data pasien; Kunjungan"),
        system(2, data_input="pasien"),
        system(3, data_held="Pasien"),
    ]
    found = find_double_entries(systems, [])
    assert [(each.systems, reasons([each])) for each in found] == [((1, 2, 3), ["typed_twice"])]


def test_data_that_come_over_a_live_interface_are_not_typed_twice():
    systems = [system(1, data_input="Data pasien"), system(2, data_input="Data pasien")]
    assert find_double_entries(systems, [Link(1, 2, "Data pasien", "live")]) == []
    assert len(find_double_entries(systems, [Link(1, 2, "Data pasien", "wanted")])) == 1


def test_told_exchanges_without_an_interface():
    systems = [
        system(
            1, name="SIMPUS", shares_with="Dishub; P-Care (manual); provinsi", data_output="Pasien"
        ),
        system(2, name="P-Care", data_supplier="SIMPUS"),
        system(3, name="Rekam medis", unit=9, data_input="Data pasien"),
    ]
    found = find_missing_interfaces(systems, [], {"dishub": 7})
    assert [(each.systems[0], reasons([each])) for each in found] == [
        (1, ["told_gives", "typed_elsewhere"]),
        (2, ["told_gets"]),
        (1, ["many_give"]),
    ]
    assert found[0].reasons[0].values["partners"] == "P-Care"


def test_a_unit_that_many_systems_name_is_one_finding():
    givers = [system(n, name=f"Rekap {n}", unit=n, shares_with="Bappeda") for n in range(1, 10)]
    getter = system(20, name="Renja", unit=20, data_supplier="Bappeda; Dishub")
    units = {"bappeda": 50, "dishub": 51}
    most, least = find_missing_interfaces([*givers, getter], [], units)
    assert (most.key, most.title, reasons([most])) == (
        "missing_interface:unit:50", "Bappeda", ["many_give", "many_get"],
    )  # fmt: skip
    assert most.systems == (*range(1, 10), 20)
    assert most.reasons[0].values["count"] == 9
    assert "(+3)" in most.reasons[0].values["systems"]
    assert (least.title, least.systems) == ("Dishub", (20,))
    assert most.score > least.score


def test_recorded_exchanges_are_not_missing():
    systems = [system(1, name="SIMPUS", shares_with="U7; P-Care"), system(2, name="P-Care", unit=7)]
    assert find_missing_interfaces(systems, [Link(1, 2, "Pasien")], {"u7": 7}) == []


def test_local_doubles_of_a_general_application():
    letters = system(1, name="Persuratan dinas")
    assert reasons(find_doubles_of_general([letters], [SRIKANDI])) == ["like_general"]
    itself = system(1, name="SRIKANDI persuratan")
    lent = system(1, name="Persuratan", builder="national")
    assert find_doubles_of_general([itself, lent], [SRIKANDI]) == []


def test_all_kinds_come_from_one_call_and_keys_are_unique():
    systems = [
        system(
            1, name="Persuratan", year=2001, risk="high", has_backup=False, data_input="Surat masuk"
        ),
        system(
            2, name="Persuratan", user_count=0, data_input="Surat masuk", shares_with="Persuratan"
        ),
        system(3, name="SIMPUS", shares_with="u1"),
    ]
    found = find_all(Register(systems, [], TODAY, {"u1": 1}, general=[SRIKANDI]))
    assert {each.kind for each in found} == set(KINDS)
    assert len({each.key for each in found}) == len(found)
