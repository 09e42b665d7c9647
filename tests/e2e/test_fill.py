"""A questionnaire filled in on a phone: step by step, on two devices, without a network, killed.

The content policy holds here, unlike in the other browser tests. The texts of the engine that we
turn, and the names that the adapter relies on, are checked by being used.
"""

import io
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from selaras.core.registry import respondents
from selaras.questionnaires import actions
from selaras.questionnaires.models import Draft, FormVersion, Submission
from tests.e2e.conftest import AXE, FLAGS, PHONE, WIDE, chromium_path, sign_in
from tests.questionnaires.forms import REFERENCE
from tests.questionnaires.test_filling import SUBJECT, UnitPart, xml

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# The computed note must not be spoilt by an empty cost (questionnaires.md, traps).
FORM = REFERENCE.replace("sum(${biaya})", "sum(${sis}/biaya[. != ''])")
PASSWORD = "kata-sandi-uji"
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "status of 409", "status of 422")
REQUIRED = "This question must be answered."


def words(text: str, **values: object) -> str:
    """A text as the page shows it, in Indonesian."""
    with translation.override("id"):
        return translation.gettext(text) % values if values else translation.gettext(text)


@pytest.fixture
def version(people: SimpleNamespace) -> FormVersion:
    return actions.publish_form(by=people.planner, name="survei.md", data=FORM.encode())


@pytest.fixture
def device(
    browser: Browser, live_server: Any, people: SimpleNamespace
) -> Iterator[Callable[..., Page]]:
    """A signed-in phone or computer of its own; what its console complains of fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(size: dict[str, int] = PHONE, who: str = "officer") -> Page:
        context = browser.new_context(
            viewport=size, has_touch=size is PHONE, base_url=live_server.url
        )
        contexts.append(context)
        return prepared(context, errors, getattr(people, who).email)

    yield make
    for context in contexts:
        context.close()
    assert [text for text in errors if not any(each in text for each in EXPECTED)] == []


def prepared(context: BrowserContext, errors: list[str], email: str) -> Page:
    context.set_default_timeout(15_000)
    context.add_init_script(AXE)
    page = context.new_page()
    page.on("console", lambda said: said.type == "error" and errors.append(complaint(said)))
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, email, PASSWORD)
    return page


def complaint(said: ConsoleMessage) -> str:
    return f"{said.text} ({said.location['url']})"


def opened(page: Page, version: FormVersion, subject: str = "") -> Page:
    page.goto(f"/kuesioner/isi/{version.pk}/{subject}")
    page.locator(".odk-form").wait_for()
    return page


def faults(page: Page) -> list[str]:
    found = page.evaluate(
        "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 140)))"
    )
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [*found, *([f"{wider} px too wide"] if wider > 0 else [])]


def question(place: Page | Locator, label: str) -> Locator:
    page = place.page if isinstance(place, Locator) else place
    named = page.locator("label", has_text=re.compile(f"^{re.escape(label)}"))
    return place.locator(".question-container").filter(has=named)


def type_in(page: Page | Locator, label: str, text: str) -> None:
    """Number fields take typed keys alone (questionnaires.md, traps)."""
    field = question(page, label).locator("input, textarea").first
    field.click()
    field.press("Control+a")
    field.press_sequentially(text)
    field.press("Tab")


def pick(page: Page | Locator, label: str, choice: str) -> None:
    question(page, label).locator(".value-option", has_text=choice).click()


def entry(page: Page, number: int) -> Locator:
    return page.locator(".p-panel.is-repeat").nth(number - 1)


def state(page: Page, text: str, **values: object) -> None:
    shown = re.escape(words(text)).replace(re.escape("%(time)s"), r"\d\d:\d\d")
    expect(page.locator("#keadaan")).to_have_text(re.compile(f"^{shown}$"), timeout=15_000)


def press_send(page: Page) -> None:
    page.get_by_role("button", name=words("Send the answer"), exact=True).click()


def photo() -> bytes:
    """Large enough to be made smaller by the engine."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def first_page(page: Page) -> None:
    type_in(page, "Nama perangkat daerah", "Dinas Kesehatan")
    type_in(page, "Jumlah ASN", "125")
    pick(page, "Kecamatan", "Jombang")


def whole(page: Page) -> None:
    """The shortest answer that may be sent."""
    first_page(page)
    pick(page, "Ada sistem informasi?", "Tidak")
    question(page, "Data ini benar").locator(".value-option").click()


