import io
import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from selaras.core.errors import ImportRefused
from selaras.lib.sheets import write_workbook
from selaras.organisations.actions.imports import AREA_SHEET, SHEET, import_areas
from selaras.organisations.models import Agency, Area, Role, User

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"organisations:{name}", args=args)


def upload(*names: str) -> SimpleUploadedFile:
    rows = [{"name": name, "kind": "dinas"} for name in names]
    return SimpleUploadedFile("unit.xlsx", write_workbook([SHEET], {"agencies": rows}, meta={}))


@pytest.fixture
def district(db: None) -> Area:
    regency = Area.objects.create(code="35.17", name="Jombang", level="kabupaten")
    return Area.objects.create(code="35.17.09", name="Tembelang", level="kecamatan", parent=regency)


def test_agencies_cost_the_same_for_one_and_three(
    client_for: ClientFor,
    people: SimpleNamespace,
    agency: Agency,
    district: Area,
    django_assert_num_queries: Any,
) -> None:
    client = client_for(people.planner)
    with django_assert_num_queries(7):
        client.get(url("agencies"))
    for number in range(2):
        Agency.objects.create(
            slug=f"u-{number}", name=f"Unit {number}", parent=agency, area=district
        )
    with django_assert_num_queries(7):
        assert "Unit 1" in client.get(url("agencies")).content.decode()


def test_people_cost_the_same_for_nine_and_eleven(
    client_for: ClientFor, people: SimpleNamespace, agency: Agency, django_assert_num_queries: Any
) -> None:
    client = client_for(people.planner)
    with django_assert_num_queries(9):
        client.get(url("people"))
    for number in range(2):
        user = User.objects.create_user(f"u{number}@example.test", name=f"Orang {number}")
        Role.objects.create(user=user, kind="agency_officer", agency=agency)
    with django_assert_num_queries(9):
        assert "Orang 1" in client.get(url("people")).content.decode()


def test_areas_cost_the_same_for_two_and_four(
    client_for: ClientFor, district: Area, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):
        client_for(None).get(url("areas"))
    for number in range(2):
        Area.objects.create(
            code=f"35.17.09.200{number}", name=f"Desa {number}", level="desa", parent=district
        )
    with django_assert_num_queries(5):
        assert "Desa 1" in client_for(None).get(url("areas")).content.decode()


def test_agencies_of_a_day_are_filtered_and_exported(
    client_for: ClientFor, people: SimpleNamespace, agency: Agency
) -> None:
    Agency.objects.create(slug="lama", name="Dinas Lama", valid_to=date(2016, 12, 31))
    Agency.objects.create(slug="pt", name="PT Sehat", sector="business")
    client = client_for(people.officer)
    assert "Dinas Lama" not in client.get(url("agencies")).content.decode()
    for day in ("besok", "2016-13-01"):  # what is no day is today
        assert "Dinas Lama" not in client.get(url("agencies"), {"day": day}).content.decode()
    assert "Dinas Lama" in client.get(url("agencies"), {"day": "2016-12-31"}).content.decode()
    page = client.get(url("agencies"), {"sector": "business"}).content.decode()
    assert "PT Sehat" in page
    assert agency.name not in page
    book = client.get(url("agencies"), {"format": "xlsx", "q": "dinkes"}).content
    assert [row[0].value for row in load_workbook(io.BytesIO(book)).active.iter_rows()][1:] == [
        agency.name
    ]


def test_planner_adds_changes_and_closes_a_unit(
    client_for: ClientFor, people: SimpleNamespace, agency: Agency
) -> None:
    client = client_for(people.planner)
    values = {"name": "Dinas Sosial", "short_name": "Dinsos", "kind": "dinas"}
    form = {**values, "sector": "government", "parent": "", "area": "", "email": ""}
    assert client.get(url("create-agency")).status_code == 200
    made = client.post(url("create-agency"), form)
    assert made.url == url("agency", "dinsos")
    client.post(url("edit-agency", "dinsos"), {**form, "parent": agency.pk})
    unit = Agency.objects.get(slug="dinsos")
    assert unit.parent == agency
    client.post(url("end-agency", "dinsos"), {"last_day": "2019-12-31", "successor": agency.pk})
    unit.refresh_from_db()
    assert (unit.valid_to, unit.successor) == (date(2019, 12, 31), agency)
    assert "31 Desember 2019" in client.get(unit.get_absolute_url()).content.decode()


