"""Workbooks out and back: what people do to them and what they are told."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from selaras.lib import sheets_read
from selaras.lib.sheets import (
    Column,
    Labels,
    Sheet,
    read_workbook,
    write_workbook,
)

UNITS = tuple(f"Dinas {number:03d}" for number in range(300))
SYSTEMS = Sheet(
    "systems",
    "Sistem informasi",
    (
        Column("code", "Kode", locked=True, unique=True, width=8),
        Column("name", "Nama sistem", required=True, help="Nama resmi", max_length=60, width=30),
        Column("notes", "Keterangan", "long", help="Boleh beberapa baris", width=50),
        Column("year", "Tahun", "integer", minimum=1990, maximum=2030, help="Tahun mulai dipakai"),
        Column("cost", "Biaya", "money", minimum=0),
        Column("share", "Cakupan", "decimal"),
        Column("since", "Sejak", "date"),
        Column("unit", "Perangkat daerah", "choice", choices=UNITS),
        Column("used", "Dipakai?", "yes_no"),
    ),
    intro="Isi satu baris untuk setiap sistem yang dipakai perangkat daerah Anda.",
    blank_rows=5,
)
NEEDS = Sheet("needs", "Kebutuhan: isu/masalah", (Column("title", "Kebutuhan", required=True),))
FULL = {
    "code": "S-1",
    "name": "=Sistem Uji (DEMO)",
    "notes": "baris satu\nbaris dua",
    "year": 2017,
    "cost": 1_250_000_000,
    "share": Decimal("12.5"),
    "since": date(2019, 10, 8),
    "unit": "Dinas 299",
    "used": True,
}
META = {"round": "2019", "agency": "dinas-demo", "version": "1", "empty": ""}


def template(**rows: list[dict[str, object]]) -> bytes:
    return write_workbook(
        [SYSTEMS, NEEDS], rows, meta=META, cover=[("Survei (DEMO)", "Kabupaten"), ("Cara", "Isi")]
    )


def edited(change, data: bytes | None = None) -> bytes:
    """The workbook after a person's changes."""
    workbook = load_workbook(io.BytesIO(data or template(systems=[FULL])))
    change(workbook)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def plain(rows: list[list[object]], title: str = "Sistem informasi") -> bytes:
    """A workbook made by hand."""
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def typed(column: Column, value: object) -> tuple[object, list[tuple[str, dict[str, str]]]]:
    """What one typed value is read as, beside a column that keeps the row from being blank."""
    sheet = Sheet("s", "S", (Column("mark", "Tanda"), column))
    result = read_workbook(plain([["Tanda", column.title], ["x", value]], "S"), [sheet])
    errors = [(error.code, error.params) for error in result.errors]
    return result.rows["s"][0].values[column.key], errors


def test_round_trip_keeps_every_value():
    result = read_workbook(template(systems=[FULL]), [SYSTEMS, NEEDS])
    assert result.errors == []
    assert result.meta == META
    assert [row.values for row in result.rows["systems"]] == [FULL]
    assert result.rows["systems"][0].cells["name"] == "B5"
    assert result.rows["systems"][0].number == 5
    assert result.rows["needs"] == []


