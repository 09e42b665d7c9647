import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.lib.sheets import Grid, Span, Unreadable, read_grids
from selaras.systems.rules.grids import Table, best_table
from tests.systems.conftest import Sheet, messy

VALUES = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-5, 3000),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["Nama Aplikasi", "OPD", "No", "Tahun", "JUMLAH", "1", "DINAS KESEHATAN", "v"]),
)
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 8))


@st.composite
def grids(draw):
    cells = draw(st.dictionaries(PLACES, VALUES, max_size=50))
    spans = [
        Span(top, left, top + down, left + right)
        for top, left, down, right in draw(
            st.lists(
                st.tuples(
                    st.integers(1, 10), st.integers(1, 7), st.integers(0, 3), st.integers(0, 3)
                ),
                max_size=6,
            )
        )
    ]
    return Grid(
        "Uji", {k: v for k, v in sorted(cells.items()) if v is not None and v != ""}, tuple(spans)
    )


@settings(max_examples=300, deadline=None)
@given(grids(), st.integers(1, 8))
def test_no_grid_is_too_odd_to_read(grid, name_column):
    table = Table(grid)
    lines = list(table.lines(name_column))
    assert all(line.number > table.header.row for line in lines if table.header)
    numbers = {row for row, _column in grid.cells}
    assert {line.number for line in lines} <= numbers
    best_table([grid, grid])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_too_odd_to_read(data):
    with contextlib.suppress(Unreadable):
        best_table(read_grids(data))


def test_messy_sheet_is_found_below_titles_and_a_header_of_two_rows():
    table = best_table(read_grids(messy().data()))
    assert table.grid.title == "REKAP APLIKASI"
    assert (table.header.first, table.header.row) == (4, 5)
    names = {column: match.attribute for column, match in table.header.suggestions.items()}
    assert names == {
        2: "name", 3: "purpose", 4: "agency", 5: "tick:web", 6: "tick:mobile", 7: "tick:desktop",
        8: "year", 9: "status", 10: "programming_language", 11: "user_count", 12: "cost_yearly",
    }  # fmt: skip
    lines = list(table.lines(2))
    assert [line.number for line in lines] == [7, 8, 9, 10]
    assert lines[1].values[4] == "DINAS KESEHATAN KAB. JOMBANG"
    assert lines[1].merged == {4}
    assert [row for row, _text in table.left_out] == [11, 13, 14]


def test_units_may_stand_as_lines_of_their_own():
    sheet = Sheet().put(1, "No", "Nama Aplikasi", "Tahun")
    sheet.put(2, "I", "DINAS KESEHATAN").merge("B2:C2").put(3, 1, "SPSE", 2015).put(
        4, 2, "SIMPUS", 2016
    )
    sheet.put(5, "II", "DINAS PERHUBUNGAN").merge("B5:C5").put(6, 1, "ATCS", 2018)
    lines = list(best_table(read_grids(sheet.data())).lines(2))
    assert [(line.number, line.section) for line in lines] == [
        (3, "DINAS KESEHATAN"),
        (4, "DINAS KESEHATAN"),
        (6, "DINAS PERHUBUNGAN"),
    ]


def test_short_names_in_capitals_are_records():
    sheet = (
        Sheet()
        .put(1, "No", "Nama Aplikasi", "OPD")
        .put(2, 1, "SPSE", "BKPSDM")
        .put(3, 2, "JDIH", "OPD X")
    )
    assert len(list(best_table(read_grids(sheet.data())).lines(2))) == 2


def test_repeated_headers_are_left_out():
    sheet = (
        Sheet().put(1, "Nama Aplikasi", "OPD").put(2, "A1", "Dinkes").put(3, "Nama Aplikasi", "OPD")
    )
    assert [
        line.number for line in best_table(read_grids(sheet.put(4, "B1", "Dinkes").data())).lines(1)
    ] == [2, 4]


def test_tables_as_text_are_read_with_any_separator():
    for text in ("Nama Aplikasi;OPD\nSIMPUS;Dinkes\n", "Nama Aplikasi,OPD\nSIMPUS,Dinkes\n"):
        for encoding in ("utf-8-sig", "utf-16", "cp1252"):
            table = best_table(read_grids(text.encode(encoding)))
            assert [line.values for line in table.lines(1)] == [{1: "SIMPUS", 2: "Dinkes"}]