def test_bad_input_comes_back_with_422_and_what_was_typed(
    client_for: ClientFor, people: SimpleNamespace, agency: Agency
) -> None:
    client = client_for(people.administrator)
    unit = {"name": "Dinas Baru", "kind": "dinas", "sector": "government"}
    person = {"name": "Siti Contoh", "email": "siti@example.test", "language": "id"}
    for address, values, shown in (
        (url("create-agency"), {**unit, "email": "bukan surel"}, "Dinas Baru"),
        (url("edit-agency", agency.slug), {**unit, "parent": agency.pk}, "Dinas Baru"),
        (url("end-agency", agency.slug), {"last_day": ""}, ""),
        (
            url("end-agency", agency.slug),
            {"last_day": "2019-12-31", "successor": agency.pk},
            "2019",
        ),
        (url("import-agencies"), {"file": upload()}, ""),
        (url("import-agencies"), {"x": "1"}, ""),
        (url("create-person"), {**person, "kind": "planner", "email": ""}, "Siti Contoh"),
        (url("create-person"), {**person, "kind": "raja"}, "Siti Contoh"),
        (url("edit-person", people.officer.pk), {**person, "email": people.head.email}, "Siti"),
    ):
        answer = client.post(address, values)
        assert answer.status_code == 422, (address, values)
        page = answer.content.decode()
        assert "data-error-summary" in page
        assert shown in page
    unchanged = Agency.objects.get()
    assert (unchanged.name, unchanged.parent, unchanged.valid_to) == ("Dinas Kesehatan", None, None)
    assert not User.objects.filter(name="Siti Contoh").exists()


def test_units_are_imported_from_the_template(
    client_for: ClientFor, people: SimpleNamespace
) -> None:
    client = client_for(people.planner)
    template = client.get(url("agency-template"))
    assert load_workbook(io.BytesIO(template.content)).sheetnames[0] == "Perangkat daerah"
    sent = client.post(url("import-agencies"), {"file": upload("Dinas A", "Dinas B")})
    assert sent.url == url("agencies")
    page = client.get(sent.url).content.decode()
    assert "Dinas B" in page
    answer = client.post(url("import-agencies"), {"file": upload("Dinas C", "dinas c")})
    assert answer.status_code == 422
    assert "Perangkat daerah · A5" in answer.content.decode()
    assert Agency.objects.count() == 3


def test_new_person_is_mailed_a_link_to_set_the_password(
    client_for: ClientFor,
    people: SimpleNamespace,
    agency: Agency,
    django_capture_on_commit_callbacks: Any,
) -> None:
    values = {
        "name": "Siti Contoh",
        "email": "siti@example.test",
        "language": "id",
        "kind": "agency_officer",
        "agency": agency.pk,
    }
    admin = client_for(people.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(url("create-person"), values)
    siti = User.objects.get(email="siti@example.test")
    assert (answer.url, siti.roles.get().agency) == (siti.get_absolute_url(), agency)
    assert mail.outbox[0].to == [siti.email]
    visitor, login = client_for(None), {"login": siti.email, "password": "kata-sandi-siti"}
    visitor.post(reverse("account_login"), login)
    assert "_auth_user_id" not in visitor.session  # no password yet
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url("change-account", siti.pk), {"do": "invite"})  # the first mail was lost
    link = re.search(r"(/akun/\S+)", mail.outbox[1].body)
    assert link is not None
    page = visitor.get(link[1])
    words = {"password1": login["password"], "password2": login["password"]}
    assert visitor.post(page.url, words).status_code == 302
    assert visitor.post(reverse("account_login"), login).url == reverse("home")
    assert int(visitor.session["_auth_user_id"]) == siti.pk
    used = client_for(None).get(link[1])  # a link opens once
    assert used.status_code == 200
    assert used.context["token_fail"]


