"""An empty regency brought to its first book, all in the browser, by planner and head."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pypdf
import pytest
from django.core import mail
from playwright.sync_api import Page

from selaras.portal.regency import found_regency
from selaras.strategy.actions import load_frameworks
from tests.e2e.conftest import PHONE, faults, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "rahasia-perencana-9"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def planner(open_page: Callable[..., Page]) -> Page:
    """The first administrator of an empty regency, signed in."""
    load_frameworks()
    found_regency(
        name="Kabupaten Uji", code="99.01", email="perencana@uji.test", admin_name="Perencana",
        password=PASSWORD, agencies=None,
    )  # fmt: skip
    page = open_page()
    sign_in(page, "perencana@uji.test", PASSWORD)
    return page


def save(page: Page, name: str = "Simpan") -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def download(page: Page, name: str | re.Pattern[str]) -> bytes:
    """What a link of the page leads to, as a file."""
    link = page.locator("main").get_by_role("link", name=name).first
    answer = page.context.request.get(link.evaluate("link => link.href"))
    assert answer.ok
    return answer.body()


def filled(data: bytes, sheet: str, rows: list[dict[str, object]]) -> bytes:
    """A workbook with rows typed under its column titles."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = book[sheet]
    head = next(row for row in found.iter_rows() if row[0].value and row[1].value)
    columns = {str(cell.value).rstrip(" *"): cell.column for cell in head if cell.value}
    first = head[0].row + 2  # below the explanations
    while found.cell(first, columns[next(iter(rows[0]))]).value:
        first += 1
    for number, row in enumerate(rows, start=first):
        for title, value in row.items():
            found.cell(number, columns[title]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def attach(page: Page, name: str, *files: tuple[str, bytes]) -> None:
    page.set_input_files(
        f"input[name={name}]",
        [{"name": title, "mimeType": XLSX, "buffer": data} for title, data in files],
    )


def units(page: Page) -> None:
    page.goto("/organisasi/impor/")
    rows = [
        {"Nama": "Dinas Kesehatan", "Nama singkat": "Dinkes", "Jenis": "dinas"},
        {"Nama": "Bappeda", "Jenis": "badan"},
    ]
    empty = download(page, re.compile("templat", re.IGNORECASE))
    attach(page, "file", ("unit.xlsx", filled(empty, "Perangkat daerah", rows)))
    save(page, "Unggah")
    page.get_by_role("link", name="Dinas Kesehatan").wait_for()


def head_of_unit(page: Page) -> None:
    """The administrator opens the account; the head is mailed a link."""
    page.goto("/organisasi/orang/baru/")
    page.fill("input[name=name]", "Kepala Dinas")
    page.fill("input[name=email]", "kepala@uji.test")
    page.fill("input[name=position]", "Kepala Dinas Kesehatan")
    page.select_option("select[name=kind]", "agency_head")
    page.select_option("select[name=agency]", label="Dinas Kesehatan")
    save(page)
    page.get_by_text("Kepala Dinas", exact=True).first.wait_for()


def set_password(page: Page) -> None:
    link = re.search(r"https?://[^/]+(/akun/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    page.goto(link[1])
    page.fill("input[name=password1]", "rahasia-kepala-9")
    page.fill("input[name=password2]", "rahasia-kepala-9")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def plan(page: Page) -> None:
    page.goto("/putaran/rpjmd/baru/")
    page.fill("input[name=name]", "RPJMD Kabupaten Uji 2025–2029")
    page.fill("input[name=code]", "rpjmd-uji")
    page.fill("input[name=first_year]", "2025")
    page.fill("input[name=last_year]", "2029")
    save(page)
    page.wait_for_url("**/rpjmd/rpjmd-uji/")
    page.goto("/putaran/rpjmd/rpjmd-uji/tambah/")
    page.select_option("select[name=kind]", "mission")
    page.fill("input[name=code]", "1")
    page.fill("textarea[name=text]", "Pelayanan yang mudah")
    save(page)
    page.get_by_text("Pelayanan yang mudah").wait_for()


def round_(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Mulai putaran").first.click()
    page.fill("input[name=name]", "Masterplan Uji 2027–2036")
    page.fill("input[name=start_year]", "2027")
    page.fill("input[name=end_year]", "2036")
    page.select_option("select[name=edition]", index=1)
    page.select_option("select[name=plan]", index=1)
    page.check("input[name=public]")
    save(page)
    page.wait_for_url("**/putaran/masterplan-uji-2027-2036/")


def fgd(page: Page) -> None:
    page.goto("/fgd/masterplan-uji-2027-2036/baru/")
    page.fill("input[name=title]", "FGD persiapan")
    page.fill("input[name=held_on]", "2026-10-08")
    save(page)
    page.get_by_role("link", name="Ketik hasil").nth(3).click()
    page.fill("input[name=cards-0-title]", "Pasien antre sejak subuh")
    page.fill("input[name=cards-0-agency]", "Dinkes")
    page.fill("input[name=cards-0-votes]", "12")
    save(page)
    page.get_by_role("link", name="Pasien antre sejak subuh").wait_for()


def survey(page: Page) -> None:
    page.goto("/survei/masterplan-uji-2027-2036/baru/")
    page.fill("input[name=name]", "Survei unit 2026")
    save(page)
    page.get_by_role("link", name="Unggah buku kerja").wait_for()
    address = page.url
    book = download(page, re.compile("^Unduh"))  # of the first unit, Bappeda
    dinkes = page.context.request.get(f"{address}buku-kerja/dinkes/").body()
    wrong = filled(book, "Kebutuhan", [{"Kebutuhan": "Data terpisah", "Dimensi": "Smart Dunia"}])
    systems = [{"Nama sistem": "Antrean Dinkes", "Data yang disimpan": "Nomor antrean"}]
    right = filled(dinkes, "Sistem informasi", systems)
    need = {"Kebutuhan": "Jadwal dokter tidak diketahui", "Dimensi": "Smart Living"}
    right = filled(right, "Kebutuhan", [need])
    page.get_by_role("link", name="Unggah buku kerja").click()
    attach(page, "workbooks", ("bappeda.xlsx", wrong), ("dinkes.xlsx", right))
    save(page, "Unggah")
    page.get_by_role("link", name="Lanjutkan").click()
    page.get_by_text("Smart Dunia").first.wait_for()  # the cell is named, and nothing of it kept
    page.goto("/kebutuhan/masterplan-uji-2027-2036/")
    page.get_by_role("link", name="Jadwal dokter tidak diketahui").wait_for()
    assert page.get_by_text("Data terpisah").count() == 0


def programme(page: Page) -> None:
    page.goto("/program/masterplan-uji-2027-2036/baru/")
    page.fill("input[name=title]", "Antrean puskesmas dari rumah")
    page.select_option("select[name=dimension]", index=4)
    page.select_option("select[name=owner]", label="Dinas Kesehatan")
    for name in ("problem", "goal", "output", "outcome", "beneficiaries"):
        page.fill(f"textarea[name={name}]", f"Isi {name}")
    page.fill("input[name=end_year]", "2028")
    page.select_option("select[name=plan_node]", index=1)
    save(page, "Simpan sebagai calon")
    page.wait_for_url("**/LIV-01/**")
    sheet = "/program/masterplan-uji-2027-2036/LIV-01/"
    page.goto(f"{sheet}ubah/anggaran/")
    page.fill("input[name=b_2027_APBD]", "250000000")
    save(page)
    page.goto(f"{sheet}ubah/indikator/")
    page.fill("input[name=k-0-name]", "Puskesmas dengan antrean daring")
    page.fill("input[name=k-0-unit]", "puskesmas")
    page.fill("input[name=k-0-target_2027]", "10")
    save(page)
    page.goto(f"{sheet}ubah/kebutuhan/")
    page.get_by_label("Pasien antre sejak subuh").check()
    page.get_by_label("Jadwal dokter tidak diketahui").check()
    save(page)
    page.goto(f"{sheet}status/proposed/")
    page.locator("main form button").first.click()
    page.get_by_text("diusulkan").first.wait_for()


def choice(page: Page) -> None:
    page.goto("/pilihan/masterplan-uji-2027-2036/kriteria/")
    page.get_by_role("button", name="Mulai dengan").click()
    page.goto("/pilihan/masterplan-uji-2027-2036/penilaian/LIV-01/")
    for field in page.locator("main input[type=number]").all():
        field.fill("80")
    save(page, "Simpan dan lanjutkan")
    page.goto("/pilihan/masterplan-uji-2027-2036/pilih/2027/LIV-01/")
    save(page, "Pilih")
    page.get_by_text("komitmen ditunggu").first.wait_for()


def commitment(page: Page) -> None:
    """The head's only task, done on a phone."""
    sign_in(page, "kepala@uji.test", "rahasia-kepala-9")
    page.get_by_role("link", name=re.compile("komitmen.*LIV-01", re.IGNORECASE)).click()
    assert faults(page) == []
    page.check("input[name=agreed]")
    save(page, "Nyatakan komitmen")
    page.get_by_text("Kepala Dinas Kesehatan").first.wait_for()


def books(page: Page) -> str:
    page.goto("/masterplan/masterplan-uji-2027-2036/")
    page.locator("main form button").first.click()  # lay them out
    page.get_by_role("link", name="Latar belakang").first.click()
    page.locator(".prose-paper").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Kabupaten ini menyusun rencana ")
    page.keyboard.press("Control+b")
    page.keyboard.type("bersama")
    page.keyboard.press("Control+b")
    page.keyboard.type(".")
    save(page)
    save(page, "Susun buku")
    page.get_by_role("link", name="Lanjutkan").click()
    texts = []
    for link in page.get_by_role("link", name=re.compile("^PDF")).all():
        body = page.context.request.get(link.evaluate("link => link.href")).body()
        texts += [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(body)).pages]
    return re.sub(r"\s+", " ", " ".join(texts))


def test_from_nothing_to_the_first_book(
    planner: Page, open_page: Callable[..., Page], settings: Any
) -> None:
    for step in (units, head_of_unit, plan, round_, fgd, survey, programme, choice):
        step(planner)
    head = open_page(PHONE)
    set_password(head)
    commitment(head)
    text = books(planner)
    for words in (
        "Kabupaten ini menyusun rencana bersama",
        "LIV-01 Antrean puskesmas dari rumah",
        "Jadwal dokter tidak diketahui",
        "Survei unit 2026, Dinas Kesehatan",
        "FGD 8 Oktober 2026",
        "Kepala Dinas Kesehatan",
    ):
        assert words in text, words
    visitor = open_page(PHONE)
    visitor.goto("/")
    visitor.get_by_role("link", name="Antrean puskesmas dari rumah").click()
    visitor.get_by_role("link", name="Pasien antre sejak subuh").click()
    visitor.get_by_text("FGD 8 Oktober 2026").first.wait_for()
    assert faults(visitor) == []
