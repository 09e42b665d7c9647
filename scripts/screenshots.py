"""Make the guide's pictures: a fresh demo, served on a free port, opened in Chromium."""

import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import django
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs/guide/images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
WIDE, PHONE = (1366, 768), (360, 740)
OUTLINE = "; outline: 3px solid #c2410c; outline-offset: 2px"
PUBLIC, PLANNER, ADMIN = "", "perencana", "admin"
OFFICER, HEAD, ROUND = "petugas.dinkes", "kepala.rsud-jombang", "jombang-2019"
SURVEY = "/survei/isian/1/"
FAULTY = "faulty"  # stands for the address of the upload with errors


@dataclass(frozen=True)
class Shot:
    """A page as one account sees it; `show` is scrolled to, `mark` outlined, `press` clicked."""

    name: str
    account: str  # before the @; empty: nobody is logged in
    address: str
    size: tuple[int, int] = WIDE
    show: str = ""
    mark: str = ""
    press: str = ""


SHOTS = (
    Shot("masuk", PUBLIC, "/akun/login/", mark="main form"),
    Shot("beranda", PLANNER, "/", mark="main section >> nth=0"),
    Shot("putaran", PLANNER, f"/putaran/{ROUND}/"),
    Shot("fgd-undangan", PLANNER, "/fgd/pertemuan/1/undangan/"),
    Shot("fgd-papan", PLANNER, "/fgd/pertemuan/1/ruang/4/"),
    Shot("fgd-laporan", PLANNER, "/fgd/pertemuan/1/laporan/"),
    Shot("survei", PLANNER, SURVEY, show="table tbody tr >> nth=0"),
    Shot("survei-kesalahan", PLANNER, FAULTY, mark="main ul >> nth=0"),
    Shot("kebutuhan", PLANNER, "/kebutuhan/butir/53/", mark="section:has-text('Bukti')"),
    Shot("program", PLANNER, f"/program/{ROUND}/LIV-01/"),
    Shot("peringkat", PLANNER, f"/pilihan/{ROUND}/dimensi/living/"),
    Shot("pilihan", PLANNER, f"/pilihan/{ROUND}/"),
    Shot("masterplan", PLANNER, f"/masterplan/{ROUND}/"),
    Shot("bagian", PLANNER, f"/masterplan/{ROUND}/bagian/3/", show="button:has-text('Pratinjau')"),
    Shot("buku-besar", PLANNER, "/pengaturan/buku-besar/", press="Periksa buku besar"),
    Shot("orang", ADMIN, "/organisasi/orang/baru/", show="select[name=kind]"),
    Shot("petugas-beranda", OFFICER, "/", PHONE),
    Shot("petugas-survei", OFFICER, SURVEY, PHONE, show="main a[href*=dinkes]"),
    Shot("komitmen", HEAD, f"/pilihan/{ROUND}/komitmen/LIV-02/", PHONE, show="[name=agreed]"),
    Shot("publik", PUBLIC, "/", PHONE, show="main h2 >> nth=1"),
)


@contextlib.contextmanager
def demo_site() -> Iterator[str]:
    """The address of a new demo; folder and server are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        os.environ.update(SELARAS_DATA=folder, DJANGO_SETTINGS_MODULE="selaras.settings")
        selaras = [sys.executable, "-m", "selaras"]
        subprocess.run([*selaras, "demo", "--no-serve", "--out", f"{folder}/out"], check=True)
        server = subprocess.Popen([*selaras, "serve", "--port", port])
        try:
            for _second in range(60):
                with contextlib.suppress(OSError):
                    socket.create_connection(("127.0.0.1", int(port))).close()
                    break
                time.sleep(1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def open_page(browser: Browser, base: str, account: str, size: tuple[int, int] = WIDE) -> Page:
    """A page of its own context, logged in when an account is named."""
    frame = {"width": size[0], "height": size[1]}
    page = browser.new_page(viewport=frame, base_url=base, reduced_motion="reduce")
    if account:
        from selaras.portal.demo.people import DOMAIN, PASSWORD

        page.goto("/akun/login/")
        page.fill("input[name=login]", f"{account}@{DOMAIN}")
        page.fill("input[name=password]", PASSWORD)
        page.locator("main form").get_by_role("button").first.click()
        page.wait_for_url("**/")
    return page


def spoil_a_workbook(browser: Browser, base: str) -> str:
    """What the demo lacks: an upload with errors; its address."""
    page, faulty = open_page(browser, base, OFFICER), io.BytesIO()
    book = load_workbook(io.BytesIO(page.request.get(f"{SURVEY}buku-kerja/dinkes/").body()))
    systems, needs = book["Sistem informasi"], book["Kebutuhan"]
    systems["F7"], systems["E8"], needs["B6"] = "dua ribu", "aktif", None
    book.save(faulty)
    upload = {"name": "survei-1-dinkes.xlsx", "mimeType": "", "buffer": faulty.getvalue()}
    page.goto(f"{SURVEY}unggah/")
    page.set_input_files("input[type=file]", upload)
    page.get_by_role("button", name="Unggah").click()
    page.wait_for_url("**/survei/unggahan/*/")
    return page.url.removeprefix(base)


def take(page: Page, shot: Shot) -> None:
    answer = page.goto(shot.address)
    if not (answer and answer.ok):
        raise SystemExit(f"{shot.address} does not open.")
    if shot.press:
        page.get_by_role("button", name=shot.press).click()
    page.wait_for_load_state("networkidle")
    if shot.mark:
        page.locator(shot.mark).evaluate(f"it => {{ it.style.cssText += '{OUTLINE}' }}")
    if shot.show:
        page.locator(shot.show).first.evaluate("it => it.scrollIntoView({ block: 'center' })")
    target = IMAGES / f"{shot.name}.png"
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(128).save(target, optimize=True)
    assert target.stat().st_size < 150_000, f"{target} is too large"


def main() -> None:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    with demo_site() as base, sync_playwright() as playwright:
        django.setup()
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        faulty = spoil_a_workbook(browser, base)
        for shot in SHOTS:
            address = faulty if shot.address == FAULTY else shot.address
            take(open_page(browser, base, shot.account, shot.size), replace(shot, address=address))


if __name__ == "__main__":
    main()
