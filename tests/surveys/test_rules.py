from datetime import date

from selaras.surveys.rules import Filled, compare, is_late, unknown_codes


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