def test_officer_without_unit_is_refused_and_leaves_no_account(
    client_for: ClientFor, people: SimpleNamespace
) -> None:
    values = {"name": "Siti", "email": "siti@example.test", "language": "id", "agency": ""}
    answer = client_for(people.administrator).post(
        url("create-person"), {**values, "kind": "agency_officer", "_key": uuid.uuid4()}
    )
    assert answer.status_code == 422
    assert not User.objects.filter(email="siti@example.test").exists()


def test_administrator_gives_and_ends_roles(
    client_for: ClientFor, people: SimpleNamespace, agency: Agency
) -> None:
    client, address = client_for(people.administrator), url("change-roles", people.citizen.pk)
    today = timezone.localdate()
    client.post(
        address, {"do": "grant", "kind": "agency_head", "agency": agency.pk, "valid_from": today}
    )
    role = people.citizen.roles.get(kind="agency_head")
    client.post(address, {"do": "end", "role": role.pk})
    role.refresh_from_db()
    assert role.valid_to == today - timedelta(days=1)
    assert (
        client.post(address, {"do": "end", "role": people.head.roles.get().pk}).status_code == 404
    )
    address = url("change-account", people.citizen.pk)


def test_closed_account_is_out_at_once(client_for: ClientFor, people: SimpleNamespace) -> None:
    client, address = client_for(people.officer), url("change-account", people.officer.pk)
    assert client.get(url("agencies")).status_code == 200
    client_for(people.administrator).post(address, {"do": "close"})
    assert client.get(url("agencies")).status_code == 302
    client_for(people.administrator).post(address, {"do": "open"})
    assert client_for(people.officer).get(url("agencies")).status_code == 200


def test_administrator_cannot_lock_the_door_from_inside(
    client_for: ClientFor, people: SimpleNamespace
) -> None:
    admin = people.administrator
    client, role = client_for(admin), admin.roles.get()
    for name, values in (
        ("change-account", {"do": "close"}),
        ("change-roles", {"do": "end", "role": role.pk}),
    ):
        answer = client.post(url(name, admin.pk), values, follow=True)
        assert "notice-error" in answer.content.decode()
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.roles.get().valid_to is None


def test_own_account(client_for: ClientFor, people: SimpleNamespace) -> None:
    client, address = client_for(people.officer), reverse("account")
    assert people.officer.email in client.get(address).content.decode()
    values = {"name": "Budi Contoh", "position": "Perencana", "phone": "", "language": "en"}
    stolen = {**values, "email": "lain@example.test", "is_active": "", "kind": "administrator"}
    assert client.post(address, stolen).url == address
    user = User.objects.get(pk=people.officer.pk)
    assert (user.name, user.language, user.email) == ("Budi Contoh", "en", people.officer.email)
    assert user.is_active
    assert user.roles.get().kind == "agency_officer"
    assert "My account" in client.get(address).content.decode()
    assert client.post(address, {**values, "name": ""}).status_code == 422
    assert User.objects.get(pk=user.pk).name == "Budi Contoh"
    assert client_for(None).get(address).status_code == 302


def test_unit_page_hides_people_and_history_from_the_public(
    client_for: ClientFor, people: SimpleNamespace, agency: Agency
) -> None:
    client_for(people.planner).post(
        url("edit-agency", agency.slug),
        {"name": "Dinas Sehat", "kind": "dinas", "sector": "government"},
    )
    office = client_for(people.officer).get(agency.get_absolute_url()).content.decode()
    assert people.head.name in office
    assert "<details" in office.split("<main")[1]
    assert url("edit-agency", agency.slug) not in office
    for who in (None, people.citizen, people.partner):
        page = client_for(who).get(agency.get_absolute_url()).content.decode().split("<main")[1]
        assert "Dinas Sehat" in page
        assert people.head.name not in page
        assert "<details" not in page


