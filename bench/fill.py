"""The page that fills in a questionnaire: how soon the first question stands there.

A real server with compressed files, a real Chromium. Cold: nothing cached; warm: opened before.
On a slow phone the processor is four times slower and the network that of a poor 4G.
Prints; asserts nothing.
"""

import contextlib
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import world  # sets Django up in a folder of its own
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from selaras.organisations.models import User
from selaras.questionnaires.actions import publish_form

REPEATS = 5
PASSWORD = "kata-sandi-ukur"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SLOW = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
# Sums what came over the wire; a file from the cache counts nothing.
WEIGHT = (
    "performance.getEntriesByType('resource').reduce((sum, each) => sum + each.transferSize, 0)"
)


def workbook(questions: int) -> bytes:
    """Texts, numbers, choices and a repeat, as a section of a survey has them."""
    kinds = ("text", "integer", "select_one ya", "date", "decimal")
    rows = [
        f"| | {kinds[n % 5]} | t{n} | Pertanyaan nomor {n} | {'yes' if n % 3 == 0 else ''} |"
        for n in range(questions - 5)
    ]
    inner = [f"| | {kinds[n % 5]} | u{n} | Pertanyaan isian {n} | |" for n in range(5)]
    lines = [
        "| survey | | | | |",
        "| | type | name | label | required |",
        *rows,
        "| | begin_repeat | sis | Sistem | |",
        *inner,
        "| | end_repeat | | | |",
        "| choices | | | |",
        "| | list_name | name | label |",
        "| | ya | ya | Ya |",
        "| | ya | tidak | Tidak |",
        "| settings | | | |",
        "| | form_title | form_id | version |",
        f"| | Ukur {questions} | ukur_{questions} | 1 |",
    ]
    return "\n".join(lines).encode()


@contextlib.contextmanager
def serving() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "selaras", "serve", "--port", str(port), "--no-worker"]
    server = subprocess.Popen(command)
    try:
        for _try in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.2)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def signed_in(
    browser: Browser, base: str, user: User, *, slow: bool
) -> tuple[BrowserContext, Page]:
    context = browser.new_context(base_url=base, viewport={"width": 360, "height": 740})
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto("/akun/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url("**/")
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return context, page


def opening(page: Page, address: str) -> tuple[float, int]:
    """(seconds until the first question, bytes over the wire)"""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(".question-container").first.wait_for()
    took = time.perf_counter() - began
    return took, int(page.evaluate(WEIGHT))


def measure(browser: Browser, base: str, user: User, address: str, *, slow: bool) -> dict[str, Any]:
    found: dict[str, list[tuple[float, int]]] = {"cold": [], "warm": []}
    for _repeat in range(REPEATS):
        context, page = signed_in(browser, base, user, slow=slow)
        found["cold"].append(opening(page, address))
        page.wait_for_timeout(2000)  # the service worker keeps the page meanwhile
        found["warm"].append(opening(page, address))
        context.close()
    return found


def main() -> None:
    world.start()
    user = world.people()
    user.set_password(PASSWORD)
    user.save()
    forms = {n: publish_form(by=user, name="ukur.md", data=workbook(n)) for n in (16, 100)}
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    head = ("first question", "over the wire")
    print(f"\n  {'questions':<12}{'device':<16}{'cache':<8}{head[0]:>16}{head[1]:>16}")
    with serving() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for questions, version in forms.items():
            for slow in (False, True):
                address = f"/kuesioner/isi/{version.pk}/"
                found = measure(browser, base, user, address, slow=slow)
                for cache, runs in found.items():
                    seconds = statistics.median(run[0] for run in runs)
                    kilobytes = statistics.median(run[1] for run in runs) / 1000
                    device = "slow phone" if slow else "this machine"
                    figures = f"{seconds:>14.1f} s{kilobytes:>13.0f} kB"
                    print(f"  {questions:<12}{device:<16}{cache:<8}{figures}")
        browser.close()


if __name__ == "__main__":
    main()
