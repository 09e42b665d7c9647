import io

import openpyxl
import pytest

from selaras.core import preferences
from selaras.core.models import Setting
from selaras.organisations.models import Agency
from selaras.systems.actions import load_reference


@pytest.fixture
def reference(db):
    """The shipped codes and attributes."""
    load_reference()


@pytest.fixture
def other(db):
    return Agency.objects.create(slug="dishub", name="Dinas Perhubungan", short_name="Dishub")


@pytest.fixture
def units(agency, other):
    """Units that the messy inventory names, in a regency whose name it adds to them."""
    Setting.objects.create(key="regency.name", value="Kabupaten Jombang")
    preferences.forget()
    names = {
        "bkpsdm": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        "disperpusip": "Dinas Perpustakaan dan Kearsipan",
        "kec-jombang": "Kecamatan Jombang",
    }
    made = {slug: Agency.objects.create(slug=slug, name=name) for slug, name in names.items()}
    Agency.objects.filter(slug="bkpsdm").update(short_name="BKPSDM")
    return {**made, "dinkes": agency, "dishub": other}


class Sheet:
    """A workbook as people make it: rows anywhere, merged cells, several sheets."""

    def __init__(self, title="Lembar 1"):
        self.book = openpyxl.Workbook()
        self.tab = self.book.active
        self.tab.title = title

    def add(self, title):
        self.tab = self.book.create_sheet(title)
        return self

    def put(self, row, *values, start=1):
        for column, value in enumerate(values, start=start):
            if value is not None:
                self.tab.cell(row, column).value = value
        return self

    def merge(self, *ranges):
        for each in ranges:
            self.tab.merge_cells(each)
        return self

    def data(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def messy():
    """What inventories of real cities look like, in one file."""
    sheet = Sheet("Sampul").put(1, "PEMERINTAH KABUPATEN CONTOH").put(2, "Lampiran evaluasi SPBE")
    sheet.add("REKAP APLIKASI")
    sheet.put(1, "INVENTARISASI APLIKASI PERANGKAT DAERAH").merge("A1:M1")
    sheet.put(2, "TAHUN ANGGARAN 2019").merge("A2:M2")
    sheet.put(
        4, "NO", "NAMA APLIKASI / SISTEM INFORMASI", "Fungsi & Kegunaan Aplikasi", "OPD Pengelola",
        "Basis", None, None, "Thn Pembuatan", "Status\n(Aktif/Tidak)", "Bahasa Pemograman",
        "Jml. Pengguna", "Anggaran Pemeliharaan (Rp)", "Ket.",
    )  # fmt: skip
    sheet.put(5, "Web", "Mobile", "Desktop", start=5).merge("E4:G4")
    sheet.merge(*(f"{letter}4:{letter}5" for letter in "ABCDHIJKLM"))
    sheet.put(6, *(f"({number})" for number in range(1, 14)))
    sheet.put(
        7, "1", "SIMPUS Online ", "Pasien puskesmas", "DINAS KESEHATAN KAB. JOMBANG", "v", None,
        None, "2015", "Aktif", "PHP", "± 1.200 orang", "Rp 25.000.000,-",
    )  # fmt: skip
    sheet.put(
        8,
        "2",
        "E-Surat",
        "Surat",
        None,
        "v",
        "v",
        None,
        "Tahun 2017",
        "AKTIF",
        "php",
        "350",
        "25 juta",
    )
    sheet.merge("D7:D8")
    sheet.put(
        9,
        3,
        "SIMPEG",
        "Kepegawaian",
        "BKPSDM",
        "v",
        None,
        None,
        2012,
        "tidak aktif",
        "VB 6",
        "8200",
        0,
    )
    sheet.put(
        10,
        4,
        "Uji Kendaraan",
        None,
        "Din. Perhubungan",
        None,
        None,
        "√",
        "2016/2017",
        "Aktif",
        "-",
        "-",
        "-",
    )
    sheet.put(11, "JUMLAH", None, None, None, None, None, None, None, None, None, "9750")
    sheet.put(13, "Mengetahui,", start=10).put(14, "Kepala Dinas", start=10)
    return sheet


@pytest.fixture
def messy_data():
    return messy().data()