def test_area_page_shows_what_stands_in_it(
    client_for: ClientFor, agency: Agency, district: Area
) -> None:
    agency.area = district
    agency.save()
    page = client_for(None).get(district.get_absolute_url()).content.decode()
    assert "Jombang" in page
    assert agency.name in page
    agency.valid_to = timezone.localdate() - timedelta(days=1)
    agency.save()
    assert agency.name not in client_for(None).get(district.get_absolute_url()).content.decode()
    assert client_for(None).get(url("area", "99.99")).status_code == 404


@pytest.mark.parametrize(
    ("name", "may", "may_not"),
    [
        ("people", "planner", "head"),
        ("person", "planner", "head"),
        ("create-person", "administrator", "planner"),
        ("edit-person", "administrator", "planner"),
        ("create-agency", "planner", "leadership"),
        ("edit-agency", "administrator", "head"),
        ("end-agency", "planner", "officer"),
        ("import-agencies", "planner", "head"),
    ],
)
def test_who_may(
    client_for: ClientFor,
    people: SimpleNamespace,
    agency: Agency,
    name: str,
    may: str,
    may_not: str,
) -> None:
    own = name in {"edit-agency", "end-agency"}
    args = [agency.slug] if own else [people.head.pk] if name.endswith("person") else []
    address = url(name, *([] if name == "create-person" else args))
    assert client_for(getattr(people, may)).get(address).status_code == 200
    assert client_for(getattr(people, may_not)).get(address).status_code == 403
    assert client_for(None).get(address).status_code == 302


def test_planner_reads_a_person_without_tools(
    client_for: ClientFor, people: SimpleNamespace
) -> None:
    address = url("person", people.officer.pk)
    page = client_for(people.planner).get(address).content.decode()
    assert people.officer.email in page
    assert url("change-roles", people.officer.pk) not in page
    post = client_for(people.planner).post(
        url("change-account", people.officer.pk), {"do": "close"}
    )
    assert post.status_code == 403
    assert User.objects.get(pk=people.officer.pk).is_active


def test_lost_second_factor_is_taken_away_by_an_administrator(
    client_for: ClientFor, people: SimpleNamespace
) -> None:
    TOTP.activate(people.officer, "JBSWY3DPEHPK3PXP")
    client = client_for(people.administrator)
    assert 'value="forget"' in client.get(url("person", people.officer.pk)).content.decode()
    client.post(url("change-account", people.officer.pk), {"do": "forget"})
    assert not Authenticator.objects.exists()
    assert 'value="forget"' not in client.get(url("person", people.officer.pk)).content.decode()


def test_areas_are_imported_wholly_or_not_at_all(
    client_for: ClientFor, people: SimpleNamespace
) -> None:
    def book(*rows: tuple[str, str, str]) -> bytes:
        listed = [dict(zip(("code", "name", "level"), row, strict=True)) for row in rows]
        return write_workbook([AREA_SHEET], {"areas": listed}, meta={})

    client, by = client_for(people.planner), people.planner
    assert client.get(url("area-template")).content.startswith(b"PK")
    with pytest.raises(ImportRefused) as refused:
        import_areas(
            by=by,
            data=book(("35", "Jawa Timur", "provinsi"), ("35.17.09", "Jombang", "kecamatan"),
                      ("35.18", "Nganjuk", "desa")),
        )  # fmt: skip
    assert len(refused.value.problems) == 2
    assert not Area.objects.exists()
    whole = book(("35", "Jawa Timur", "provinsi"), ("35.17", "Jombang", "kabupaten"))
    assert import_areas(by=by, data=whole).created == 2
    assert import_areas(by=by, data=whole).updated == 2
    assert Area.objects.get(code="35.17").parent.name == "Jawa Timur"


def test_address_that_takes_a_form_says_so(client_for: ClientFor, people: SimpleNamespace) -> None:
    answer = client_for(people.planner).get("/pengaturan/buku-besar/periksa/")
    assert answer.status_code == 405
    assert "hanya menerima kiriman formulir" in answer.content.decode()
