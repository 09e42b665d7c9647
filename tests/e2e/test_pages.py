"""Every page of the demo's regency at both widths: axe and overflow clean, no console error."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import PHONE, WIDE, faults, sign_in
from tests.test_access import addresses, fill
from tests.world import World, make_world

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
# Files, and addresses that only take a POST.
NOT_PAGES = (
    "file", "ledger-file", "brand-css", "health", "pdf", "export", "template", "workbook",
    "workbooks", "problems", "plan-file", "agency-template", "area-template", "answer-file",
    "answer-pdf", "version-file", "publiccode", "answer-calendar", "letters-pdf", "letter-pdf",
    "letter-docx",
    "answer-pdf", "version-file", "publiccode", "attendance-pdf", "attendance-xlsx",
    "attendance-blank", "arrival-signature", "desk-list", "desk-worker", "kiosk-search",
    "kiosk-worker",
    "answer-pdf", "version-file", "publiccode",
    "wall-data", "board-data", "screen-data", "screens-data", "set-phase", "arrange",
    "answer-pdf", "version-file", "publiccode", "report-file",
    "answer-pdf", "version-file", "publiccode", "calendar", "calendar-of", "feed",
    "public-document",
)  # fmt: skip
MACHINES = re.compile("openrosa|odata|questionnaires:fill")  # the form itself: see test_fill


def pages(world: World) -> list[str]:
    return [
        fill(pattern, world.values(name))
        for name, pattern in sorted(addresses())
        if name.split(":")[-1] not in NOT_PAGES and not MACHINES.match(name)
    ]


@pytest.fixture
def world(people: SimpleNamespace, agency: Any, round_: Any) -> World:
    return make_world(people, agency, round_)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("role", ["planner", "head", "public"])
def test_pages_are_clean(
    open_page: Callable[..., Page], world: World, people: SimpleNamespace, size: Any, role: str
) -> None:
    page = open_page(size)
    if role != "public":
        sign_in(page, getattr(people, role).email, "kata-sandi-uji")
    found = {}
    opened = 0
    for url in pages(world):
        if page.context.request.get(url, max_redirects=0).status != 200:
            continue
        page.goto(url)
        opened += 1
        if wrong := faults(page):
            found[url] = wrong
    assert found == {}, "\n".join(f"{url}: {wrong}" for url, wrong in found.items())
    assert opened > (10 if role == "public" else 25)


def test_catalogue_with_errors(open_page: Callable[..., Page], world: World) -> None:
    page = open_page(PHONE)
    for look in ("office", "public"):
        page.goto(f"/gaya/?frame={look}&errors")
        assert faults(page) == []
