from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selaras.initiatives import workbook
from selaras.initiatives.models import Initiative
from selaras.needs.models import Need
from selaras.strategy.models import Dimension, Round
from tests.factories.initiatives import InitiativeFactory, complete

pytestmark = pytest.mark.django_db
PARTS = ("utama", "topik", "tonggak", "anggaran", "indikator", "risiko", "kebutuhan", "urutan")


def url(name: str, initiative: Initiative, *more: Any) -> str:
    return reverse(f"initiatives:{name}", args=[initiative.round.slug, initiative.code, *more])


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_costs_the_same_for_three(
    client_for: Callable[..., Client],
    people: SimpleNamespace,
    candidate: Initiative,
    round_: Round,
    dimension: Dimension,
) -> None:
    client, address = client_for(people.planner), reverse("initiatives:round", args=[round_.slug])
    queries(client, address)
    one = queries(client, address)
    for _more in range(2):
        complete(InitiativeFactory(round=round_, dimension=dimension, owner=candidate.owner))
    assert queries(client, address) == one


@pytest.mark.parametrize(
    "query",
    [
        "q=uji",
        "state=candidate",
        "phase=short",
        "quick_win=no",
        "year=2021",
        "format=xlsx",
        "format=csv",
    ],
)
def test_list_filters(
    client_for: Callable[..., Client], people: SimpleNamespace, candidate: Initiative, query: str
) -> None:
    address = reverse("initiatives:round", args=[candidate.round.slug])
    response = client_for(people.planner).get(f"{address}?{query}")
    assert response.status_code == 200
    assert candidate.title.encode() in response.content or "xlsx" in query


def test_list_root_goes_to_the_round(
    client_for: Callable[..., Client], people: SimpleNamespace, round_: Round
) -> None:
    response = client_for(people.officer).get(reverse("initiatives:list"))
    assert response.url == reverse("initiatives:round", args=[round_.slug])
    Round.objects.all().delete()
    assert client_for(people.officer).get(reverse("initiatives:list")).status_code == 200


def test_page_shows_the_chain(
    client_for: Callable[..., Client],
    people: SimpleNamespace,
    candidate: Initiative,
    need: Need,
) -> None:
    candidate.need_links.create(need=need)
    page = client_for(people.officer).get(candidate.get_absolute_url()).content.decode()
    for word in (candidate.title, need.title, "Uji coba", "Rp250.000.000", "Waktu tunggu"):
        assert word in page


def test_public_sees_what_is_selected(
    client_for: Callable[..., Client], candidate: Initiative
) -> None:
    address = candidate.get_absolute_url()
    assert client_for(None).get(address).status_code == 404
    Initiative.objects.update(state="stopped", state_reason="rahasia dapur", chosen=True)
    response = client_for(None).get(address)
    assert response.status_code == 200
    assert b"rahasia dapur" not in response.content
    Round.objects.update(public=False)
    assert client_for(None).get(address).status_code == 404


def test_public_does_not_read_the_names_of_what_is_not_selected(
    client_for: Callable[..., Client], people: SimpleNamespace, candidate: Initiative
) -> None:
    other = InitiativeFactory(
        round=candidate.round, dimension=candidate.dimension, owner=candidate.owner, code="GOV-50"
    )
    candidate.dependencies.create(needs=other)
    Initiative.objects.filter(pk=candidate.pk).update(state="selected")
    address = candidate.get_absolute_url()
    assert other.title not in client_for(None).get(address).content.decode()
    assert other.title in client_for(people.officer).get(address).content.decode()


def test_create(
    client_for: Callable[..., Client],
    people: SimpleNamespace,
    round_: Round,
    dimension: Dimension,
) -> None:
    client, address = client_for(people.officer), reverse("initiatives:create", args=[round_.slug])
    assert client.get(address).status_code == 200
    assert client.post(address, {"title": "x"}).status_code == 422
    data = {
        "title": "Antrean daring",
        "dimension": dimension.pk,
        "owner": people.officer.roles.get().agency_id,
        "phase": "short",
        "start_year": 2020,
        "end_year": 2021,
    }
    assert client.post(address, {**data, "end_year": 2050}).status_code == 422
    response = client.post(address, data)
    assert response.url == Initiative.objects.get().get_absolute_url()


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_for_the_owner_alone(
    client_for: Callable[..., Client],
    people: SimpleNamespace,
    candidate: Initiative,
    stranger: Any,
    part: str,
) -> None:
    address = url("edit", candidate, part)
    assert client_for(people.officer).get(address).status_code == 200
    assert client_for(stranger).get(address).status_code == 403
    assert client_for(people.citizen).get(address).status_code == 403


