"""A planner's own questionnaire goes to 62 units; one answers on a phone and is corrected."""

import io
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.questionnaires.models import Submission
from selaras.strategy.models import Round
from selaras.surveys.models import Response, Survey
from selaras.systems.models import System
from tests.e2e.conftest import PHONE, faults, sign_in
from tests.e2e.test_fill import entry, pick, press_send, type_in

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "kata-sandi-uji"
LABEL = "label::Bahasa Indonesia (id)"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = {
    "survey": [
        ("type", "name", LABEL, "required"),
        ("text", "officer", "Nama pengisi", "yes"),
        ("begin_repeat", "systems", "Sistem informasi", ""),
        ("text", "name", "Nama sistem", "yes"),
        ("text", "description", "Kegunaan", ""),
        ("end_repeat", "", "", ""),
        ("begin_repeat", "needs", "Kebutuhan", ""),
        ("text", "title", "Yang dibutuhkan", "yes"),
        ("select_one dimension", "dimension", "Dimensi", "yes"),
        ("end_repeat", "", "", ""),
    ],
    "choices": [
        ("list_name", "name", LABEL),
        ("dimension", "governance", "Pemerintahan"),
        ("dimension", "living", "Permukiman"),
    ],
    "settings": [("form_title", "form_id", "version"), ("Sistem kami", "sistem_kami", "1")],
}


def workbook() -> bytes:
    """An XLSForm as somebody types it in Excel."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def units(agency: Agency) -> list[Agency]:
    made = [
        Agency(slug=f"unit-{number}", name=f"Unit kerja {number:02}", kind=agency.kind)
        for number in range(61)
    ]
    return [agency, *Agency.objects.bulk_create(made)]


def button(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def confirmed(page: Page, name: str) -> None:
    button(page, name)
    page.locator("#confirm [data-answer=yes]").click()


@pytest.mark.usefixtures("units")
def test_from_workbook_to_records(
    open_page: Callable[..., Page], people: SimpleNamespace, round_: Round
) -> None:
    planner, officer, head = open_page(), open_page(PHONE), open_page(PHONE)
    for page, person in ((planner, "planner"), (officer, "officer"), (head, "head")):
        sign_in(page, getattr(people, person).email, PASSWORD)
    publish(planner)
    survey = ask(planner, round_)
    assert Response.objects.filter(survey=survey).count() == 62
    response = Response.objects.get(survey=survey, agency__slug="dinkes")
    fill_in(officer, response)
    send(head, response)
    give_back(planner, response)
    correct(officer, response)
    send(head, response)
    approve(planner, response)


def publish(page: Page) -> None:
    page.goto("/kuesioner/terbitkan/")
    file = {"name": "sistem-kami.xlsx", "mimeType": XLSX, "buffer": workbook()}
    page.locator("input[name=workbook]").set_input_files(file)
    button(page, "Lihat dahulu")
    expect(page.locator("main")).to_contain_text("Nama pengisi")
    assert faults(page) == []
    page.locator("input[name=workbook]").set_input_files(file)
    button(page, "Terbitkan")
    expect(page.locator("main")).to_contain_text("Sistem kami")


def ask(page: Page, round_: Round) -> Survey:
    page.goto(f"/survei/{round_.slug}/baru/")
    page.get_by_label("Nama", exact=False).first.fill("Survei sistem")
    button(page, "Simpan")
    page.wait_for_url("**/survei/isian/*/")
    survey = Survey.objects.get()
    page.goto(f"/survei/isian/{survey.pk}/bagian/")
    page.locator("select[name$='-ask']").first.select_option("required")
    assert faults(page) == []
    button(page, "Simpan")
    page.locator("main details[data-drop] summary").click()
    confirmed(page, "Undang")
    expect(page.locator("body")).to_contain_text("2 orang diundang")
    assert faults(page) == []
    return survey


def fill_in(page: Page, response: Response) -> None:
    page.goto("/")
    page.locator("main").get_by_role("link", name="Isi survei").first.click()
    page.wait_for_url(f"**{response.get_absolute_url()}")
    assert faults(page) == []
    page.locator("main").get_by_role("link", name="Isi Sistem kami").click()
    page.locator(".odk-form").wait_for()
    type_in(page, "Nama pengisi", "Petugas")
    type_in(entry(page, 1), "Nama sistem", "SIMPUS")
    type_in(entry(page, 1), "Kegunaan", "Pendaftaran")
    type_in(entry(page, 2), "Yang dibutuhkan", "Antrean daring")
    pick(entry(page, 2), "Dimensi", "Permukiman")
    press_send(page)
    page.wait_for_url(f"**{response.get_absolute_url()}")
    expect(page.locator("main")).to_contain_text("sudah diisi")


def send(page: Page, response: Response) -> None:
    page.goto(response.get_absolute_url())
    confirmed(page, "Kirim jawaban")
    expect(page.locator("main")).to_contain_text("dikirim, menunggu pemeriksaan")
    assert faults(page) == []


def give_back(page: Page, response: Response) -> None:
    page.goto("/")
    page.locator("main").get_by_role("link", name="Periksa jawaban").first.click()
    page.locator("main").get_by_role("link", name="Sistem kami").click()
    talk = page.locator(".talk", has_text="Kegunaan").first
    talk.locator("summary").click()
    talk.locator("textarea").fill("Untuk layanan apa?")
    talk.get_by_role("button", name="Tambahkan komentar").click()
    expect(page.locator(".talk[open]")).to_contain_text("Untuk layanan apa?")
    assert faults(page) == []
    page.goto(f"{response.get_absolute_url()}kembalikan/")
    assert page.locator("input[name=parts]").is_checked()
    page.get_by_label("Alasan").fill("Kegunaan belum jelas")
    day = timezone.localdate() + timedelta(days=5)
    page.get_by_label("Batas waktu baru").fill(day.isoformat())
    button(page, "Simpan")
    expect(page.locator("main")).to_contain_text("Kegunaan belum jelas")


def correct(page: Page, response: Response) -> None:
    page.goto("/")
    page.locator("main").get_by_role("link", name="Perbaiki jawaban").first.click()
    expect(page.locator("main")).to_contain_text("Kegunaan belum jelas")
    assert faults(page) == []
    page.locator("main").get_by_role("link", name="Perbaiki Sistem kami").click()
    page.locator(".odk-form").wait_for()
    type_in(entry(page, 1), "Kegunaan", "Pendaftaran pasien puskesmas")
    press_send(page)
    page.wait_for_url(f"**{response.get_absolute_url()}")


def approve(page: Page, response: Response) -> None:
    page.goto(response.get_absolute_url())
    button(page, "Setujui")
    expect(page.locator("main")).to_contain_text("2 data dibuat dari jawaban ini")
    system: Any = System.objects.get(agency=response.agency)
    assert (system.name, system.description) == ("SIMPUS", "Pendaftaran pasien puskesmas")
    need = Need.objects.get(agency=response.agency)
    page.goto(need.get_absolute_url())
    answer = Submission.objects.get(current=True)
    expect(page.locator(f"main a[href='{answer.get_absolute_url()}']").first).to_be_visible()
    assert faults(page) == []
