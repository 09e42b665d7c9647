"""At the door in a real browser: without a network, with a camera, at a kiosk."""

import io
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import qrcode
from django.utils import timezone, translation
from django.utils.translation import gettext
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from selaras.meetings.actions import check_in, create_meeting, open_kiosk
from selaras.meetings.models import Attendance, Invitation, Meeting
from selaras.meetings.types import Guest
from tests.e2e.conftest import FLAGS, PHONE, chromium_path, faults, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
INKED = """() => {
  const canvas = document.querySelector("#kanvas");
  const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return all.data.some(Boolean);
}"""
NAMES = ("Kepala Dinas Kesehatan", "Kepala Dinas Pendidikan", "Camat Mojoagung", "Ketua PWI")


@pytest.fixture
def meeting(people: SimpleNamespace, round_: Any, settings: Any, tmp_path: Path) -> Meeting:
    """Today, with four invited."""
    settings.MEDIA_ROOT = tmp_path / "berkas"
    made = create_meeting(
        by=people.planner, round=round_, title="FGD Enam Dimensi", held_on=timezone.localdate(),
        starts=time(0, 1), ends=time(23, 58), place="Pendopo",
    )  # fmt: skip
    group = made.groups.first()
    for place, addressee in enumerate(NAMES):
        Invitation.objects.create(
            meeting=made, addressee=addressee, group=group, position_in_list=place
        )
    return made


