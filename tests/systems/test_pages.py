"""The pages of the room beyond the list."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from selaras.core.models import Job, StoredFile
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension
from selaras.systems.actions import appraise_system
from selaras.systems.models import Appraisal, Finding, Import, Interface, ReferenceCode, System
from tests.factories.systems import InterfaceFactory, SystemFactory
from tests.systems.conftest import Sheet

OF_ROUND = ("map", "findings", "quadrant", "exchange", "interfaces", "target", "import")


@pytest.fixture
def grow(people, round_, agency, other, reference):
    """More of everything that the pages show."""
    code = ReferenceCode.objects.get(reference="RAB", code="04.01")

    def add():
        systems = [
            SystemFactory(
                round=round_, agency=unit, process_code=code, year=2001, shares_with="Dishub",
                name=f"Surat {System.objects.count()}",
            )
            for unit in (agency, other)
        ]  # fmt: skip
        InterfaceFactory(round=round_, source=systems[0], target=systems[1], state="live")
        appraise_system(by=people.planner, system=systems[0], business_fit=3, technical_fit=1)
        return systems

    return add


@pytest.mark.parametrize("name", OF_ROUND)
def test_pages_cost_the_same_for_little_and_much(
    client_for, people, round_, grow, name, django_assert_max_num_queries
):
    client, address = client_for(people.planner), reverse(f"systems:{name}", args=[round_.slug])

    def cost():
        client.get(address)  # the rules look at a changed register once
        with django_assert_max_num_queries(60) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    grow()
    little = cost()
    for _each in range(2):
        grow()
    assert cost() == little


def test_sheet_costs_the_same_for_one_and_three_interfaces(
    client_for, people, round_, grow, django_assert_max_num_queries
):
    client, (system, other) = client_for(people.planner), grow()

    def cost():
        client.get(system.get_absolute_url())
        with django_assert_max_num_queries(60) as captured:
            client.get(system.get_absolute_url())
        return len(captured)

    one = cost()
    for _each in range(2):
        InterfaceFactory(round=round_, source=system, target=other)
    assert cost() == one


@pytest.mark.parametrize("name", OF_ROUND)
def test_empty_pages_say_what_to_do(client_for, people, round_, name):
    page = client_for(people.planner).get(reverse(f"systems:{name}", args=[round_.slug]))
    assert page.status_code == 200
    if name not in ("import", "quadrant"):
        assert "empty-title" in page.content.decode()


@pytest.mark.parametrize("name", OF_ROUND)
def test_weaknesses_are_for_the_office(client_for, people, round_, agency, name):
    address = reverse(f"systems:{name}", args=[round_.slug])
    assert client_for(None).get(address).status_code == 302
    assert client_for(people.citizen).get(address).status_code == 403
    allowed = 403 if name == "import" else 200
    assert client_for(people.leadership).get(address).status_code == allowed


def test_map_leads_to_the_systems_of_a_field(client_for, people, round_, grow, agency):
    grow()
    client = client_for(people.inspector)
    page = client.get(reverse("systems:map", args=[round_.slug])).content.decode()
    link = f"{reverse('systems:round', args=[round_.slug])}?agency={agency.pk}&amp;rab=04.01"
    assert link in page
    listed = client.get(link.replace("&amp;", "&")).content.decode()
    assert "Surat 0" in listed
    assert "Surat 1" not in listed
    wrong = client.get(reverse("systems:map", args=[round_.slug]), {"reference": "XYZ"})
    assert wrong.status_code == 404


def test_an_officer_edits_every_part_of_the_own_systems_only(
    client_for, people, round_, agency, other, reference
):
    own = SystemFactory(round=round_, agency=agency)
    client = client_for(people.officer)
    code = ReferenceCode.objects.get(reference="RAA", code="02.02")
    parts = {
        "arsitektur": {"register_id": "A-1", "application_code": code.pk, "data_input": "Pasien"},
        "teknologi": {"server": "Rak 1", "more_platforms": ["mobile", "cloud"]},
        "pengelolaan": {"cost_yearly": 5, "has_backup": "true", "contract_until": "2019-12-31"},
    }
    for part, values in parts.items():
        address = reverse("systems:edit-part", args=[own.pk, part])
        assert client.get(address).status_code == 200
        assert client.post(address, values).status_code == 302
    own.refresh_from_db()
    assert (own.register_id, own.application_code, own.more_platforms, own.has_backup) == (
        "A-1", code, "mobile;cloud", True,
    )  # fmt: skip
    sheet = client.get(own.get_absolute_url()).content.decode()
    assert "02.02 Aplikasi Fungsi Tertentu" in sheet
    strange = SystemFactory(round=round_, agency=other)
    for part in parts:
        address = reverse("systems:edit-part", args=[strange.pk, part])
        assert client.post(address, {}).status_code == 403
    assert client.get(reverse("systems:edit-part", args=[own.pk, "lain"])).status_code == 404


def test_an_id_that_is_taken_is_told_at_its_field(client_for, people, round_, agency):
    SystemFactory(round=round_, agency=agency, register_id="A-1")
    system = SystemFactory(round=round_, agency=agency)
    address = reverse("systems:edit-part", args=[system.pk, "arsitektur"])
    page = client_for(people.planner).post(address, {"register_id": "a-1"})
    assert page.status_code == 422
    assert "register_id" in page.context["form"].errors


def test_appraisal_through_the_page(client_for, people, round_, agency):
    system = SystemFactory(round=round_, agency=agency)
    address = reverse("systems:appraise", args=[system.pk])
    client = client_for(people.officer)
    assert "verdict" not in client.get(address).context["form"].fields
    assert client.post(address, {"business_fit": 5}).status_code == 422
    client.post(address, {"business_fit": 4, "technical_fit": 1, "reason": "Tua"})
    assert Appraisal.objects.get().verdict == "migrate"
    page = client.get(reverse("systems:quadrant", args=[round_.slug])).content.decode()
    assert "Tua" in page
    assert people.officer.name in page


def test_finding_to_verdict_to_need(client_for, people, round_, grow):
    grow()
    client = client_for(people.planner)
    listed = client.get(reverse("systems:findings", args=[round_.slug]), {"kind": "ageing"})
    finding = Finding.objects.filter(kind="ageing").first()
    assert finding.get_absolute_url() in listed.content.decode()
    decide = reverse("systems:decide", args=[finding.pk])
    assert client.post(decide, {"verdict": "denied"}).status_code == 422
    assert client.post(decide, {"verdict": "confirmed"}).status_code == 302
    need = reverse("systems:finding-need", args=[finding.pk])
    dimension = Dimension.objects.get(edition=round_.edition, code="governance")
    first = client.post(need, {"dimension": dimension.pk})
    second = client.post(need, {"dimension": dimension.pk})
    assert Need.objects.count() == 1
    assert first.url == second.url == Need.objects.get().get_absolute_url()
    assert finding.get_absolute_url() in client.get(first.url).content.decode()
    exported = client.get(reverse("systems:findings", args=[round_.slug]), {"format": "csv"})
    assert finding.title.encode() in exported.content


def test_others_may_not_decide(client_for, people, round_, other):
    SystemFactory(round=round_, agency=other, year=2001)
    client = client_for(people.officer)
    client.get(reverse("systems:findings", args=[round_.slug]))
    finding = Finding.objects.get()
    page = client.get(finding.get_absolute_url()).content.decode()
    assert "systems:decide" not in page
    assert reverse("systems:decide", args=[finding.pk]) not in page
    decide = reverse("systems:decide", args=[finding.pk])
    assert client.post(decide, {"verdict": "confirmed"}).status_code == 403
    leader = client_for(people.leadership)
    assert leader.post(decide, {"verdict": "confirmed"}).status_code == 403


def test_neighbours_are_drawn_with_links_and_told_as_a_table(client_for, people, grow):
    system, other = grow()
    client = client_for(people.assessor)
    page = client.get(reverse("systems:neighbours", args=[system.pk])).content.decode()
    assert f'href="{reverse("systems:neighbours", args=[other.pk])}"' in page
    assert "<svg" in page
    assert "style=" not in page.partition("<main")[2]
    assert page.count(other.name) >= 2


def test_interface_through_the_pages(client_for, people, round_, grow):
    system, other = grow()
    strange = SystemFactory(round=round_, agency=other.agency)
    client = client_for(people.officer)
    create = reverse("systems:create-interface", args=[round_.slug])
    values = {"source": system.pk, "target_text": "BPJS", "data": "Klaim", "state": "wanted"}
    assert client.post(create, {"data": "Klaim", "state": "wanted"}).status_code == 422
    foreign = {"source": other.pk, "target": strange.pk, "data": "Rute", "state": "wanted"}
    assert "source" in client.post(create, foreign).context["form"].errors
    client.post(create, values)
    made = Interface.objects.get(data="Klaim")
    assert "BPJS" in client.get(made.get_absolute_url()).content.decode()
    client.post(reverse("systems:edit-interface", args=[made.pk]), {**values, "state": "live"})
    made.refresh_from_db()
    assert made.state == "live"
    remove = reverse("systems:remove-interface", args=[made.pk])
    assert client_for(people.leadership).post(remove).status_code == 403
    client.post(remove)
    assert not Interface.objects.filter(pk=made.pk).exists()


def test_an_interface_between_others_is_theirs(client_for, people, round_, other):
    ends = SystemFactory.create_batch(2, round=round_, agency=other)
    made = InterfaceFactory(round=round_, source=ends[0], target=ends[1])
    for name in ("edit-interface", "remove-interface"):
        address = reverse(f"systems:{name}", args=[made.pk])
        assert client_for(people.officer).post(address).status_code == 403
    assert client_for(people.officer).get(made.get_absolute_url()).status_code == 200


def test_target_through_the_page(client_for, people, round_, grow):
    system, other = grow()
    address = reverse("systems:set-target", args=[system.pk])
    assert client_for(people.officer).get(address).status_code == 403
    client = client_for(people.planner)
    assert client.post(address, {"target": "merge"}).status_code == 422
    values = {"target": "merge", "successor": other.pk, "target_year": 2021}
    assert client.post(address, values).status_code == 302
    page = client.get(reverse("systems:target", args=[round_.slug]))
    assert page.context["view"].plan.changes[system.pk] == "merged"
    assert page.context["view"].interfaces["ends"] == 1


@pytest.fixture
def upload(client_for, people, round_):
    def send(data, name="inventaris.xlsx", user=None):
        client = client_for(user or people.planner)
        address = reverse("systems:import", args=[round_.slug])
        return client, client.post(address, {"file": SimpleUploadedFile(name, data)})

    return send


def test_import_from_upload_to_register(upload, units, messy_data, round_):
    client, sent = upload(messy_data)
    made = Import.objects.get()
    assert sent.url == made.get_absolute_url()
    columns = client.get(sent.url)
    form = columns.context["form"]
    assert form["column_2"].initial == "name"
    assert "SIMPUS Online" in columns.content.decode()
    values = {name: form[name].initial or "" for name in form.names}
    chosen = client.post(sent.url, {**values, "sheet": "REKAP APLIKASI"})
    preview = client.get(chosen.url)
    assert preview.context["plan"].is_good
    assert not System.objects.exists()
    take_in = reverse("systems:take-in", args=[made.pk])
    done = client.post(take_in)
    assert done.url == reverse("systems:round", args=[round_.slug])
    assert System.objects.count() == 4
    client.post(take_in)
    assert System.objects.count() == 4
    assert client.get(made.get_absolute_url()).status_code == 200


def test_a_large_inventory_is_taken_in_by_the_worker(upload, units, messy_data, monkeypatch):
    monkeypatch.setattr("selaras.systems.views.imports.AT_ONCE", 3)
    client, _sent = upload(messy_data)
    take_in = reverse("systems:take-in", args=[Import.objects.get().pk])
    done = client.post(take_in, {"rows": 4})
    job = Job.objects.get()
    assert done.url == job.get_absolute_url()
    assert (job.state, System.objects.count()) == (Job.State.DONE, 4)
    assert "4" in job.result["summary"]


def test_a_bad_import_lists_every_row_and_asks_for_the_unit(upload, units):
    sheet = Sheet().put(1, "Nama Aplikasi", "OPD", "Tahun")
    sheet.put(2, "E-Arsip", "Dinas Perpustakan dan Arsip", "entah").put(3, None, "Dinkes", 2015)
    client, _sent = upload(sheet.data())
    made = Import.objects.get()
    preview = client.get(reverse("systems:import-preview", args=[made.pk]))
    page = preview.content.decode()
    for cell in ("A3", "B2", "C2"):
        assert cell in page
    assert client.post(reverse("systems:take-in", args=[made.pk])).status_code == 302
    assert not System.objects.exists()
    unit = units["disperpusip"].pk
    client.post(reverse("systems:import-preview", args=[made.pk]), {"unit_0": unit})
    made.refresh_from_db()
    assert made.units == {"dinas perpustakan dan arsip": unit}
    again = client.get(reverse("systems:import-preview", args=[made.pk])).content.decode()
    assert not re.search(r"\bB2\b", again)


def test_two_columns_cannot_mean_the_same(upload, units, messy_data):
    client, sent = upload(messy_data)
    values = {"column_2": "name", "column_3": "name", "column_4": "agency"}
    page = client.post(sent.url, {**values, "sheet": "REKAP APLIKASI"})
    assert page.status_code == 422
    assert page.context["form"].errors["column_3"]


def test_another_sheet_has_other_columns(upload, units, messy_data):
    client, sent = upload(messy_data)
    chosen = client.post(sent.url, {"column_2": "name", "sheet": "Sampul"})
    assert chosen.url == sent.url
    assert Import.objects.get().columns == {}
    page = client.get(sent.url)
    assert page.context["problems"]


def test_an_import_is_its_own_persons(upload, client_for, people, agency):
    sheet = Sheet().put(1, "Nama Aplikasi", "OPD").put(2, "SIMPUS", "Dinkes")
    _client, sent = upload(sheet.data(), user=people.officer)
    assert client_for(people.head).get(sent.url).status_code == 403
    assert client_for(people.planner).get(sent.url).status_code == 200


def test_what_is_no_spreadsheet_comes_back(upload):
    _client, sent = upload(b"\x00\x01 bukan lembar kerja")
    assert sent.status_code == 422
    assert not StoredFile.objects.exists()


def test_interfaces_of_one_unit_and_the_busiest_systems(
    client_for, people, round_, agency, other, django_assert_max_num_queries
):
    simpus = SystemFactory(round=round_, agency=agency, name="SIMPUS")
    atcs = SystemFactory(round=round_, agency=other, name="ATCS")
    third = Agency.objects.create(slug="dinsos", name="Dinas Sosial")
    aid = SystemFactory(round=round_, agency=third, name="Bansos")
    InterfaceFactory(round=round_, source=simpus, target=atcs, data="Rute")
    InterfaceFactory(round=round_, source=simpus, target=aid, data="Peserta")
    client, address = client_for(people.inspector), reverse("systems:exchange", args=[round_.slug])
    seen = client.get(address).context["map"]
    assert len(seen.units) == 3
    assert seen.busiest[0] == (simpus, 2)
    with django_assert_max_num_queries(30):
        page = client.get(address, {"unit": other.pk})
    seen = page.context["map"]
    assert {unit.pk for unit in seen.units} == {agency.pk, other.pk}
    assert len(seen.every) == 3
    assert "SIMPUS" in page.content.decode()
    assert client.get(address, {"unit": "x"}).status_code == 200