def test_template_is_ready_to_print_and_fill():
    workbook = load_workbook(io.BytesIO(template(systems=[FULL])))
    assert workbook.sheetnames == [
        "Petunjuk",
        "Sistem informasi",
        "Kebutuhan isu masalah",
        "_pilihan",
        "_selaras",
    ]
    links = [row[0].hyperlink for row in workbook["Petunjuk"].iter_rows() if row[0].hyperlink]
    assert [link.location for link in links] == [
        "'Sistem informasi'!A1",
        "'Kebutuhan isu masalah'!A1",
    ]
    assert workbook["_selaras"].sheet_state == "veryHidden"
    assert workbook["_pilihan"].sheet_state == "hidden"
    tab = workbook["Sistem informasi"]
    assert tab.freeze_panes == "A5"
    assert tab["B3"].value == "Nama sistem *"
    assert tab["B4"].font.italic
    assert (tab.page_setup.orientation, tab.page_setup.paperSize) == ("landscape", 9)
    assert (tab.page_setup.fitToWidth, tab.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
    assert (tab["E5"].number_format, tab["G5"].number_format) == ("#,##0", "dd/mm/yyyy")
    assert tab["A5"].protection.locked
    assert not tab["B5"].protection.locked
    assert tab["B5"].data_type == "s"  # a formula never starts from prefilled text
    lists = {str(check.sqref): check for check in tab.data_validations.dataValidation}
    assert lists["H5:H505"].formula1 == "'_pilihan'!$A$1:$A$300"
    assert all(check.showErrorMessage and check.error for check in lists.values())


def test_labels_replace_the_words_of_the_workbook():
    labels = Labels(cover="Read me", yes="Yes", no="No")
    data = write_workbook(
        [SYSTEMS], {"systems": [FULL]}, meta={}, cover=[("Survey", "")], labels=labels
    )
    assert load_workbook(io.BytesIO(data))["Read me"]["A1"].value == "Survey"
    assert read_workbook(data, [SYSTEMS]).rows["systems"][0].values["used"] is True


def test_people_move_columns_rows_and_tabs():
    def change(workbook):
        tab = workbook["Sistem informasi"]
        tab.insert_rows(1, 4)
        tab.insert_cols(2)
        tab["B7"] = "Kolom sendiri"
        tab["C7"] = " nama\u00a0 SISTEM\n"
        tab.title = "Hasil akhir"

    result = read_workbook(edited(change), [SYSTEMS, NEEDS])
    assert result.errors == []
    assert result.rows["systems"][0].values["name"] == "=Sistem Uji (DEMO)"
    assert result.rows["systems"][0].cells["name"] == "C9"


def test_columns_are_found_in_any_order_between_blank_rows():
    sheet = Sheet("s", "S", (Column("a", "A satu"), Column("b", "B dua", "integer")))
    data = plain(
        [["Judul"], [], ["B Dua:", "x", "A  satu"], [], [3, None, "tiga"], [None, "?"]], "s"
    )
    result = read_workbook(data, [sheet])
    assert result.errors == []
    assert [row.values for row in result.rows["s"]] == [{"a": "tiga", "b": 3}]
    assert result.rows["s"][0].cells == {"a": "C5", "b": "A5"}


def test_cells_merged_downwards_stand_for_each_row():
    def change(workbook):
        tab = workbook["Sistem informasi"]
        tab["B6"], tab["B7"] = "Kedua", "Ketiga"
        tab.merge_cells("H5:H7")
        tab.merge_cells("A5:A7")  # a unique column is not repeated

    rows = read_workbook(edited(change), [SYSTEMS]).rows["systems"]
    assert [row.values["unit"] for row in rows] == ["Dinas 299"] * 3
    assert [row.values["code"] for row in rows] == ["S-1", None, None]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", "  dua \u00a0 kata\n", "dua kata"),
        ("text", 12.0, "12"),
        ("text", date(2019, 3, 5), "05/03/2019"),
        ("long", "satu\r\n\r\n\r\n\r\ndua ", "satu\n\ndua"),
        ("integer", "1.250", 1250),
        ("integer", 3.0, 3),
        ("integer", "-", None),
        ("money", "Rp 1.250.000,00", 1_250_000),
        ("money", "1.250.000", 1_250_000),
        ("money", 412500000.33, 412_500_000),
        ("decimal", "12,5", Decimal("12.5")),
        ("decimal", 0.1 + 0.2, Decimal("0.3")),
        ("date", "5 Maret 2019", date(2019, 3, 5)),
        ("date", "05/03/2019", date(2019, 3, 5)),
        ("date", datetime(2019, 3, 5, 7, 30), date(2019, 3, 5)),  # noqa: DTZ001 - as cells hold it
        ("date", 43529, date(2019, 3, 5)),
        ("yes_no", "YA", True),
        ("yes_no", "✓", True),
        ("yes_no", True, True),
        ("yes_no", 0, False),
        ("yes_no", "tidak ", False),
    ],
)
def test_values_are_read_as_people_type_them(kind, value, expected):
    got, errors = typed(Column("c", "Isian", kind), value)
    assert errors == []
    assert got == expected
    assert type(got) is type(expected)


