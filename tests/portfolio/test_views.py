from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selaras.core.registry import cards, steps, tasks
from selaras.initiatives.models import Initiative
from selaras.portfolio.actions import choose_quick_win, commit
from selaras.portfolio.models import Choice, Commitment, Criterion, Quota, Score
from selaras.strategy.models import Round
from tests.factories.initiatives import InitiativeFactory
from tests.factories.portfolio import give

pytestmark = pytest.mark.django_db


def url(name: str, round_: Round, *more: Any) -> str:
    return reverse(f"portfolio:{name}", args=[round_.slug, *more])


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["board", "scoring", "commitments"])
def test_pages_cost_the_same_for_more(
    client_for: Callable[..., Client], people: SimpleNamespace, judged: list[Initiative], name: str
) -> None:
    client, address = client_for(people.planner), url(name, judged[0].round)
    queries(client, address)
    before = queries(client, address)
    for code in ("LIV-07", "LIV-08"):
        first = judged[0]
        more = InitiativeFactory(
            round=first.round,
            dimension=first.dimension,
            owner=first.owner,
            code=code,
            state="selected" if name == "commitments" else "proposed",
        )
        give(people.planner, more, (1, 2))
    # The commitments page asks for nothing more, whoever waits.
    assert queries(client, address) == before


def test_every_page_opens(
    client_for: Callable[..., Client], people: SimpleNamespace, judged: list[Initiative]
) -> None:
    client, round_ = client_for(people.planner), judged[0].round
    assert client.get(reverse("portfolio:list")).url == url("board", round_)
    for address in (
        url("board", round_) + "?year=2021",
        url("criteria", round_),
        url("scoring", round_),
        url("score", round_, "LIV-01"),
        url("dimension", round_, "living"),
        url("dimension", round_, "economy"),
        url("commitments", round_),
        url("choose", round_, 2020, "LIV-01"),
        url("commit", round_, "LIV-01"),
    ):
        assert client.get(address).status_code == 200, address
    assert client.get(url("export", round_)).content.startswith(b"PK")


def test_empty_round(
    client_for: Callable[..., Client], people: SimpleNamespace, round_: Round
) -> None:
    client = client_for(people.planner)
    for name in ("board", "criteria", "scoring", "commitments"):
        assert client.get(url(name, round_)).status_code == 200
    Round.objects.all().delete()
    assert client.get(reverse("portfolio:list")).status_code == 200


def test_public_sees_the_choice_without_the_ranking(
    client_for: Callable[..., Client], people: SimpleNamespace, judged: list[Initiative]
) -> None:
    first, second = judged
    choose_quick_win(by=people.planner, round=first.round, year=2020, initiative=first)
    page = client_for(None).get(url("board", first.round)).content.decode()
    assert first.title in page
    assert second.title not in page
    Round.objects.update(public=False)
    assert client_for(None).get(url("board", first.round)).status_code == 404


def test_criteria_are_saved(
    client_for: Callable[..., Client], people: SimpleNamespace, round_: Round
) -> None:
    client = client_for(people.planner)
    client.post(url("default-criteria", round_))
    assert Criterion.objects.count() == 6
    row = {"name": "Manfaat", "anchor_0": "a", "anchor_50": "b", "anchor_100": "c"}
    data = {f"c-0-{name}": value for name, value in row.items()}
    data.update({"c-TOTAL_FORMS": "1", "c-INITIAL_FORMS": "0"})
    assert client.post(url("criteria", round_), {**data, "c-0-weight": "90"}).status_code == 422
    assert client.post(url("criteria", round_), {**data, "c-0-weight": "100"}).status_code == 302
    assert Criterion.objects.get().code == "manfaat"


def test_scoring_goes_on_to_the_next(
    client_for: Callable[..., Client], people: SimpleNamespace, judged: list[Initiative]
) -> None:
    client, round_ = client_for(people.assessor), judged[0].round
    data = {"v_manfaat": "70", "r_manfaat": "luas", "v_cepat": "40", "r_cepat": ""}
    bad = {**data, "v_manfaat": "170"}
    assert client.post(url("score", round_, "LIV-01"), bad).status_code == 422
    assert client.post(url("score", round_, "LIV-01"), data).url == url("score", round_, "LIV-02")
    assert client.post(url("score", round_, "LIV-02"), data).url == url("scoring", round_)
    assert Score.objects.filter(judge=people.assessor).count() == 4
    assert client_for(people.officer).get(url("score", round_, "LIV-01")).status_code == 403


def test_choose_and_withdraw(
    client_for: Callable[..., Client], people: SimpleNamespace, judged: list[Initiative]
) -> None:
    client, round_ = client_for(people.planner), judged[0].round
    assert client.post(url("choose", round_, 2020, "LIV-02"), {}).status_code == 422
    assert client.post(url("choose", round_, 2020, "LIV-01"), {}).status_code == 302
    address = url("withdraw", round_, Choice.objects.get().pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "keliru"}).status_code == 302
    assert not Choice.objects.exists()


def test_quota(client_for: Callable[..., Client], people: SimpleNamespace, round_: Round) -> None:
    client = client_for(people.planner)
    client.post(url("quota", round_), {"year": "2020", "per_dimension": "2"})
    client.post(url("quota", round_), {"year": "2020", "per_dimension": "99"})
    client.post(url("quota", round_), {"year": "1999", "per_dimension": "3"})
    assert Quota.objects.get().per_dimension == 2


def test_commitment(
    client_for: Callable[..., Client], people: SimpleNamespace, judged: list[Initiative]
) -> None:
    first, round_ = judged[0], judged[0].round
    choose_quick_win(by=people.planner, round=round_, year=2020, initiative=first)
    client, address = client_for(people.head), url("commit", round_, "LIV-01")
    data = {"statement": "Kami siap", "signer_name": "Kepala", "signer_position": "Kepala Dinas"}
    data["signed_on"] = "2019-12-17"
    assert client_for(people.planner).post(address, data).status_code == 403
    assert client.get(address).status_code == 200
    assert client.post(address, data).status_code == 422  # not ticked
    ahead = {**data, "agreed": "on", "signed_on": "2999-01-01"}
    assert client.post(address, ahead).status_code == 422  # nobody signs tomorrow
    assert client.post(address, {**data, "agreed": "on"}).status_code == 302
    assert Commitment.objects.get().by == people.head
    assert b"Kami siap" in client_for(None).get(address).content
    assert client.get(url("commitments", round_)).status_code == 200


def waiting(user: Any) -> list[str]:
    return [str(task.title) for source in tasks for task in source(user)]


def test_tasks_cards_and_steps(people: SimpleNamespace, judged: list[Initiative]) -> None:
    first, round_ = judged[0], judged[0].round
    assert any("2" in title for title in waiting(people.assessor))
    assert any("2020" in title for title in waiting(people.planner))
    choose_quick_win(by=people.planner, round=round_, year=2020, initiative=first)
    assert any("LIV-01" in title for title in waiting(people.head))
    found = {(step.stage, str(step.label)): step for step in steps["portfolio"](round_)}
    assert {(step.done, step.total) for step in found.values()} == {(1, 6), (0, 1)}
    assert next(iter(cards["portfolio"](people.planner, round_))).url == url("board", round_)
    commit(
        by=people.head,
        initiative=first,
        signer_name="K",
        signer_position="P",
        statement="S",
    )
    assert not any("LIV-01" in title for title in waiting(people.head))
