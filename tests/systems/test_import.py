import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selaras.core.errors import ImportRefused, Refused
from selaras.core.evidence import evidence_of
from selaras.core.ledger import history
from selaras.core.models import Evidence, LedgerEntry, SearchEntry
from selaras.systems.actions import (
    map_inventory,
    preview_inventory,
    take_in_inventory,
    update_system,
    upload_inventory,
)
from selaras.systems.models import Import, ReferenceCode, System
from selaras.systems.queries import plan_import
from selaras.systems.types import Mapped
from tests.factories.systems import SystemFactory
from tests.systems.conftest import Sheet, messy

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def bring(people, round_):
    def take(data, mapped=None, by=None, name="inventaris.xlsx"):
        by = by or people.planner
        made = upload_inventory(by=by, round=round_, name=name, data=data)
        if mapped is not None:
            map_inventory(by=by, made=made, mapped=mapped)
        return take_in_inventory(by=by, made=made)

    return take


def table(*rows, header=("Nama Aplikasi", "Perangkat Daerah", "Tahun")):
    sheet = Sheet().put(1, *header)
    for number, row in enumerate(rows, start=2):
        sheet.put(number, *row)
    return sheet


def state():
    models = (System, Evidence, LedgerEntry, ReferenceCode, SearchEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_messy_inventory_becomes_systems(bring, units, messy_data):
    done = bring(messy_data)
    assert done.summary == {
        "created": 4, "updated": 0, "unchanged": 0, "sheet": "REKAP APLIKASI",
    }  # fmt: skip
    simpus = System.objects.get(name="SIMPUS Online")
    assert (simpus.agency.slug, simpus.year, simpus.user_count) == ("dinkes", 2015, 1200)
    assert (simpus.cost_yearly, simpus.platform, simpus.status) == (25_000_000, "web", "in_use")
    letters = System.objects.get(name="E-Surat")
    assert (letters.agency.slug, letters.platforms) == ("dinkes", ["web", "mobile"])
    assert System.objects.get(name="SIMPEG").status == "unused"
    assert System.objects.get(name="Uji Kendaraan").agency.slug == "dishub"
    source = evidence_of(simpus)[0]
    assert source.locator.endswith("7")
    assert history(simpus)[0].kind == "systems.imported"


def test_the_same_file_again_changes_nothing(bring, units, messy_data):
    bring(messy_data)
    before = state()
    done = bring(messy_data)
    assert (done.summary["unchanged"], done.summary["updated"]) == (4, 0)
    after = state()
    ledger = LedgerEntry.objects.order_by("-sequence")[0]
    assert ledger.kind == "systems.inventory_taken_in"
    assert [rows for rows in after if rows not in before] == [after[2]]  # the ledger alone
    assert System.objects.count() == 4


def test_one_import_is_taken_in_once(people, round_, bring, units, messy_data):
    done = bring(messy_data)
    before = state()
    again = take_in_inventory(by=people.planner, made=done)
    assert (again.state, state()) == (Import.State.DONE, before)
    with pytest.raises(Refused):
        map_inventory(by=people.planner, made=done, mapped=Mapped())


def test_a_corrected_file_updates_by_unit_and_name(bring, agency):
    bring(table(("SIMPUS", "Dinkes", 2015)).data())
    done = bring(table(("simpus ", "Dinas Kesehatan", 2016)).data())
    assert done.summary["updated"] == 1
    system = System.objects.get()
    assert (system.year, system.name) == (2016, "simpus")
    assert history(system)[0].content.content["year"] == [2015, 2016]


def test_an_id_finds_the_system_whatever_its_name(bring, agency):
    header = ("ID", "Nama Aplikasi", "OPD")
    bring(table(("A-1", "SIMPUS", "Dinkes"), header=header).data())
    bring(table(("a-1", "SIMPUS Baru", "Dinkes"), header=header).data())
    assert System.objects.get().name == "SIMPUS Baru"


def test_an_id_carries_a_system_to_another_unit_for_a_planner_only(people, round_, bring, units):
    header = ("ID", "Nama Aplikasi", "OPD")
    bring(table(("A-1", "ATCS", "Dishub"), header=header).data())
    taken = table(("A-1", "ATCS", "Dinkes"), header=header).data()
    with pytest.raises(ImportRefused) as refusal:
        bring(taken, by=people.officer)
    assert len(refusal.value.problems) == 1
    system = System.objects.get()
    assert system.agency.slug == "dishub"
    bring(taken)
    system.refresh_from_db()
    assert system.agency.slug == "dinkes"
    assert history(system)[0].content.content["agency"] == ["dishub", "dinkes"]


def test_an_id_of_another_system_is_a_bad_row(bring, agency):
    header = ("ID", "Nama Aplikasi", "OPD")
    bring(table(("A-1", "SIMPUS", "Dinkes"), ("A-2", "SIKDA", "Dinkes"), header=header).data())
    with pytest.raises(ImportRefused) as refusal:
        bring(table(("A-2", "SIMPUS", "Dinkes"), header=header).data())
    assert "A-2" in refusal.value.problems[0]


def test_empty_cells_erase_nothing(bring, agency):
    bring(table(("SIMPUS", "Dinkes", 2015)).data())
    bring(table(("SIMPUS", "Dinkes", None)).data())
    assert System.objects.get().year == 2015


def test_what_a_person_edited_stays_and_gaps_are_filled(people, bring, agency):
    bring(table(("SIMPUS", "Dinkes", 2015)).data())
    update_system(by=people.planner, system=System.objects.get(), values={"year": 2010})
    header = ("Nama Aplikasi", "OPD", "Tahun", "Server")
    done = bring(table(("SIMPUS", "Dinkes", 2016, "Rak 1"), header=header).data())
    system = System.objects.get()
    assert (system.year, system.server, done.summary["updated"]) == (2010, "Rak 1", 1)


def test_systems_of_a_survey_are_the_same_systems(bring, round_, agency):
    SystemFactory(round=round_, agency=agency, name="SIMPUS", source_key="survey/1/abc")
    assert bring(table(("SIMPUS", "Dinkes", 2015)).data()).summary["updated"] == 1
    assert System.objects.count() == 1


def test_every_bad_row_is_listed_and_nothing_is_changed(bring, units):
    sheet = messy()
    sheet.put(10, "Dinas Perpustakan dan Arsip", start=4).put(10, "entah", start=8)
    sheet.put(10, "mungkin", start=9).put(9, "banyak", start=11)
    before = state()
    with pytest.raises(ImportRefused) as refusal:
        bring(sheet.data())
    problems = "\n".join(refusal.value.problems)
    for cell in ("D10", "H10", "I10", "K9"):
        assert cell in problems
    assert "Dinas Perpustakaan dan Kearsipan" in problems
    assert state() == before


def test_a_unit_that_is_not_sure_is_asked_and_then_known(people, round_, units):
    data = table(("E-Arsip", "Dinas Arsip", 2015)).data()
    made = upload_inventory(by=people.planner, round=round_, name="a.xlsx", data=data)
    plan = preview_inventory(by=people.planner, made=made)
    assert [(each.text, each.rows) for each in plan.inventory.unknown_units] == [("Dinas Arsip", 1)]
    assert not plan.is_good
    said = Mapped(units={"dinas arsip": units["disperpusip"].pk})
    map_inventory(by=people.planner, made=made, mapped=said)
    take_in_inventory(by=people.planner, made=made)
    assert System.objects.get().agency == units["disperpusip"]


def test_units_as_headings_are_taken_and_told(people, round_, units):
    sheet = Sheet().put(1, "No", "Nama Aplikasi", "Tahun")
    sheet.put(2, "I", "DINAS KESEHATAN").merge("B2:C2").put(3, 1, "SIMPUS", 2015)
    sheet.put(4, "II", "Dinas Perhubungan").merge("B4:C4").put(5, 1, "ATCS", 2016)
    plan = plan_import(by=people.planner, round=round_, data=sheet.data(), mapped=Mapped())
    assert plan.problems == []
    assert [row.entry.agency.slug for row in plan.rows] == ["dinkes", "dishub"]
    assert all(row.notes for row in plan.rows)


def test_an_empty_unit_is_the_one_above_only_if_somebody_says_so(people, round_, agency):
    data = table(("SIMPUS", "Dinkes", 2015), ("SIKDA", None, 2016)).data()
    plan = plan_import(by=people.planner, round=round_, data=data, mapped=Mapped())
    assert len(plan.problems) == 1
    assert "Dinkes" in plan.problems[0]
    carried = Mapped(carry_units=True)
    plan = plan_import(by=people.planner, round=round_, data=data, mapped=carried)
    assert plan.problems == []
    assert plan.rows[1].notes


def test_one_unit_for_all_rows(people, round_, agency):
    data = table(("SIMPUS", 2015), header=("Nama Aplikasi", "Tahun")).data()
    plan = plan_import(by=people.planner, round=round_, data=data, mapped=Mapped())
    assert not plan.is_good
    said = Mapped(units={"*": agency.pk})
    plan = plan_import(by=people.planner, round=round_, data=data, mapped=said)
    assert [row.entry.agency for row in plan.rows] == [agency]


def test_columns_mean_what_people_say(people, round_, agency):
    data = table(("SIMPUS", "Dinkes", "Rak 1"), header=("Nama", "OPD", "Letak")).data()
    said = Mapped(columns={3: "server"})
    row = plan_import(by=people.planner, round=round_, data=data, mapped=said).rows[0]
    assert row.entry.values["server"] == "Rak 1"
    left = Mapped(columns={3: ""})
    row = plan_import(by=people.planner, round=round_, data=data, mapped=left).rows[0]
    assert "server" not in row.entry.values


def test_codes_are_found_and_local_ones_made(bring, agency):
    header = ("Nama Aplikasi", "OPD", "Kode Model Referensi SPBE", "Kode Proses Bisnis (RAB)")
    rows = (
        ("SIMPUS", "Dinkes", 2.02, "Kesehatan"),
        ("Antrean", "Dinkes", "RAA 02.02.01 Antrean", "04.01"),
    )
    bring(table(*rows, header=header).data())
    simpus, queue = System.objects.order_by("pk")
    assert (simpus.application_code.code, simpus.process_code.code) == ("02.02", "04.01")
    assert (queue.application_code.code, queue.application_code.is_local) == ("02.02.01", True)
    assert LedgerEntry.objects.filter(kind="systems.code_added").count() == 1
    again = bring(table(*rows, header=header).data())
    assert again.summary["unchanged"] == 2


def test_an_unknown_code_is_a_bad_row(people, round_, agency):
    header = ("Nama Aplikasi", "OPD", "Kode RAB")
    data = table(("SIMPUS", "Dinkes", "88.01"), header=header).data()
    plan = plan_import(by=people.planner, round=round_, data=data, mapped=Mapped())
    assert "88.01" in plan.problems[0]


def test_the_same_system_twice_in_a_file_is_a_bad_row(people, round_, agency):
    data = table(("SIMPUS", "Dinkes", 2015), ("simpus", "Dinas Kesehatan", 2016)).data()
    plan = plan_import(by=people.planner, round=round_, data=data, mapped=Mapped())
    assert len(plan.problems) == 1
    assert "2" in plan.problems[0]


def test_a_system_in_two_merged_rows_is_one(people, round_, agency):
    header = ("Nama Aplikasi", "OPD", "Layanan yang Didukung")
    sheet = table(
        ("SIMPUS", "Dinkes", "Pendaftaran"), (None, "Dinkes", "Rujukan"), header=header
    ).merge("A2:A3")
    plan = plan_import(by=people.planner, round=round_, data=sheet.data(), mapped=Mapped())
    assert [row.entry.values["services"] for row in plan.rows] == ["Pendaftaran; Rujukan"]


def test_an_officer_brings_in_the_own_unit_only(people, round_, units):
    data = table(("SIMPUS", "Dinkes", 2015), ("ATCS", "Dishub", 2015)).data()
    plan = plan_import(by=people.officer, round=round_, data=data, mapped=Mapped())
    assert len(plan.problems) == 1
    own = table(("SIMPUS", "Dinkes", 2015)).data()
    made = upload_inventory(by=people.officer, round=round_, name="a.xlsx", data=own)
    with pytest.raises(PermissionDenied):
        take_in_inventory(by=people.head, made=made)
    take_in_inventory(by=people.officer, made=made)
    with pytest.raises(PermissionDenied):
        upload_inventory(by=people.leadership, round=round_, name="a.xlsx", data=own)


def test_a_table_as_text_is_taken_in(bring, agency):
    data = "Nama Aplikasi;OPD;Tahun\nSIMPUS;Dinkes;2015\n".encode("cp1252")
    assert bring(data, name="daftar.csv").summary["created"] == 1


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.pdf"])
def test_what_is_no_spreadsheet_is_refused(people, round_, name):
    with pytest.raises(Refused):
        upload_inventory(by=people.planner, round=round_, name=name, data=b"\x00\x01tidak")


def test_a_plan_costs_the_same_for_one_and_many(
    people, round_, agency, django_assert_max_num_queries
):
    def cost(count):
        rows = [(f"Sistem {n}", "Dinkes", 2015) for n in range(count)]
        data = table(*rows).data()
        with django_assert_max_num_queries(30) as captured:
            plan = plan_import(by=people.planner, round=round_, data=data, mapped=Mapped())
        assert len(plan.rows) == count
        return len(captured)

    cost(1)  # the regency's name and the person's roles are read once
    assert cost(1) == cost(30)


CELLS = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-1, 2030),
    st.sampled_from(["Nama Aplikasi", "OPD", "Tahun", "Dinkes", "SIMPUS", "aktif", "02.02"]),
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_a_failed_import_changes_nothing_whatever_the_file(people, round_, agency, rows):
    sheet = Sheet().put(1, "Nama Aplikasi", "OPD", "Tahun", "Status", "Kode RAA")
    for number, row in enumerate(rows, start=2):
        cleaned = [v for v in row if not (isinstance(v, str) and any(ord(c) < 32 for c in v))]
        sheet.put(number, *cleaned)
    made = upload_inventory(by=people.planner, round=round_, name="a.xlsx", data=sheet.data())
    before = state()
    try:
        take_in_inventory(by=people.planner, made=made)
    except ImportRefused as refusal:
        failed = bool(refusal.problems)
        made.refresh_from_db()
        assert (failed, made.state, state()) == (True, Import.State.MAPPING, before)