def system(page: Page, number: int, name: str, cost: str) -> None:
    box = entry(page, number)
    type_in(box, "Nama sistem", name)
    type_in(box, "Biaya setahun", cost)


def test_step_by_step(device: Callable[..., Page], version: FormVersion) -> None:
    page = opened(device(), version)
    assert faults(page) == []
    press_send(page)
    expect(page.locator("#ringkasan")).to_contain_text(
        words("%(count)s answers are still to be mended:", count=5)
    )
    for label in (
        "Nama perangkat daerah",
        "Jumlah ASN",
        "Kecamatan",
        "Ada sistem",
        "Data ini benar",
    ):
        expect(question(page, label)).to_contain_text(words(REQUIRED))
    assert faults(page) == []
    page.locator("#ringkasan a").nth(1).click()
    assert page.evaluate(
        "document.activeElement.closest('.question-container').innerText"
    ).startswith("Jumlah ASN")
    type_in(page, "Jumlah ASN", "30000")
    expect(question(page, "Jumlah ASN")).to_contain_text("Isi antara 0 dan 20.000")
    first_page(page)
    expect(question(page, "Kelurahan").locator(".value-option")).to_have_text(["Kaliwungu"])
    pick(page, "Kecamatan", "Ploso")
    expect(question(page, "Kelurahan").locator(".value-option")).to_have_text(["Rejoagung"])
    expect(page.locator(".p-panel")).to_have_count(0)
    pick(page, "Ada sistem informasi?", "Ya")
    systems(page)
    question(page, "Data ini benar").locator(".value-option").click()
    type_in(page, "Tanggal pengisian", "26/11/2026")
    expect(page.locator(".p-datepicker-panel")).to_have_count(0)
    assert faults(page) == []
    press_send(page)
    page.wait_for_url("**/kuesioner/jawaban/**")
    expect(page.locator("main")).to_contain_text(words("Thank you. The answer has arrived."))
    expect(page.locator("main")).to_contain_text("SK Bupati 12.pdf")
    arrived()


