"""Lists out to spreadsheets."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from selaras.lib.sheets import read_workbook, write_csv, write_table
from tests.lib.test_sheets import META, SYSTEMS, template


def test_table_is_neutral_and_filterable():
    rows = [
        ["=1+1", 5, -3, date(2019, 10, 8), None, True],
        [
            "+62 812",
            Decimal("1.5"),
            float("nan"),
            datetime(2019, 1, 1, tzinfo=UTC),
            "\x00a",
            10**18,
        ],
    ]
    data = write_table("Daftar: semua", ["Nama", "@B", "C", "D", "E", "F"], iter(rows))
    tab = load_workbook(io.BytesIO(data)).active
    assert tab.title == "Daftar semua"
    assert tab["A1"].font.bold
    assert tab.auto_filter.ref == "A1:F3"
    assert [cell.value for cell in tab[1]][:2] == ["Nama", "'@B"]
    first, second = ([cell.value for cell in row] for row in tab.iter_rows(min_row=2))
    assert first == ["'=1+1", 5, -3, datetime(2019, 10, 8), None, True]  # noqa: DTZ001
    assert second[:3] == ["'+62 812", 1.5, "nan"]
    assert second[4:] == ["a", str(10**18)]
    assert all(cell.data_type != "f" for row in tab.iter_rows() for cell in row)


def test_an_empty_table_is_a_header():
    tab = load_workbook(io.BytesIO(write_table("", ["A"], []))).active
    assert (tab.title, tab.auto_filter.ref) == ("Lembar", "A1:A1")


def test_csv_is_neutral_and_says_its_encoding():
    data = write_csv(
        ["Nama", "Nilai"], [["=cmd", -3], ['Ké, "dua"', None], ["@a", date(2019, 10, 8)]]
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["Nama", "Nilai"],
        ["'=cmd", "-3"],
        ['Ké, "dua"', ""],
        ["'@a", "2019-10-08"],
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_any_text_can_be_written(texts):
    write_table("T", ["A"], [[text] for text in texts])
    write_csv(["A"], [[text] for text in texts])
    rows = [{"name": text, "notes": text} for text in texts]
    assert read_workbook(template(systems=rows), [SYSTEMS]).meta == META