@pytest.mark.parametrize(
    ("column", "value", "code", "params"),
    [
        (Column("c", "C", required=True), None, "required", {"column": "C", "value": ""}),
        (Column("c", "C", "integer", required=True), "-", "required", {}),
        (Column("c", "C", "integer"), "banyak", "not_integer", {"value": "banyak"}),
        (Column("c", "C", "integer"), 1.5, "not_integer", {"value": "1.5"}),
        (Column("c", "C", "integer"), True, "not_integer", {}),
        (Column("c", "C", "integer"), "9" * 20, "too_big", {}),
        (Column("c", "C", "integer", minimum=1990), 1900, "too_small", {"limit": "1990"}),
        (
            Column("c", "C", "money", maximum=10),
            "Rp11",
            "too_big",
            {"limit": "10", "value": "Rp11"},
        ),
        (Column("c", "C", "money"), "mahal", "not_money", {}),
        (Column("c", "C", "money"), 1.5, "not_money", {}),
        (Column("c", "C", "decimal"), "a,5", "not_decimal", {}),
        (Column("c", "C", "date"), "besok", "not_date", {}),
        (Column("c", "C", "date"), 2019, "not_date", {}),
        (Column("c", "C", max_length=3), "empat", "too_long", {"limit": "3"}),
        (
            Column("c", "C", "choice", choices=("Dinas Kesehatan", "Dinas Sosial")),
            "dinas kesehatn",
            "not_in_list",
            {"suggestion": "Dinas Kesehatan", "value": "dinas kesehatn", "column": "C"},
        ),
        (Column("c", "C", "choice", choices=("A",)), "zzz", "not_in_list", {"suggestion": ""}),
        (Column("c", "C", "yes_no"), "tida", "not_in_list", {"suggestion": "Tidak"}),
        (Column("c", "C"), "#REF!", "formula_error", {}),
    ],
)
def test_mistakes_are_named(column, value, code, params):
    got, errors = typed(column, value)
    assert got is None
    assert [code for code, _ in errors] == [code]
    assert params.items() <= errors[0][1].items()


def test_choices_match_without_case():
    column = Column("c", "C", "choice", choices=("Dinas Kesehatan",))
    assert typed(column, " DINAS  kesehatan")[0] == "Dinas Kesehatan"
    assert typed(Column("c", "C", "choice", choices=("2019",)), 2019)[0] == "2019"


def test_percent_cells_mean_what_they_show():
    def change(workbook):
        tab = workbook["Sistem informasi"]
        tab["F5"], tab["F5"].number_format = 0.85, "0%"

    result = read_workbook(edited(change), [SYSTEMS])
    assert result.rows["systems"][0].values["share"] == Decimal(85)


def test_errors_say_sheet_and_cell():
    def change(workbook):
        workbook["Sistem informasi"]["D5"] = "dua ribu"
        del workbook["Kebutuhan isu masalah"]

    errors = read_workbook(edited(change), [SYSTEMS, NEEDS]).errors
    assert [(error.sheet, error.cell, error.code) for error in errors] == [
        ("Sistem informasi", "D5", "not_integer"),
        ("Kebutuhan: isu/masalah", "", "sheet_missing"),
    ]


def test_missing_columns_are_named():
    result = read_workbook(
        edited(lambda workbook: workbook["Sistem informasi"].delete_cols(4)), [SYSTEMS]
    )
    assert [(error.code, error.params) for error in result.errors] == [
        ("column_missing", {"column": "Tahun"})
    ]
    assert result.rows == {"systems": []}


def test_a_key_stands_once():
    rows = [{"code": "s-1", "name": "Satu"}, {"code": "S-1 ", "name": "Dua"}, {"name": "Tiga"}]
    errors = read_workbook(template(systems=rows), [SYSTEMS]).errors
    assert [(error.cell, error.code, error.params["value"]) for error in errors] == [
        ("A6", "duplicate_key", "S-1")
    ]


def test_an_answer_typed_over_the_explanations_is_not_lost():
    def change(workbook):
        tab = workbook["Sistem informasi"]
        tab["B4"] = "Sistem antrean"

    first, second = read_workbook(edited(change), [SYSTEMS]).rows["systems"]
    assert (first.values["name"], first.values["notes"]) == ("Sistem antrean", None)
    assert second.number == 5


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(sheets_read, "MAX_ROWS", 2)
    rows = [{"name": f"Sistem {number}"} for number in range(3)]
    result = read_workbook(template(systems=rows), [SYSTEMS])
    assert [error.code for error in result.errors] == ["too_many_rows"]
    assert result.rows == {"systems": []}


def test_formats_down_to_the_last_row_cost_nothing():
    def change(workbook):
        workbook["Sistem informasi"].cell(1_048_576, 16_384).number_format = "0"

    assert len(read_workbook(edited(change), [SYSTEMS]).rows["systems"]) == 1