def systems(page: Page) -> None:
    """Two entries: a follow-up question, a picture, a document, and the note that counts them."""
    page.get_by_role("button", name=f"{words('Add')} Sistem").click()
    system(page, 1, "Antrean", "10")
    system(page, 2, "Perizinan", "5.5")
    expect(page.locator(".odk-form")).to_contain_text("Ada 2 sistem, 15.5 juta")
    box = entry(page, 1)
    expect(question(box, "Sebutkan")).to_have_count(0)
    pick(box, "Basis aplikasi", "Lainnya")
    type_in(box, "Sebutkan", "Kertas")
    for user in ("Pegawai", "Warga"):
        pick(box, "Pengguna", user)
    files = {"name": "Layar depan.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    question(box, "Tangkapan layar").locator("input[type=file]").last.set_input_files(files)
    question(box, "Tangkapan layar").locator("img").wait_for()
    document = question(box, "Dokumen (PDF)").locator("input[type=file]")
    document.set_input_files({"name": "virus.exe", "mimeType": "application/x", "buffer": b"MZ"})
    expect(question(box, "Dokumen (PDF)")).to_contain_text(
        words("“%(name)s” is not a kind of file that is taken here.", name="virus.exe")
    )
    document.set_input_files(
        {"name": "SK Bupati 12.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a"}
    )
    expect(question(box, "Dokumen (PDF)")).to_contain_text("SK Bupati 12.pdf")


def arrived() -> None:
    made = Submission.objects.get()
    assert made.data["asn"] == "125"
    assert (made.data["kecamatan"], made.data["tanggal"]) == ("plo", "2026-11-26")
    rows = made.data["sistem"]["sis"]
    assert [row["nama_sis"] for row in rows] == ["Antrean", "Perizinan"]
    assert (rows[0]["basis_lain"], rows[0]["pengguna"]) == ("Kertas", "pegawai warga")
    assert made.entries.count() == 2
    assert {str(each): each.file.kind for each in made.files.all()} == {
        "Layar depan.jpg": "jpeg",
        "SK Bupati 12.pdf": "pdf",
    }
    assert not Draft.objects.exists()


def test_wide_screen_and_english(device: Callable[..., Page], version: FormVersion) -> None:
    page = opened(device(WIDE), version)
    assert faults(page) == []
    page.locator(".language-changer:visible").click()
    page.get_by_role("option", name="English (en)").click()
    expect(page.locator(".odk-form")).to_contain_text("Number of civil servants")
    assert faults(page) == []


def test_draft_goes_on_elsewhere(device: Callable[..., Page], version: FormVersion) -> None:
    """Typed on one phone with a file, opened on another: the first hears of it, nothing is lost."""
    one = opened(device(), version)
    first_page(one)
    pick(one, "Ada sistem informasi?", "Ya")
    document = {"name": "Kontrak 7.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 b"}
    question(entry(one, 1), "Dokumen (PDF)").locator("input[type=file]").set_input_files(document)
    state(one, "Saved %(time)s")
    expect_draft(files=1)
    two = opened(device(), version)
    expect(question(two, "Nama perangkat daerah").locator("input")).to_have_value("Dinas Kesehatan")
    expect(question(two, "Jumlah ASN").locator("input")).to_have_value("125")
    expect(question(entry(two, 1), "Dokumen (PDF)")).to_contain_text("Kontrak 7.pdf")
    type_in(two, "Nama perangkat daerah", "Dinas Kesehatan dari dua")
    expect_draft("dari dua")
    type_in(one, "Nama perangkat daerah", "Dinas Kesehatan dari satu")
    message = one.locator("#pesan")
    expect(message).to_contain_text(
        words("%(who)s has worked on this in the meantime.", who="Officer")
    )
    assert faults(one) == []
    message.get_by_role("button", name=words("Open the other one")).click()
    expect(question(one, "Nama perangkat daerah").locator("input")).to_have_value(
        "Dinas Kesehatan dari dua"
    )
    message.get_by_role("button", name=words("Open that version")).click()
    expect(question(one, "Nama perangkat daerah").locator("input")).to_have_value(
        "Dinas Kesehatan dari satu"
    )
    expect_draft("dari satu")
    expect(question(entry(one, 1), "Dokumen (PDF)")).to_contain_text("Kontrak 7.pdf")


def expect_draft(text: str = "", files: int | None = None) -> None:
    """What the server keeps within ten seconds."""
    for _try in range(50):
        kept = Draft.objects.first()
        if kept and text in kept.xml and files in (None, kept.files.count()):
            return
        time.sleep(0.2)
    raise AssertionError(f"no draft with {text!r}: {kept and kept.xml}")


def test_without_a_network(device: Callable[..., Page], version: FormVersion) -> None:
    """Typing goes on, the page opens again, the answer waits, and is sent exactly once."""
    page = opened(device(), version)
    type_in(page, "Nama perangkat daerah", "Dinas")
    state(page, "Saved %(time)s")
    unplug(page)
    type_in(page, "Nama perangkat daerah", "Dinas Kesehatan luring")
    state(page, "Not saved yet: no network. Kept on this device %(time)s")
    page.reload()
    page.locator(".odk-form").wait_for()
    expect(question(page, "Nama perangkat daerah").locator("input")).to_have_value(
        "Dinas Kesehatan luring"
    )
    whole(page)
    press_send(page)
    state(page, "Waiting to be sent")
    assert faults(page) == []
    page.reload()
    state(page, "Waiting to be sent")
    assert not Submission.objects.exists()
    page.context.set_offline(False)
    page.wait_for_url("**/kuesioner/jawaban/**", timeout=30_000)
    made = Submission.objects.get()
    assert made.data["nama"] == "Dinas Kesehatan"
    opened(page, version)
    time.sleep(3)
    assert Submission.objects.count() == 1
    assert not Draft.objects.exists()


def unplug(page: Page) -> None:
    """No network, for the page and for its service worker, once it has kept all it needs."""
    expect(page.locator("#luring")).to_be_visible()
    page.context.set_offline(True)
    worker = page.context.service_workers[0]
    reached = "fetch(location.href).then(() => 'network', () => 'nothing')"
    assert worker.evaluate(reached) == "nothing"


def test_many_answers_without_a_network(device: Callable[..., Page], version: FormVersion) -> None:
    page = opened(device(), version)
    unplug(page)
    names = [f"Dinas {number}" for number in (1, 2, 3)]
    for name in names:
        page.locator(".odk-form").wait_for()
        whole(page)
        type_in(page, "Nama perangkat daerah", name)
        pick(page, "Ada sistem informasi?", "Ya")
        type_in(entry(page, 1), "Nama sistem", f"Sistem {name}")
        picture = {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        shots = question(entry(page, 1), "Tangkapan layar")
        shots.locator("input[type=file]").last.set_input_files(picture)
        shots.locator("img").wait_for()
        press_send(page)
        state(page, "Waiting to be sent")
        if name != names[-1]:
            page.get_by_role("button", name=words("Fill in the next one")).click()
    page.context.set_offline(False)
    page.wait_for_url("**/kuesioner/jawaban/**", timeout=30_000)
    made = list(Submission.objects.order_by("pk"))
    assert [each.data["nama"] for each in made] == names
    assert [str(file) for each in made for file in each.files.all()] == [
        f"{name}.jpg" for name in names
    ]


def test_signed_out_meanwhile(device: Callable[..., Page], version: FormVersion) -> None:
    page = opened(device(), version)
    page.context.clear_cookies(name="sessionid")
    type_in(page, "Nama perangkat daerah", "Dinas yang tetap ada")
    expect(page.locator("#pesan")).to_contain_text(
        words("You are signed out. What you type is kept on this device.")
    )
    state(page, "Kept on this device %(time)s")
    with page.expect_popup() as popup:
        page.get_by_role("button", name=words("Sign in again")).click()
    sign_in(popup.value, "officer@example.test", PASSWORD)
    state(page, "Saved %(time)s")
    expect(page.locator("#pesan")).to_be_hidden()
    expect_draft("Dinas yang tetap ada")


def test_answer_is_edited(device: Callable[..., Page], version: FormVersion, people: Any) -> None:
    respondents.add("uji.bagian", UnitPart(people.officer))
    try:
        actions.send_answer(by=people.officer, version=version, subject=SUBJECT, xml=xml().encode())
        page = opened(device(), version, f"{SUBJECT}/")
        expect(question(page, "Nama perangkat daerah").locator("input")).to_have_value("Dinkes")
        whole(page)
        actions.send_answer(
            by=people.officer,
            version=version,
            subject=SUBJECT,
            xml=xml("uuid:2", deprecated="uuid:1").encode(),
        )
        press_send(page)
        expect(page.locator("#pesan")).to_contain_text(
            words("%(who)s has sent an answer in the meantime.", who="Officer")
        )
        page.get_by_role("button", name=words("Go on with mine")).click()
        page.wait_for_url("**/putaran/")
        newest = Submission.objects.get(current=True)
        assert (newest.data["nama"], newest.deprecated_id, newest.root_id) == (
            "Dinas Kesehatan",
            "uuid:2",
            "uuid:1",
        )
    finally:
        del respondents._items["uji.bagian"]


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[str]:
    """A folder for a browser of its own, which does not outlive the test."""
    folder = str(tmp_path / "profil")
    yield folder
    kill(folder)


@pytest.mark.parametrize("offline", [False, True], ids=["online", "offline"])
def test_killed(
    browser: Browser,
    live_server: Any,
    people: Any,
    version: FormVersion,
    profile: str,
    offline: bool,
) -> None:
    """The browser's process ends at once: what was typed six seconds before is there.

    Chromium writes the list of what a service worker keeps five seconds after it changed.
    """
    kind, errors = browser.browser_type, []
    options = {
        "executable_path": chromium_path(),
        "args": FLAGS,
        "viewport": PHONE,
        "base_url": live_server.url,
    }
    context = kind.launch_persistent_context(profile, **options)
    page = opened(prepared(context, errors, people.officer.email), version)
    if offline:
        unplug(page)
    type_in(page, "Nama perangkat daerah", "Dinas yang tidak hilang")
    time.sleep(6)
    kill(profile)
    again = kind.launch_persistent_context(profile, **options)
    again.set_default_timeout(15_000)
    page = again.new_page()
    if not offline:  # a killed browser forgets a sign-in of the last half minute
        sign_in(page, people.officer.email, PASSWORD)
    again.set_offline(offline)
    opened(page, version)
    expect(question(page, "Nama perangkat daerah").locator("input")).to_have_value(
        "Dinas yang tidak hilang"
    )
    again.close()


def kill(folder: str) -> None:
    """The processes of the browser with this profile, which this test started."""
    found = False
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"--user-data-dir={folder}" in (process / "cmdline").read_text():
                os.kill(int(process.name), signal.SIGKILL)
                found = True
        except OSError:
            continue
    if found:
        time.sleep(1)