def formset(prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data.update({f"{prefix}-{number}-{name}": value for name, value in row.items()})
    return data


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("topik", {"benefit": "Cepat"}),
        ("tonggak", formset("m", {"title": "Luncur", "due": "2020-12-01"})),
        ("anggaran", {"b_2020_APBD": "5000", "b_2021_CSR": ""}),
        ("indikator", formset("k", {"name": "Puas", "unit": "persen", "target_2020": "80"})),
        ("risiko", formset("r", {"text": "Mundur", "likelihood": 2, "impact": 3})),
        ("kebutuhan", {}),
        ("urutan", {}),
    ],
)
def test_every_part_is_saved(
    client_for: Callable[..., Client],
    people: SimpleNamespace,
    candidate: Initiative,
    part: str,
    data: dict[str, Any],
) -> None:
    response = client_for(people.officer).post(url("edit", candidate, part), data)
    assert response.url == f"{candidate.get_absolute_url()}#{part}"


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("tonggak", formset("m", {"title": "Luncur", "due": "besok"})),
        ("tonggak", formset("m", *[{"title": "Luncur", "due": "2020-12-01"}] * 2)),
        ("anggaran", {"b_2020_APBD": "-5"}),
        ("risiko", formset("r", {"text": "Mundur", "likelihood": 9, "impact": 3})),
        ("urutan", {"needs": ["99999"]}),
    ],
)
def test_bad_input_comes_back(
    client_for: Callable[..., Client],
    people: SimpleNamespace,
    candidate: Initiative,
    part: str,
    data: dict[str, Any],
) -> None:
    assert client_for(people.officer).post(url("edit", candidate, part), data).status_code == 422


def test_move(
    client_for: Callable[..., Client], people: SimpleNamespace, candidate: Initiative
) -> None:
    client = client_for(people.officer)
    assert client.get(url("move", candidate, "proposed")).status_code == 200
    assert client.get(url("move", candidate, "running")).status_code == 404
    assert client.post(url("move", candidate, "stopped"), {"reason": ""}).status_code == 422
    assert client.post(url("move", candidate, "proposed")).status_code == 302
    candidate.refresh_from_db()
    assert candidate.state == "proposed"
    assert client.get(url("move", candidate, "selected")).status_code == 403


def test_milestone(
    client_for: Callable[..., Client], people: SimpleNamespace, candidate: Initiative, stranger: Any
) -> None:
    address = url("milestone", candidate, candidate.milestones.get().pk)
    assert client_for(stranger).post(address).status_code == 403
    client_for(people.officer).post(address, {"done_on": "2020-06-01"})
    assert str(candidate.milestones.get().done_on) == "2020-06-01"
    client_for(people.officer).post(address, {"reopen": "1"})
    assert candidate.milestones.get().done_on is None


def test_import_page(
    client_for: Callable[..., Client], people: SimpleNamespace, candidate: Initiative
) -> None:
    client = client_for(people.planner)
    address = reverse("initiatives:import", args=[candidate.round.slug])
    data = workbook.export(candidate.round)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 422
    bad = SimpleUploadedFile("program.xlsx", b"PK\x03\x04 rusak")
    assert client.post(address, {"file": bad}).status_code == 422
    dry = {"file": SimpleUploadedFile("program.xlsx", data), "dry_run": "on"}
    assert client.post(address, dry).status_code == 200
    empty = SimpleUploadedFile("program.xlsx", workbook.template(candidate.round))
    assert client.post(address, {"file": empty}).status_code == 422
    real = {"file": SimpleUploadedFile("program.xlsx", data)}
    assert client.post(address, real).status_code == 302
    assert client_for(people.officer).get(address).status_code == 403


def test_files(
    client_for: Callable[..., Client], people: SimpleNamespace, candidate: Initiative
) -> None:
    client = client_for(people.planner)
    for name in ("export", "template"):
        address = reverse(f"initiatives:{name}", args=[candidate.round.slug])
        assert client.get(address).content.startswith(b"PK")
    assert client.get(url("pdf", candidate)).content.startswith(b"%PDF-")
    assert client_for(None).get(url("pdf", candidate)).status_code == 404


def test_inspiration(
    client_for: Callable[..., Client],
    people: SimpleNamespace,
    round_: Round,
    dimension: Dimension,
) -> None:
    client = client_for(people.officer)
    page = client.get(reverse("initiatives:inspiration"), {"q": "kepo", "dimension": "governance"})
    assert b"dr. Kepo" in page.content
    assert client.get(reverse("initiatives:inspiration"), {"q": "tidakada"}).status_code == 200
    address = reverse("initiatives:copy", args=[1, round_.slug])
    assert client.get(address).status_code == 200
    agency = people.officer.roles.get().agency_id
    response = client.post(address, {"dimension": dimension.pk, "owner": agency})
    assert response.url.endswith("/ubah/utama/")
    assert client.get(reverse("initiatives:copy", args=[9999, round_.slug])).status_code == 404