@pytest.fixture
def device(browser: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own per officer or kiosk, on a phone's screen, with the real policy."""
    contexts: list[BrowserContext] = []

    def make() -> BrowserContext:
        context = browser.new_context(viewport=PHONE, has_touch=True, base_url=live_server.url)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.set_offline(False)
        context.close()


def watched(context: BrowserContext, errors: list[str]) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    return page


def desk(context: BrowserContext, meeting: Meeting, email: str, errors: list[str]) -> Page:
    page = watched(context, errors)
    sign_in(page, email, "kata-sandi-uji")
    page.goto(f"/fgd/pertemuan/{meeting.pk}/kehadiran/meja/")
    expect(page.locator("#hasil li")).to_have_count(len(NAMES))
    return page


def sign(page: Page) -> None:
    pad = page.locator("#kanvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 30 + 15 * step, box["y"] + 40 + 50 * (step % 2))
    page.mouse.up()


def receive(page: Page, words: str, name: str, *, signed: bool = True) -> None:
    page.fill("#kata", words)
    page.locator("#hasil button").first.click()
    page.fill("#tamu-nama", name)
    if signed:
        sign(page)
    page.click("#terima")
    expect(page.locator("#pesan")).to_contain_text(name)


def unplug(page: Page) -> None:
    """No network, for the page and for its worker, once the page says that it is kept."""
    expect(page.locator("#luring")).to_be_visible()
    page.context.set_offline(True)
    reached = "fetch(location.href).then(() => 'network', () => 'nothing')"
    assert page.context.service_workers[0].evaluate(reached) == "nothing"


def came() -> list[str]:
    return list(Attendance.objects.order_by("recorded", "pk").values_list("name", flat=True))


def test_network_goes_in_the_middle(
    device: Callable[..., BrowserContext], meeting: Meeting, people: SimpleNamespace
) -> None:
    """Signed in the middle of a check-in, two more and a reload without a network: each once."""
    errors: list[str] = []
    page = desk(device(), meeting, people.planner.email, errors)
    assert faults(page) == []
    page.fill("#kata", "kesehatan")
    page.locator("#hasil button").first.click()
    page.fill("#tamu-nama", "Siti Sehat")
    sign(page)
    unplug(page)
    page.click("#terima")
    expect(page.locator("#antrean-daftar li")).to_have_count(1)
    receive(page, "camat", "Joko Camat")
    expect(page.locator("#antrean-daftar li")).to_have_count(2)
    page.click("#tamu-baru")
    page.fill("#tamu-nama", "Tamu Baru")
    page.fill("#tamu-instansi", "Karang Taruna")
    page.click("#terima")
    expect(page.locator("#antrean-daftar li")).to_have_count(3)
    expect(page.locator("#jaringan")).to_contain_text("3")
    page.reload()
    expect(page.locator("#antrean-daftar li")).to_have_count(3)
    expect(page.locator("#hasil li")).to_have_count(len(NAMES))
    assert came() == []
    page.context.set_offline(False)
    expect(page.locator("#antrean")).to_be_hidden(timeout=25_000)
    assert came() == ["Siti Sehat", "Joko Camat", "Tamu Baru"]
    page.reload()
    expect(page.locator("#hasil .is-there")).to_have_count(2)
    assert len(came()) == 3
    signed = Attendance.objects.exclude(signature=None).order_by("pk")
    assert [each.name for each in signed] == ["Siti Sehat", "Joko Camat"]
    assert errors_of_the_page(errors) == []


def test_two_officers_offline_receive_the_same_guest(
    device: Callable[..., BrowserContext], meeting: Meeting, people: SimpleNamespace
) -> None:
    """The same guest stands once and gets the signature that was missing."""
    errors: list[str] = []
    page = desk(device(), meeting, people.planner.email, errors)
    unplug(page)
    receive(page, "pwi", "Wati Wartawan")
    received_elsewhere(meeting, people, "Ketua PWI", "WATI WARTAWAN, S.Sos.")
    page.context.set_offline(False)
    expect(page.locator("#pesan")).to_contain_text("WATI", timeout=25_000)
    expect(page.locator("#antrean")).to_be_hidden()
    assert came() == ["WATI WARTAWAN, S.Sos."]
    assert Attendance.objects.get().signature is not None
    assert errors_of_the_page(errors) == []


def test_two_people_come_on_one_letter(
    device: Callable[..., BrowserContext], meeting: Meeting, people: SimpleNamespace
) -> None:
    """No name gets another's signature: the second waits, even over a reload, for the officer."""
    errors: list[str] = []
    page = desk(device(), meeting, people.planner.email, errors)
    unplug(page)
    receive(page, "pwi", "Wati Wartawan")
    receive(page, "camat", "Joko C.")
    received_elsewhere(meeting, people, "Ketua PWI", "Rina Redaktur")
    received_elsewhere(meeting, people, "Camat Mojoagung", "Joko Camat")
    page.context.set_offline(False)
    note = page.locator("#pesan .door-note", has_text="Rina Redaktur")
    expect(note).to_be_visible(timeout=25_000)
    assert not Attendance.objects.exclude(signature=None).exists()
    page.reload()
    waiting = page.locator("#antrean-daftar li")
    expect(waiting).to_have_count(2)
    press(waiting.filter(has_text="Wati"), "This is another person: receive as well")
    expect(waiting).to_have_count(1)
    press(waiting, "This is the same person")
    expect(page.locator("#antrean")).to_be_hidden(timeout=25_000)
    assert came() == ["Rina Redaktur", "Joko Camat", "Wati Wartawan"]
    signed = Attendance.objects.exclude(signature=None).order_by("recorded")
    assert [each.name for each in signed] == ["Joko Camat", "Wati Wartawan"]
    assert Attendance.objects.get(name="Wati Wartawan").invitation is None
    assert errors_of_the_page(errors) == []


def received_elsewhere(
    meeting: Meeting, people: SimpleNamespace, addressee: str, name: str
) -> None:
    check_in(
        by=people.planner, meeting=meeting, client_key=uuid4(), guest=Guest(name), way="name",
        invitation=Invitation.objects.get(addressee=addressee),
    )  # fmt: skip


def press(where: Any, label: str) -> None:
    """The button with this label, in the language of the page."""
    with translation.override("id"):
        where.get_by_role("button", name=gettext(label)).click()


def test_one_bad_entry_does_not_hold_the_others(
    device: Callable[..., BrowserContext], meeting: Meeting, people: SimpleNamespace
) -> None:
    """What the server cannot take waits; what it refuses is written once more as it was."""
    errors: list[str] = []
    page = desk(device(), meeting, people.planner.email, errors)
    broken = {b"Siti Sehat": 500, b"Joko Camat": 422}

    def answer(route: Any) -> None:
        body = route.request.post_data_buffer or b""
        status = next((code for name, code in broken.items() if name in body), None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, json={"text": "Tidak bisa"})

    page.route("**/meja/kirim/", answer)
    receive(page, "kesehatan", "Siti Sehat")
    receive(page, "camat", "Joko Camat")
    receive(page, "pwi", "Wati Wartawan")
    waiting = page.locator("#antrean-daftar li")
    expect(waiting).to_have_count(2)
    assert came() == ["Wati Wartawan"]
    broken.clear()
    expect(page.locator("#jaringan")).to_contain_text("2")
    refused = waiting.filter(has_text="Joko Camat")
    press(refused, "Write again")
    expect(page.locator("#tamu-judul")).to_have_text("Camat Mojoagung")
    page.click("#kembali")
    expect(refused).to_have_count(1)  # nothing is lost by looking
    press(refused, "Write again")
    page.wait_for_function(INKED)  # the signature is seen, and stays when the phone is turned
    page.set_viewport_size({"width": 740, "height": 360})
    page.wait_for_function(INKED)
    page.check("#tamu-wakil")
    page.click("#terima")
    expect(page.locator("#antrean")).to_be_hidden(timeout=25_000)
    joko = Attendance.objects.get(name="Joko Camat")
    assert (str(joko.invitation), joko.is_delegate, joko.way) == ("Camat Mojoagung", True, "name")
    assert joko.signature is not None
    assert joko.arrived < Attendance.objects.get(name="Wati Wartawan").arrived
    assert Attendance.objects.count() == 3
    assert [error for error in errors if "status of" not in error] == []


def errors_of_the_page(errors: list[str]) -> list[str]:
    return [error for error in errors if "ERR_INTERNET_DISCONNECTED" not in error]


def test_kiosk(
    device: Callable[..., BrowserContext], meeting: Meeting, people: SimpleNamespace
) -> None:
    """A guest serves herself; the next one too, without a network."""
    errors: list[str] = []
    kiosk = open_kiosk(by=people.planner, meeting=meeting)
    page = watched(device(), errors)
    page.goto(kiosk.get_absolute_url())
    page.fill("#kata", "ke")
    expect(page.locator("#lagi")).not_to_be_empty()
    page.fill("#kata", "kepala dinas pend")
    page.locator("#hasil button").first.click()
    page.fill("#tamu-nama", "Dewi Didik")
    sign(page)
    assert faults(page) == []
    page.click("#terima")
    expect(page.locator("#terima-kasih")).to_contain_text("Dewi Didik")
    expect(page.locator("#terima-kasih-kelompok")).to_contain_text("Smart")
    expect(page.locator("#cari-tamu")).to_be_visible(timeout=12_000)  # goes back by itself
    unplug(page)
    page.click("#tamu-baru")
    page.fill("#tamu-nama", "Tamu Luring")
    page.click("#terima")
    expect(page.locator("#antrean")).to_be_visible()
    page.reload()
    expect(page.locator("#antrean")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#antrean")).to_be_hidden(timeout=25_000)
    assert came() == ["Dewi Didik", "Tamu Luring"]
    assert errors_of_the_page(errors) == []


def test_figures_change_under_the_eyes_of_the_reader(
    device: Callable[..., BrowserContext], meeting: Meeting, people: SimpleNamespace
) -> None:
    """What is open stays open, and the focus where it was."""
    errors: list[str] = []
    page = watched(device(), errors)
    sign_in(page, people.planner.email, "kata-sandi-uji")
    page.goto(f"/fgd/pertemuan/{meeting.pk}/kehadiran/")
    page.locator("#jumlah summary").click()
    received_elsewhere(meeting, people, "Ketua PWI", "Rina Redaktur")
    expect(page.locator("#jumlah-angka dd").first).to_have_text("1", timeout=15_000)
    table = page.locator("#jumlah-rincian table").first
    expect(table).to_be_visible()
    expect(table.locator("tbody td[data-label]").nth(2)).to_have_text("1")
    expect(page.locator("#jumlah summary")).to_be_focused()
    assert errors == []


def film_of(text: str, path: Path) -> Path:
    """A film of one picture for a camera that Chromium only pretends to have."""
    code = qrcode.make(text, box_size=8).convert("L")
    frame = Image.new("RGB", (640, 480), "white")
    code.thumbnail((420, 420))
    frame.paste(code.convert("RGB"), (110, 30))
    out = io.BytesIO()
    frame.save(out, "JPEG", quality=90)
    path.write_bytes(out.getvalue() * 3)  # MJPEG
    return path


def test_camera(
    browser: Browser, live_server: Any, meeting: Meeting, people: SimpleNamespace, tmp_path: Path
) -> None:
    """The code of an invitation, seen by the camera, opens its guest."""
    invitation = Invitation.objects.get(addressee="Camat Mojoagung")
    film = film_of(f"https://selaras.example/u/{invitation.token}/", tmp_path / "kode.mjpeg")
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path / "profil"),
        executable_path=chromium_path(),
        args=[*FLAGS, *flags, f"--use-file-for-fake-video-capture={film}"],
        viewport=PHONE,
        base_url=live_server.url,
        permissions=["camera"],
    )
    context.set_default_timeout(15_000)
    errors: list[str] = []
    try:
        page = desk(context, meeting, people.planner.email, errors)
        page.click("#pindai")
        expect(page.locator("#tamu-judul")).to_have_text("Camat Mojoagung", timeout=20_000)
        page.fill("#tamu-nama", "Joko Camat")
        page.click("#terima")
        expect(page.locator("#hasil .is-there")).to_have_count(1)
        assert Attendance.objects.get().way == "qr"
        page.goto(f"/u/{invitation.token}/")  # read by the phone's own camera
        assert faults(page) == []
        page.click("a[href$='/hadir/']")
        expect(page.locator("#tamu-judul")).to_have_text("Camat Mojoagung")
    finally:
        context.close()
    assert errors == []
