import base64
import json
import re
import zlib
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from selaras.core.models import LedgerEntry
from selaras.questionnaires.actions import (
    create_device,
    create_reader,
    device_user,
    reader_user,
    revoke_device,
)
from selaras.questionnaires.models import DeviceKey

pytestmark = pytest.mark.django_db
PAGE = "/kuesioner/telepon/"


@pytest.fixture
def key(people):
    return create_device(by=people.officer, name="Nokia C21")


def test_new_phone_gets_a_code_that_is_shown_once(client_for, people):
    client = client_for(people.officer)
    page = client.post(PAGE, {"name": "Samsung A14"}).content.decode()
    assert "<svg" in page
    (address,) = re.findall(r"http://testserver/openrosa/k/[\w-]+", unescape(page))
    device = device_user(address.rpartition("/")[2])
    assert (device.name, device.user) == ("Samsung A14", people.officer)
    again = client.get(PAGE).content.decode()
    assert "Samsung A14" in again
    assert address not in again
    assert 'role="img"' not in again


def test_code_holds_what_collect_reads(client_for, people, monkeypatch):
    packed = []

    class Picture:
        def to_string(self, **_given):
            return "<svg/>"

    def draw(text, **_given):
        packed.append(text)
        return Picture()

    monkeypatch.setattr("qrcode.make", draw)
    client_for(people.officer).post(PAGE, {"name": "Samsung A14"})
    settings = json.loads(zlib.decompress(base64.b64decode(packed[0])))
    server = settings["general"]["server_url"]
    assert device_user(server.rpartition("/")[2]).user == people.officer
    assert settings["general"]["form_update_mode"] == "match_exactly"
    assert (settings["project"], settings["admin"]) == ({"name": "Samsung A14"}, {})


def test_only_the_hash_of_a_key_is_kept(key):
    device, secret = key
    assert secret not in str(DeviceKey.objects.values().get())
    assert len(secret) >= 32
    assert secret not in str(LedgerEntry.objects.filter(kind__contains="device").values())
    assert device_user(secret) == device
    assert device_user(secret + "x") is None


def test_page_that_shows_a_key_is_not_kept_by_the_browser(client_for, people):
    response = client_for(people.officer).post(PAGE, {"name": "Samsung A14"})
    assert "no-store" in response.get("Cache-Control", "")


def test_phone_without_a_name_comes_back_with_422(client_for, people):
    assert client_for(people.officer).post(PAGE, {"name": ""}).status_code == 422
    assert not DeviceKey.objects.exists()


def test_planners_see_all_phones_and_others_their_own(client_for, people, key):
    assert "Nokia C21" in client_for(people.planner).get(PAGE).content.decode()
    assert "Nokia C21" not in client_for(people.head).get(PAGE).content.decode()
    assert client_for(people.citizen).get(PAGE).status_code == 403
    assert client_for(None).get(PAGE).status_code == 302


def test_list_costs_the_same_for_one_and_three(
    client_for, people, key, django_assert_max_num_queries
):
    client = client_for(people.planner)

    def cost():
        with django_assert_max_num_queries(40) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    one = cost()
    for user in (people.head, people.planner):
        create_device(by=user, name="Lain")
    assert cost() == one


def test_phone_is_taken_off(client_for, people, key):
    device, secret = key
    address = reverse("questionnaires:revoke", args=[device.pk])
    assert client_for(people.head).post(address).status_code == 403
    assert client_for(people.officer).get(address).status_code == 405
    assert device_user(secret)
    assert client_for(people.officer).post(address).url == PAGE
    assert device_user(secret) is None
    client_for(people.planner).post(address)
    assert LedgerEntry.objects.filter(kind="questionnaires.device_revoked").count() == 1


def test_key_for_another_person_is_given_by_planners(people):
    with pytest.raises(PermissionDenied):
        create_device(by=people.officer, name="A", user=people.head)
    device, _secret = create_device(by=people.planner, name="A", user=people.head)
    with pytest.raises(PermissionDenied):
        revoke_device(by=people.officer, key=device)
    revoke_device(by=people.head, key=device)
    assert device.revoked


def basic(email, password):
    packed = base64.b64encode(f"{email}:{password}".encode()).decode()
    return {"Authorization": f"Basic {packed}"}


def test_key_reads_answers_where_a_second_factor_forbids_the_password(client, people, version):
    Authenticator.objects.create(user=people.planner, type=Authenticator.Type.TOTP, data={})
    feed, email = "/odata/survei_sistem.svc", people.planner.email
    key, secret = create_reader(by=people.planner, name="Excel kantor")
    assert client.get(feed, headers=basic(email, "kata-sandi-uji")).status_code == 401
    assert client.get(feed, headers=basic(email, secret)).status_code == 200
    assert client.get(feed, headers=basic(people.officer.email, secret)).status_code == 401
    assert client.get("/openrosa/formList", headers=basic(email, secret)).status_code == 401
    assert device_user(secret) is None
    revoke_device(by=people.planner, key=key)
    assert client.get(feed, headers=basic(email, secret)).status_code == 401


def test_key_of_a_phone_reads_no_answers(client, people, version):
    _key, secret = create_device(by=people.planner, name="Ponsel")
    assert reader_user(people.planner.email, secret) is None
    headers = basic(people.planner.email, secret)
    assert client.get("/odata/survei_sistem.svc", headers=headers).status_code == 401


def test_keys_to_read_are_for_those_who_may_read(client_for, people):
    with pytest.raises(PermissionDenied):
        create_reader(by=people.officer, name="Excel")
    assert "Power BI" not in client_for(people.officer).get(PAGE).content.decode()
    wanted = {"name": "Excel kantor", "reads": "true"}
    client_for(people.officer).post(PAGE, wanted)
    assert DeviceKey.objects.get().name == "Excel kantor"  # one of a phone all the same
    page = client_for(people.planner).post(PAGE, wanted).content.decode()
    assert "<svg role" not in page
    shown = re.findall(r"<code[^>]*>([^<]+)</code>", page)
    assert reader_user(*map(unescape, shown)) == people.planner
