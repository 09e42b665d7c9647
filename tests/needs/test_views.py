import pytest
from django.urls import reverse

from selaras.needs.models import Need
from tests.factories.needs import NeedFactory


@pytest.fixture
def living(edition):
    return edition.dimensions.get(code="living")


@pytest.fixture
def address(round_):
    return reverse("needs:round", args=[round_.slug])


def form(living, agency, **changes):
    values = {
        "kind": "need",
        "title": "Antrean daring",
        "dimension": living.pk,
        "agency": agency.pk,
        "urgency": "high",
    }
    return {**values, **changes}


def queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_costs_the_same_for_one_and_three(
    client_for, people, round_, living, agency, address, django_assert_max_num_queries
):
    client = client_for(people.planner)
    NeedFactory(round=round_, dimension=living, agency=agency)
    one = queries(client, address, django_assert_max_num_queries)
    for _each in range(2):
        NeedFactory(round=round_, dimension=living, agency=agency)
    assert queries(client, address, django_assert_max_num_queries) == one


def test_list_filters_and_exports(client_for, people, round_, living, edition, address):
    waste = edition.dimensions.get(code="environment")
    NeedFactory(round=round_, dimension=living, title="Antrean")
    NeedFactory(round=round_, dimension=waste, title="Sampah")
    client = client_for(people.leadership)
    page = client.get(address, {"dimension": waste.pk, "linked": "no"}).content.decode()
    assert "Sampah" in page
    assert "Antrean" not in page
    assert b"Antrean" in client.get(address, {"format": "csv"}).content


def test_plain_address_leads_to_the_round(client_for, people, round_, address):
    assert client_for(people.officer).get(reverse("needs:list")).url == address


def test_plain_address_without_round_says_what_to_do(client_for, people):
    response = client_for(people.planner).get(reverse("needs:list"))
    assert response.status_code == 200
    assert reverse("strategy:rounds") in response.content.decode()


def test_officer_enters_and_changes_a_need(client_for, people, round_, living, agency):
    client = client_for(people.officer)
    address = reverse("needs:create", args=[round_.slug])
    assert client.get(address).status_code == 200
    response = client.post(address, form(living, agency))
    need = Need.objects.get()
    assert response.url == need.get_absolute_url()
    client.post(reverse("needs:edit", args=[need.pk]), form(living, agency, title="Lain"))
    need.refresh_from_db()
    assert (need.title, need.urgency) == ("Lain", "high")
    assert client.get(need.get_absolute_url()).status_code == 200


def test_bad_input_comes_back_with_422(client_for, people, round_, living, edition, agency):
    client = client_for(people.planner)
    address = reverse("needs:create", args=[round_.slug])
    assert client.post(address, form(living, agency, title="")).status_code == 422
    waste = edition.dimensions.get(code="environment").subdimensions.get()
    wrong = form(living, agency, subdimension=waste.pk)
    assert client.post(address, wrong).status_code == 422
    assert not Need.objects.exists()


def test_public_sees_needs_of_public_rounds_only(client_for, round_, living):
    need = NeedFactory(round=round_, dimension=living)
    anyone = client_for(None)
    assert anyone.get(need.get_absolute_url()).status_code == 200
    round_.public = False
    round_.save()
    assert anyone.get(need.get_absolute_url()).status_code == 403
    assert anyone.get(reverse("needs:round", args=[round_.slug])).status_code == 302


def test_officer_of_another_unit_cannot_change(client_for, people, round_, living):
    need = NeedFactory(round=round_, dimension=living)
    client = client_for(people.officer)
    assert client.get(reverse("needs:edit", args=[need.pk])).status_code == 403
