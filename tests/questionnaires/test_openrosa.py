"""What ODK Collect sees: lists, forms, files, and a status for every answer."""

import base64
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from selaras.lib.xforms.openrosa import LIST_NS, MANIFEST_NS, RESPONSE_NS
from selaras.questionnaires.actions import (
    create_device,
    publish_form,
    revoke_device,
    set_open,
)
from selaras.questionnaires.models import DeviceKey, FormVersion, Submission
from selaras.questionnaires.signin import WRONG_LIMIT
from selaras.questionnaires.views.openrosa import LARGEST
from tests.questionnaires.forms import SYSTEM, answer, changed

pytestmark = pytest.mark.django_db
LIST, SEND = "/openrosa/formList", "/openrosa/submission"
PASSWORD = "kata-sandi-uji"


@pytest.fixture
def offered(version, people) -> FormVersion:
    set_open(by=people.planner, questionnaire=version.questionnaire, is_open=True, for_phones=True)
    return version


@pytest.fixture
def collect(people):
    """A phone that signs in as the officer."""
    return Client(headers=basic("officer@example.test"))


@pytest.fixture
def key(people):
    return create_device(by=people.officer, name="Samsung A14")


def basic(email, password=PASSWORD):
    packed = base64.b64encode(f"{email}:{password}".encode()).decode()
    return {"authorization": f"Basic {packed}"}


def post(client, xml=None, address=SEND, **files):
    parts = {"xml_submission_file": SimpleUploadedFile("a.xml", xml or answer(), "text/xml")}
    named = {name: SimpleUploadedFile(name, data) for name, data in files.items()}
    return client.post(address, parts | named)


