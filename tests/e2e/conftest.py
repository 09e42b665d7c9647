"""A real browser against a live server, with axe and overflow checks on every page opened."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FAILED = pytest.StashKey[bool]()
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
# Django's sync test server and Playwright's loop share a thread in these tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def chromium_path() -> str | None:
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = chromium_path()
        if path is None and not Path(playwright.chromium.executable_path).exists():
            if os.environ.get("CI"):
                pytest.fail("CI must have Chromium")
            pytest.skip("Chromium could not be had on this machine")
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """A page at a size; every console error fails the test at its end.

    What a failed test saw last stands in test-results/.
    """
    contexts, errors = [], []

    def make(size: dict[str, int] = WIDE, *, policy: bool = False) -> Page:
        context = browser.new_context(
            viewport=size, has_touch=size is PHONE, base_url=live_server.url,
            bypass_csp=not policy,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: (
                said.type == "error" and errors.append(f"{said.text} ({said.location['url']})")
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    if request.node.stash.get(FAILED, False):
        for number, context in enumerate(contexts):
            picture = Path("test-results") / f"{request.node.name}-{number}.png"
            context.pages[0].screenshot(path=picture, full_page=True)
    for context in contexts:
        context.close()
    unexpected = [text for text in errors if "422" not in text and "409" not in text]
    assert unexpected == []


def faults(page: Page) -> list[str]:
    """What axe finds on the page, and whether it scrolls sideways."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 140)))"
    )
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [*found, *([f"{wider} px too wide"] if wider > 0 else [])]


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/akun/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url("**/")
