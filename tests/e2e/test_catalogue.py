"""Every kind of form that web-forms draws opens in the fill page, without a word on the console.

The content policy holds. Several forms share a test: signing in costs more than opening one.
"""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from selaras.questionnaires.models import FormVersion, Questionnaire
from tests.e2e.conftest import PHONE, WIDE, sign_in
from tests.questionnaires.catalogue_more import CASES
from tests.questionnaires.test_catalogue import published

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NAMES = [name for name, case in CASES.items() if case.shown]
# The policy keeps the background of maps away: it would come from a foreign server.
TILES = "tile.openstreetmap.org"


@pytest.fixture
def watched(browser: Browser, live_server: Any) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """A page, and what its console complains of."""
    contexts = []

    def make(size: dict[str, int]) -> tuple[Page, list[str]]:
        context = browser.new_context(viewport=size, base_url=live_server.url)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page, said = context.new_page(), []

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error" and TILES not in message.text:
                said.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page, said

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("size", "names"), [(PHONE, NAMES[::2]), (WIDE, NAMES[1::2])], ids=["phone", "wide"]
)
def test_forms_open(
    watched: Callable[..., tuple[Page, list[str]]],
    people: SimpleNamespace,
    size: dict[str, int],
    names: list[str],
) -> None:
    versions: dict[str, FormVersion] = {name: published(people, name) for name in names}
    Questionnaire.objects.update(is_open=True)
    page, said = watched(size)
    sign_in(page, people.planner.email, "kata-sandi-uji")
    faults = {}
    for name, version in versions.items():
        said.clear()
        page.goto(f"/kuesioner/isi/{version.pk}/")
        page.locator(".odk-form").wait_for()
        expect(page.locator(".odk-form")).to_contain_text(CASES[name].shown)
        page.wait_for_timeout(100)
        if said:
            faults[name] = list(said)
    assert faults == {}
