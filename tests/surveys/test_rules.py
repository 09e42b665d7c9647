from datetime import date

from selaras.surveys.rules import Filled, can_write, compare, is_late, match_entries, unknown_codes


def row(code, name, **values):
    return Filled(code, name, {"code": code, "title": name, **values})


def test_late_only_after_the_deadline_and_without_an_answer():
    day = date(2019, 10, 31)
    assert not is_late(day, day, answered=False)
    assert is_late(day, date(2019, 11, 1), answered=False)
    assert not is_late(day, date(2019, 11, 1), answered=True)
    assert not is_late(None, date(2019, 11, 1), answered=False)


def test_records_missing_from_the_workbook_are_named():
    kept = [row("K1", "A"), row("K2", "B"), row("K3", "C")]
    found = compare([row("k1", "A baru"), row("", " b ")], kept)
    assert found.absent == ("C",)


def test_values_that_did_not_change_the_record_are_named():
    kept = [row("K1", "A", urgency="tinggi")]
    assert compare([row("K1", "A", urgency="rendah")], kept).unlike == ("A",)
    assert compare([row("K1", "A", urgency=None)], kept).unlike == ()


def test_unknown_codes_are_found_by_position():
    assert unknown_codes([row("", "A"), row("K9", "B"), row("k1", "C")], [row("K1", "C")]) == [1]


def test_a_section_may_be_changed_until_the_head_sends():
    states = ("waiting", "returned", "sent", "approved", "accepted")
    assert [state for state in states if can_write(state)] == ["waiting", "returned"]


EARLIER = [
    row("S1", "SIMPUS", description="Rekam medis puskesmas", year=2015, problem="Lambat"),
    row("S2", "e-Parkir", description="Retribusi tepi jalan", year=2018, problem="Sering mati"),
]


def test_entries_are_found_by_name_in_any_order():
    entries = [row("", "E-parkir"), row("", " simpus ")]
    assert match_entries(entries, EARLIER, {"S1", "S2"}) == {0: "S2", 1: "S1"}


def test_a_renamed_entry_is_the_record_that_it_is_like():
    same = {key: EARLIER[0].values[key] for key in ("description", "year", "problem")}
    entries = [row("", "e-Parkir"), row("", "Sistem Informasi Puskesmas", **same)]
    assert match_entries(entries, EARLIER, {"S1", "S2"}) == {0: "S2", 1: "S1"}
    assert match_entries(entries, EARLIER, {"S2"}) == {
        0: "S2"
    }  # typed in by somebody, not answered


def test_one_removed_and_another_added_are_two_records():
    new = row("", "Perpustakaan daring", description="Pinjam buku", year=2019, problem="Baru")
    assert match_entries([row("", "SIMPUS"), new], EARLIER, {"S1", "S2"}) == {0: "S1"}
