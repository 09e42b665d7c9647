import pytest
from django.urls import reverse

from selaras.systems.models import System
from tests.factories.systems import SystemFactory


@pytest.fixture
def address(round_):
    return reverse("systems:round", args=[round_.slug])


def queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_costs_the_same_for_one_and_three(
    client_for, people, round_, agency, address, django_assert_max_num_queries
):
    client = client_for(people.inspector)
    SystemFactory(round=round_, agency=agency)
    one = queries(client, address, django_assert_max_num_queries)
    for _each in range(2):
        SystemFactory(round=round_, agency=agency)
    assert queries(client, address, django_assert_max_num_queries) == one


def test_list_filters_and_exports(client_for, people, round_, agency, address):
    SystemFactory(round=round_, agency=agency, name="SIMPUS", status="in_use")
    SystemFactory(round=round_, agency=agency, name="SIKDA", status="unused")
    client = client_for(people.leadership)
    page = client.get(address, {"status": "unused"}).content.decode()
    assert "SIKDA" in page
    assert "SIMPUS" not in page
    assert b"SIMPUS" in client.get(address, {"format": "csv"}).content


def test_officer_enters_and_changes_a_system(client_for, people, round_, agency):
    client = client_for(people.officer)
    values = {"agency": agency.pk, "name": "SIMPUS", "status": "in_use", "year": 2015}
    client.post(reverse("systems:create", args=[round_.slug]), values)
    system = System.objects.get()
    client.post(reverse("systems:edit", args=[system.pk]), {**values, "problem": "Sering mati"})
    system.refresh_from_db()
    assert system.problem == "Sering mati"
    assert "2015" in client.get(system.get_absolute_url()).content.decode()


def test_bad_input_comes_back_with_422(client_for, people, round_, agency):
    SystemFactory(round=round_, agency=agency, name="SIMPUS")
    client = client_for(people.planner)
    address = reverse("systems:create", args=[round_.slug])
    same = {"agency": agency.pk, "name": "simpus", "status": "in_use"}
    assert client.post(address, same).status_code == 422
    assert client.post(address, {**same, "name": "B", "year": "entah"}).status_code == 422
    assert System.objects.count() == 1


def test_register_is_for_the_office(client_for, people, round_, agency, address):
    system = SystemFactory(round=round_, agency=agency)
    assert client_for(None).get(system.get_absolute_url()).status_code == 302
    assert client_for(people.citizen).get(address).status_code == 403
    edit = reverse("systems:edit", args=[system.pk])
    assert client_for(people.leadership).get(edit).status_code == 403


def test_plain_address_leads_to_the_round(client_for, people, address):
    assert client_for(people.officer).get(reverse("systems:list")).url == address