def listed(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    forms = fromstring(response.content)
    return [{each.tag.rpartition("}")[2]: each.text for each in form} for form in forms]


def said(response):
    (message,) = fromstring(response.content)
    assert message.tag == f"{{{RESPONSE_NS}}}message"
    assert message.text
    return response.status_code, message.get("nature")


def test_list_names_form_version_and_hash(collect, offered):
    (form,) = listed(collect.get(LIST))
    assert form == {
        "formID": "survei_sistem",
        "name": "Survei sistem informasi",
        "version": offered.version,
        "hash": f"md5:{offered.md5}",
        "downloadUrl": f"http://testserver/openrosa/forms/{offered.pk}.xml",
    }
    assert fromstring(collect.get(LIST).content).tag == f"{{{LIST_NS}}}xforms"


def test_list_holds_the_newest_version_of_what_is_offered(collect, version, people):
    assert listed(collect.get(LIST)) == []
    found = version.questionnaire
    set_open(by=people.planner, questionnaire=found, is_open=True, for_phones=True)
    publish_form(by=people.planner, name="b.md", data=changed(a="| Kecamatan | → | Distrik |"))
    (form,) = listed(collect.get(LIST))
    assert form["version"] == "2026112701"
    assert listed(collect.get(LIST, {"formID": "lain"})) == []
    assert len(listed(collect.get(LIST, {"formID": "survei_sistem"}))) == 1


def test_section_of_the_unit_is_offered_and_filled_in(collect, part, people):
    (form,) = listed(collect.get(LIST))
    assert form["formID"] == "survei_sistem"
    assert post(collect).status_code == 201
    made = Submission.objects.get()
    part.refresh_from_db()
    assert (made.subject, part.submission, made.source) == (part.subject, made, "phone")
    planner = Client(headers=basic("planner@example.test"))
    assert listed(planner.get(LIST)) == []


def test_list_costs_the_same_for_one_and_three(
    collect, offered, people, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(40) as captured:
            listed(collect.get(LIST))
        return len(captured)

    cost()  # signing in is remembered
    cost()  # the sign-in is remembered from here on
    one = cost()
    for number in range(2):
        data = changed("1", form=f"survei_sistem → survei_{number}")
        made = publish_form(by=people.planner, name="a.md", data=data, media=[("a.csv", b"a\n")])
        made.questionnaire.for_phones = True
        made.questionnaire.save()
    assert len(listed(collect.get(LIST))) == 3
    assert cost() == one


def test_form_manifest_and_media(collect, people):
    data = changed("1")
    made = publish_form(by=people.planner, name="a.md", data=data, media=[("desa.csv", b"name\n")])
    set_open(by=people.planner, questionnaire=made.questionnaire, is_open=True, for_phones=True)
    (form,) = listed(collect.get(LIST))
    assert collect.get(form["downloadUrl"]).content.decode() == made.xform
    root = fromstring(collect.get(form["manifestUrl"]).content)
    assert root.tag == f"{{{MANIFEST_NS}}}manifest"
    (file,) = root
    name, digest, address = (part.text for part in file)
    assert (name, digest) == ("desa.csv", f"md5:{made.media.get().md5}")
    assert b"".join(collect.get(address).streaming_content) == b"name\n"
    assert collect.get(address.replace("desa", "lain")).status_code == 404
    assert collect.get("/openrosa/forms/0.xml").status_code == 404


def test_every_answer_carries_the_headers_of_openrosa(collect, offered):
    for response in (collect.get(LIST), collect.head(SEND), post(collect), Client().get(LIST)):
        assert response["X-OpenRosa-Version"] == "1.0"
        assert response["X-OpenRosa-Accept-Content-Length"] == str(LARGEST)
        assert response["Date"].endswith("GMT")


def test_head_says_where_to_send(collect, offered):
    response = collect.head(SEND)
    assert (response.status_code, response["Location"]) == (204, f"http://testserver{SEND}")
    assert collect.get(SEND).status_code == 405


def test_each_reply_has_its_status(collect, offered):
    assert said(post(collect)) == (201, "submit_success")
    assert said(post(collect)) == (201, "submit_success")
    assert said(post(collect, answer(nama="Lain"))) == (409, "submit_error")
    edit = answer("uuid:2", asn="1", deprecated="uuid:1")
    assert said(post(collect, edit)) == (201, "submit_success")
    stale = answer("uuid:3", asn="2", deprecated="uuid:1")
    assert said(post(collect, stale)) == (409, "submit_error")
    assert said(post(collect, answer("uuid:4", version="9"))) == (202, "submit_success")
    assert said(post(collect, b"<data/>")) == (400, "submit_error")
    assert said(collect.post(SEND, {})) == (400, "submit_error")
    assert Submission.objects.count() == 2


def test_large_answers_come_in_parts(collect, offered):
    xml = answer(systems=SYSTEM.replace("</sis>", "<dokumen>sk.pdf</dokumen></sis>"))
    first = {"xml_submission_file": SimpleUploadedFile("a.xml", xml), "*isIncomplete*": "yes"}
    assert collect.post(SEND, first).status_code == 201
    made = Submission.objects.get()
    assert made.files.get().file is None
    assert post(collect, xml, **{"sk.pdf": b"%PDF-1.7"}).status_code == 201
    assert made.files.get().file.kind == "pdf"
    assert said(post(collect, xml, **{"sk.pdf": b"MZ"})) == (400, "submit_error")


def test_who_does_not_sign_in_is_asked_to(offered):
    for client in (
        Client(),
        Client(headers=basic("officer@example.test", "salah")),
        Client(headers={"authorization": "Basic %%%"}),
        Client(headers={"authorization": "Bearer x"}),
    ):
        for response in (client.get(LIST), client.head(SEND), post(client)):
            assert response.status_code == 401
            assert response["WWW-Authenticate"].startswith("Basic ")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("role", ["citizen", "partner"])
def test_the_interface_is_for_the_office(offered, people, role):
    client = Client(headers=basic(f"{role}@example.test"))
    assert client.get(LIST).status_code == 403
    assert post(client).status_code == 403


def test_guessing_passwords_is_stopped(offered, people):
    guess = Client(headers=basic("officer@example.test", "salah"))
    for _each in range(WRONG_LIMIT):
        guess.get(LIST)
    right = basic("officer@example.test")
    assert Client(headers=right).get(LIST).status_code == 401
    assert Client(headers=right, REMOTE_ADDR="10.0.0.2").get(LIST).status_code == 200


def test_session_of_a_browser_opens_the_list(client_for, people, offered):
    assert client_for(people.officer).get(LIST).status_code == 200


def test_other_sites_cannot_send_with_the_session_of_a_browser(people, offered):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.officer)
    assert post(browser).status_code in (401, 403)
    assert not Submission.objects.exists()


def test_key_of_a_phone_acts_for_its_person(key, offered, people):
    device, secret = key
    phone = Client()
    address = reverse("openrosa-key", args=[secret])
    assert len(listed(phone.get(address))) == 1
    (form,) = listed(phone.get(f"{address}formList"))
    assert form["downloadUrl"] == f"http://testserver{address}forms/{offered.pk}.xml"
    assert phone.get(form["downloadUrl"]).content.decode() == offered.xform
    assert phone.head(f"{address}submission")["Location"].endswith(f"{secret}/submission")
    assert post(phone, address=f"{address}submission").status_code == 201
    made = Submission.objects.get()
    assert (made.by, made.device) == (people.officer, device)


def test_use_of_a_key_is_remembered(key, offered):
    device, secret = key
    old = timezone.now() - timedelta(days=1)
    DeviceKey.objects.update(last_used=old)
    Client().get(reverse("openrosa-key", args=[secret]))
    device.refresh_from_db()
    assert device.last_used > old


def test_revoked_key_opens_nothing(key, offered, people):
    device, secret = key
    address = reverse("openrosa-key", args=[secret])
    revoke_device(by=people.officer, key=device)
    assert Client().get(address).status_code == 401
    assert post(Client(), address=f"{address}submission").status_code == 401
    assert Client().get(reverse("openrosa-key", args=["entah"])).status_code == 401


def test_key_of_a_person_who_left_opens_nothing(key, offered, people):
    _device, secret = key
    people.officer.is_active = False
    people.officer.save()
    assert Client().get(reverse("openrosa-key", args=[secret])).status_code == 401


def test_plain_http_is_sent_to_https_where_the_site_has_it(settings, offered, people):
    settings.SECURE_SSL_REDIRECT = True
    phone = Client(headers=basic("officer@example.test"))
    assert phone.get(LIST).status_code == 301
    (form,) = listed(phone.get(LIST, secure=True))
    assert form["downloadUrl"].startswith("https://")


def test_a_password_alone_does_not_open_what_two_factors_guard(offered, people):
    Authenticator.objects.create(user=people.officer, type=Authenticator.Type.TOTP, data={})
    assert Client(headers=basic("officer@example.test")).get(LIST).status_code == 401
