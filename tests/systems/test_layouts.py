"""Layouts of inventories that cities have published, filled with our own words."""

import io
import zipfile

import pytest
import xlwt

from selaras.core.errors import Refused
from selaras.core.files import check_upload
from selaras.systems.actions import map_inventory, take_in_inventory, upload_inventory
from selaras.systems.models import Import, System
from selaras.systems.queries import plan_import
from selaras.systems.rules.names import split_names
from selaras.systems.types import Mapped
from tests.systems.conftest import Sheet

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def plan(people, round_, units):
    def make(data, mapped=None):
        return plan_import(by=people.planner, round=round_, data=data, mapped=mapped or Mapped())

    return make


def old_excel(count):
    """Hundreds of rows: units merged downwards, a hidden sheet, numbers, signatures below."""
    book = xlwt.Workbook()
    lists = book.add_sheet("daftar lama")
    lists.visibility = 1
    for row in range(2 * count):
        lists.write(row, 0, "Nama Aplikasi" if row == 0 else f"Lama {row}")
        lists.write(row, 1, "OPD" if row == 0 else "Dinkes")
    sheet = book.add_sheet("INVENTARIS 2018")
    sheet.write_merge(0, 0, 0, 6, "DAFTAR APLIKASI DI LINGKUNGAN PEMERINTAH DAERAH")
    header = ("No.", "Nama OPD", "Nama\nAplikasi", "Alamat Website", "Th. Pembuatan", "Ket. Backup")
    for column, title in enumerate((*header, "Status")):
        sheet.write(2, column, title)
    names = ("Dinas Kesehatan", "DINAS PERHUBUNGAN KAB. JOMBANG", "BKPSDM")
    for number in range(count):
        row = 3 + number + number // 50  # an empty row after each fifty
        if number % 10 == 0:
            sheet.write_merge(row, row + 9, 1, 1, names[number // 10 % 3])
        sheet.write(row, 0, number + 1)
        sheet.write(row, 2, f"Aplikasi Nomor\n{number}")
        sheet.write(row, 3, f"app{number}.contoh.go.id")
        sheet.write(row, 4, ("th. 2018", "2018/2019", 2017)[number % 3])
        sheet.write(row, 6, ("Aktif", "Tidak Aktif")[number % 2])
    end = row + 2
    sheet.write(end, 4, "Jombang, 5 Maret 2019")
    sheet.write(end + 1, 2, "Mengetahui")
    sheet.write(end + 1, 4, "Kepala Bidang")
    sheet.write(end + 4, 2, "Pejabat Satu")
    sheet.write(end + 4, 4, "Pejabat Dua")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_old_workbook_of_hundreds_of_rows(plan):
    made = plan(old_excel(300))
    assert made.problems == []
    assert made.inventory.sheets == ["INVENTARIS 2018"]  # the hidden one is not offered
    assert len(made.rows) == 300
    values = [row.entry.values for row in made.rows[:3]]
    assert [each["year"] for each in values] == [2018, 2018, 2017]
    assert values[0]["name"] == "Aplikasi Nomor 0"
    assert values[0]["address"] == "https://app0.contoh.go.id"
    slugs = [made.rows[number].entry.agency.slug for number in (0, 9, 10, 20, 29, 30)]
    assert slugs == ["dinkes", "dinkes", "dishub", "bkpsdm", "bkpsdm", "dinkes"]
    assert any("Mengetahui" in text for _row, text in made.inventory.left_out)


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>
 <style:style style:name="h" style:family="table"><style:table-properties
  table:display="false"/></style:style></office:automatic-styles><office:body>
 <office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>"""


def open_document(rows, hidden=()):
    """A cell is a text, a number, (text, rows, columns) if it is merged, None if it is empty."""

    def cell(value):
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, int):
            kind = f'office:value-type="float" office:value="{value}"'
            return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
        text, down, right = value if isinstance(value, tuple) else (value, 1, 1)
        spans = f'table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
        lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
        kind = 'office:value-type="string"'
        return f"<table:table-cell {kind} {spans}>{lines}</table:table-cell>"

    def sheet(title, lines, style=""):
        body = "".join(
            f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in lines
        )
        empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        return (
            f'<table:table table:name="{title}" table:style-name="{style}">{body}{empty}'
            "</table:table-row></table:table>"
        )

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS % (sheet("x", hidden, "h") + sheet("Rekap", rows)))
    return out.getvalue()


def section_rows():
    """Units as rows of their own, not merged; a header of three rows; ticks."""
    return [
        [("REKAPITULASI SISTEM INFORMASI", 1, 6)],
        [("No", 3, 1), ("Nama Sistem Informasi", 3, 1), ("Teknis", 1, 3), None, None,
         ("Cadangan Data", 3, 1)],
        [None, None, ("Basis", 1, 2), None, ("Tahun", 2, 1)],
        [None, None, "Web", "Mobile"],
        [None, "A. DINAS KESEHATAN"],
        [1, "SIMPUS", "✓", "-", "th. 2018", "Ada"],
        [2, "1. Antrean Poli\n2. Rujukan", "✓", "✓", "2017/2018", "Tidak"],
        [],
        [None, "B. DINAS PERHUBUNGAN"],
        [1, "ATCS, SIUK", "v", None, 2016, "Belum"],
        [None, "JUMLAH", 4],
    ]  # fmt: skip


def test_units_as_rows_of_their_own_in_an_open_document(plan):
    made = plan(open_document(section_rows(), hidden=[["Nama Aplikasi", "OPD"]]))
    assert made.problems == []
    found = {row.entry.name: row.entry for row in made.rows}
    assert list(found) == ["SIMPUS", "Antrean Poli", "Rujukan", "ATCS", "SIUK"]
    assert found["SIUK"].agency.slug == "dishub"
    assert found["Rujukan"].values["more_platforms"] == "mobile"
    backups = [entry.values.get("has_backup") for entry in found.values()]
    assert backups == [True, False, False, False, False]
    assert all(row.notes for row in made.rows if row.entry.name in ("ATCS", "SIUK"))


def test_a_dump_of_a_database_as_text(plan):
    """As the register of another city keeps it: codes, “naktif”, a dash for an unknown year."""
    text = (
        "id_app,judul,klasifikasi_aplikasi,infofungsi,media,link,unit,sts_aktif,thn_pembuatan\n"
        '1,"Peta Lahan",2,"Lahan, dan batasnya",web,,Dinas Kesehatan,aktif,-\n'
        "2,Lampu Jalan,2,,desktop,lampu.contoh.go.id/masuk,Dishub,naktif,2015\n"
    )
    made = plan(text.encode())
    assert made.problems == []
    assert [row.entry.values.get("year") for row in made.rows] == [None, 2015]
    assert made.rows[1].entry.values["status"] == "unused"
    assert made.rows[1].entry.values["address"] == "https://lampu.contoh.go.id/masuk"


def test_a_form_of_one_unit_names_it_above_the_table(plan):
    sheet = Sheet("Isian").put(1, "FORMULIR INVENTARISASI").put(2, "Nama OPD : Dinas Perhubungan")
    sheet.put(4, "No", "Nama Aplikasi", "Basis", None, "Tahun").put(5, "Web", "Desktop", start=3)
    sheet.put(6, 1, "Uji Kir", "v", None, 2015).put(7, 2, "Trayek", None, "v", 2016)
    made = plan(sheet.data())
    assert made.problems == []
    assert {row.entry.agency.slug for row in made.rows} == {"dishub"}
    assert [row.entry.values["platform"] for row in made.rows] == ["web", "desktop"]


def test_a_decision_on_a_unit_is_kept_for_the_next_file(people, round_, units):
    sheet = Sheet().put(1, "Nama Aplikasi", "OPD").put(2, "E-Arsip", "Din. Arsip Umum")
    made = upload_inventory(by=people.planner, round=round_, name="a.xlsx", data=sheet.data())
    said = Mapped(units={"din. arsip umum": units["disperpusip"].pk, "*": units["dinkes"].pk})
    map_inventory(by=people.planner, made=made, mapped=said)
    take_in_inventory(by=people.planner, made=made)
    again = sheet.put(3, "Buku Tamu", "Din. Arsip Umum").data()
    later = upload_inventory(by=people.planner, round=round_, name="b.xlsx", data=again)
    assert later.units == {"din. arsip umum": units["disperpusip"].pk}
    assert take_in_inventory(by=people.planner, made=later).state == Import.State.DONE
    assert set(System.objects.values_list("agency__slug", flat=True)) == {"disperpusip"}


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("SIMPEG, SIMDA", ["SIMPEG", "SIMDA"]),
        ("e-Kinerja dan SIMPEG", ["e-Kinerja", "SIMPEG"]),
        ("1. Surat Masuk\n2. Surat Keluar", ["Surat Masuk", "Surat Keluar"]),
        ("Perizinan, Penanaman Modal", ["Perizinan, Penanaman Modal"]),
        ("Sistem Informasi\nKepegawaian", ["Sistem Informasi\nKepegawaian"]),
        ("SIMPEG", ["SIMPEG"]),
    ],
)
def test_only_a_list_beyond_doubt_is_split(cell, names):
    assert split_names(cell) == names


def test_files_are_known_by_what_is_in_them():
    accepted = ("xlsx", "xls", "ods", "csv")
    assert check_upload("a.xls", old_excel(3), accepted) == "xls"
    assert check_upload("a.ods", open_document([["Nama"]]), accepted) == "ods"
    with pytest.raises(Refused):
        check_upload("a.xlsx", old_excel(3), accepted)
    with pytest.raises(Refused):  # an old document of Word has the same container
        check_upload("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, accepted)
    macros = old_excel(3) + "_VBA_PROJECT".encode("utf-16-le")
    with pytest.raises(Refused):
        check_upload("a.xls", macros, accepted)
