"""The ledger in words, for people."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from selaras.core import ledger
from selaras.core.history import lines
from selaras.core.models import LedgerEntry
from selaras.core.registry import event_words
from selaras.initiatives.models import Initiative
from selaras.needs.models import Need
from selaras.surveys.models import Response, Survey

SRC = Path(__file__).parent.parent.parent / "src/selaras"


def test_every_kind_of_event_has_words() -> None:
    rooms = {kind.partition(".")[0] for kind in event_words.names()}
    written = {
        kind
        for path in SRC.glob("*/action*/**/*.py")
        for kind in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text())
    } | {
        kind
        for path in SRC.glob("*/*.py")
        for kind in re.findall(r'kind="([a-z]+\.[a-z_]+)"', path.read_text())
    }
    written -= {"masterplan.build", "surveys.take_in", "surveys.approve", "systems.take_in"}  # jobs
    written -= {
        "meetings.mail",
        "meetings.letters",
        "meetings.meeting",
    }  # jobs, and a type of object
    assert {kind for kind in written if kind.partition(".")[0] in rooms} <= set(event_words.names())


@pytest.mark.django_db
def test_line_speaks_in_the_words_of_the_form(
    people: SimpleNamespace, agency: Any, round_: Any
) -> None:
    initiative = Initiative.objects.create(
        round=round_, code="LIV-01", title="Antrean", owner=agency, start_year=2020, end_year=2021,
        dimension=round_.edition.dimensions.first(),
    )  # fmt: skip
    with transaction.atomic():
        ledger.record(
            by=people.planner,
            kind="initiatives.moved",
            subject=initiative,
            content={"state": ["candidate", "proposed"], "reason": ""},
        )
    line = lines(LedgerEntry.objects.select_related("content"), subjects=True)[0]
    assert (line.words, line.who, line.subject) == ("status berubah", "Planner", "LIV-01 Antrean")
    assert line.url == initiative.get_absolute_url()
    assert line.details == (("status", "calon → diusulkan"), ("alasan", "–"))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_ledger_page_costs_the_same_for_many(
    people: SimpleNamespace, agency: Any, round_: Any, client_for: Callable[..., Any],
    django_assert_num_queries: Any, count: int,
) -> None:  # fmt: skip
    dimension = round_.edition.dimensions.first()
    with transaction.atomic():
        for number in range(count):
            survey = Survey.objects.create(round=round_, name=f"Survei {number}")
            response = Response.objects.create(survey=survey, agency=agency)
            need = Need.objects.create(round=round_, title=f"Butuh {number}", dimension=dimension)
            for subject in (response, need):
                ledger.record(by=people.planner, kind="uji", subject=subject)
    client = client_for(people.inspector)
    client.get("/pengaturan/buku-besar/")
    with django_assert_num_queries(10):
        page = client.get("/pengaturan/buku-besar/").content.decode()
    assert page.count("Survei ") >= count


@pytest.mark.django_db
def test_ledger_is_filtered_by_kind(
    people: SimpleNamespace, agency: Any, client_for: Callable[..., Any]
) -> None:
    with transaction.atomic():
        ledger.record(by=people.planner, kind="agencies.changed", subject=agency)
        ledger.record(by=None, kind="agencies.ended", subject=agency)
    page = client_for(people.inspector).get("/pengaturan/buku-besar/?kind=agencies.ended")
    rows = [line.words for line in lines(page.context["page"].items)]
    assert rows == ["unit ditutup"]
