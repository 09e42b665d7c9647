from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from selaras.core.access import has_role
from selaras.core.errors import ImportRefused, Refused
from selaras.core.ledger import history
from selaras.core.models import LedgerEntry, SearchEntry
from selaras.lib.sheets import write_workbook
from selaras.organisations import actions
from selaras.organisations.actions import Imported
from selaras.organisations.actions.imports import SHEET
from selaras.organisations.models import Agency, Area, Role, User
from selaras.organisations.queries import AgencyFinder, current_agencies, people_with_role

pytestmark = pytest.mark.django_db
DAY = date(2019, 12, 31)


def kinds(subject: Any) -> list[str]:
    """What the ledger says of an object, oldest first."""
    return [entry.kind for entry in reversed(history(subject))]


def another(slug: str = "dinsos", **fields: Any) -> Agency:
    return Agency.objects.create(slug=slug, name=f"Dinas {slug}", **fields)


def workbook(*rows: dict[str, Any]) -> bytes:
    return write_workbook([SHEET], {"agencies": list(rows)}, meta={})


def row(name: str, **values: Any) -> dict[str, Any]:
    return {"name": name, "kind": "dinas", **values}


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def test_create_writes_ledger_and_search(people: SimpleNamespace) -> None:
    made = actions.create_agency(by=people.planner, name="Dinas Sosial", short_name="Dinsos")
    assert made.slug == "dinsos"
    assert kinds(made) == ["agencies.created"]
    found = SearchEntry.objects.get(kind="agency")
    assert (found.title, found.url, found.public) == (
        "Dinas Sosial",
        "/organisasi/unit/dinsos/",
        True,
    )
    again = actions.create_agency(by=people.planner, name="Dinsos")
    assert again.slug == "dinsos-2"


def test_update_says_only_what_changed(people: SimpleNamespace, agency: Agency) -> None:
    for _twice in range(2):
        actions.update_agency(
            by=people.administrator, agency=agency, name="Dinas Sehat", short_name="Dinkes"
        )
    assert history(agency).get().content.content == {"name": ["Dinas Kesehatan", "Dinas Sehat"]}
    assert SearchEntry.objects.get(kind="agency").title == "Dinas Sehat"


def test_a_unit_cannot_stand_under_itself(people: SimpleNamespace, agency: Agency) -> None:
    child = another(parent=agency)
    grandchild = another("upt", parent=child)
    for parent in (agency, child, grandchild):
        with pytest.raises(Refused) as refusal:
            actions.update_agency(
                by=people.planner, agency=Agency.objects.get(pk=agency.pk), parent=parent
            )
        assert refusal.value.field == "parent"
    assert Agency.objects.get(pk=agency.pk).parent is None
    assert not LedgerEntry.objects.exists()


def test_end_before_the_beginning_is_refused(people: SimpleNamespace, agency: Agency) -> None:
    agency.valid_from = date(2020, 1, 1)
    agency.save()
    with pytest.raises(Refused) as refusal:
        actions.end_agency(by=people.planner, agency=agency, last_day=DAY)
    assert refusal.value.field == "valid_to"
    assert Agency.objects.get().valid_to is None


def test_reorganisation_keeps_the_old_unit(people: SimpleNamespace, agency: Agency) -> None:
    heir = another("dinkes-baru")
    actions.end_agency(by=people.planner, agency=agency, last_day=DAY, successor=heir)
    assert list(heir.predecessors.all()) == [agency]
    assert list(current_agencies()) == [heir]
    assert list(Agency.objects.valid_on(DAY).order_by("pk")) == [agency, heir]
    assert list(Agency.objects.valid_on(DAY + timedelta(days=1))) == [heir]
    assert AgencyFinder().find("dinkes") is None
    content = history(agency).get().content.content
    assert content == {"last_day": "2019-12-31", "successor": "dinkes-baru"}


def test_a_unit_cannot_continue_itself(people: SimpleNamespace, agency: Agency) -> None:
    with pytest.raises(Refused) as refusal:
        actions.end_agency(by=people.planner, agency=agency, last_day=DAY, successor=agency)
    assert refusal.value.field == "successor"
    assert Agency.objects.get().valid_to is None


def test_import_adds_and_updates_by_name(people: SimpleNamespace, agency: Agency) -> None:
    data = workbook(
        row("DINAS KESEHATAN", short_name="DINKES", valid_from=date(2017, 1, 1)),
        row("UPT Puskesmas", kind="lainnya", parent="dinas kesehatan"),
        row("Kecamatan Tembelang", kind="Kecamatan", email="camat@example.test"),
    )
    done = actions.import_agencies(by=people.planner, data=data)
    assert done == Imported(created=2, updated=1)
    agency.refresh_from_db()
    assert (agency.slug, agency.short_name, agency.valid_from) == (
        "dinkes",
        "DINKES",
        date(2017, 1, 1),
    )
    assert Agency.objects.get(slug="upt-puskesmas").parent == agency
    district = Agency.objects.get(kind=Agency.Kind.KECAMATAN)
    assert district.email == "camat@example.test"
    assert kinds(agency) == ["agencies.changed"]
    assert kinds(district) == ["agencies.created"]
    assert SearchEntry.objects.filter(kind="agency").count() == 3


def test_import_again_adds_nothing(people: SimpleNamespace) -> None:
    data = workbook(row("Dinas A"), row("Dinas B", parent="Dinas A"))
    actions.import_agencies(by=people.planner, data=data)
    before = list(Agency.objects.order_by("pk").values())
    assert actions.import_agencies(by=people.planner, data=data) == Imported(0, 2)
    assert list(Agency.objects.order_by("pk").values()) == before


def test_dry_run_counts_and_writes_nothing(people: SimpleNamespace) -> None:
    before = Agency.objects.count()
    data = workbook(row("Dinas A"), row("Dinas Kesehatan"))
    assert actions.import_agencies(by=people.planner, data=data, dry_run=True) == Imported(1, 1)
    assert Agency.objects.count() == before
    assert not LedgerEntry.objects.exists()


def test_unknown_parents_and_areas_are_all_named(people: SimpleNamespace) -> None:
    for code, level in (("35", "provinsi"), ("35.17", "kabupaten"), ("35.17.09", "kecamatan")):
        Area.objects.create(code=code, name=code, level=level)
    data = workbook(
        row("Dinas A", parent="Dinas Entah"),
        row("Dinas B", area="35.17.09"),
        row("Dinas C", area="35.17.99", parent="Dinas Lain"),
    )
    with pytest.raises(ImportRefused) as refusal:
        actions.import_agencies(by=people.planner, data=data)
    assert [line.split(":")[0] for line in refusal.value.problems] == [
        "Perangkat daerah · D4",
        "Perangkat daerah · D6",
        "Perangkat daerah · E6",
    ]
    assert Agency.objects.count() == 1
    assert not LedgerEntry.objects.exists()


def test_wrong_cells_are_all_named(people: SimpleNamespace) -> None:
    data = workbook(
        row("Dinas A", kind="dins"),
        row("dinas a", valid_from="entah"),
        row("", short_name="Tanpa nama"),
    )
    with pytest.raises(ImportRefused) as refusal:
        actions.import_agencies(by=people.planner, data=data)
    told = "\n".join(refusal.value.problems)
    assert len(refusal.value.problems) == 4
    for word in ("C4", "dinas", "A5", "G5", "entah", "A6"):
        assert word in told
    assert Agency.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"bukan", actions.agency_template()])
def test_import_of_nothing_is_refused(people: SimpleNamespace, data: bytes) -> None:
    with pytest.raises(ImportRefused) as refusal:
        actions.import_agencies(by=people.planner, data=data)
    assert len(refusal.value.problems) == 1


def test_organisation_is_written_by_planners_and_administrators(
    people: SimpleNamespace, agency: Agency
) -> None:
    for who in (people.officer, people.head, people.leadership, people.inspector, people.citizen):
        for write in (
            lambda by: actions.create_agency(by=by, name="X"),
            lambda by: actions.update_agency(by=by, agency=agency, name="X"),
            lambda by: actions.end_agency(by=by, agency=agency, last_day=DAY),
            lambda by: actions.import_agencies(by=by, data=workbook(row("X"))),
            lambda by: actions.load_areas(by=by, rows=[]),
            lambda by: actions.place_areas(by=by, tiles=[]),
            lambda by: actions.import_areas(by=by, data=actions.area_template()),
        ):
            with pytest.raises(PermissionDenied):
                write(who)
    assert not LedgerEntry.objects.exists()


def test_accounts_are_written_by_administrators_alone(people: SimpleNamespace) -> None:
    role = people.citizen.roles.get()
    for who in (people.planner, people.leadership, people.head, people.citizen):
        for write in (
            lambda by: actions.create_person(by=by, name="X", email="x@example.test"),
            lambda by: actions.update_person(by=by, user=people.assessor, name="X"),
            lambda by: actions.set_active(by=by, user=people.assessor, active=False),
            lambda by: actions.grant_role(by=by, user=by, kind="administrator"),
            lambda by: actions.end_role(by=by, role=role, last_day=DAY),
            lambda by: actions.invite(by=by, user=by),
            lambda by: actions.forget_second_factor(by=by, user=by),
        ):
            with pytest.raises(PermissionDenied):
                write(who)
    assert not LedgerEntry.objects.exists()


def test_person_without_password_cannot_log_in_yet(people: SimpleNamespace) -> None:
    made = actions.create_person(by=people.administrator, name="Siti", email="siti@EXAMPLE.test")
    assert not made.has_usable_password()
    assert made.email == "siti@example.test"
    entry = history(made).get()
    assert (entry.kind, entry.content.content) == ("people.created", {})
    with pytest.raises(Refused) as refusal:
        actions.create_person(by=people.administrator, name="Lain", email="Siti@example.test")
    assert refusal.value.field == "email"


def test_own_details_are_changed_and_stay_out_of_the_ledger(people: SimpleNamespace) -> None:
    for _twice in range(2):
        actions.update_person(by=people.officer, user=people.officer, phone="0812-345")
    entry = history(people.officer).get()
    assert entry.content.content == {"fields": ["phone"]}
    assert User.objects.get(pk=people.officer.pk).phone == "0812-345"


def test_role_is_given_once_and_given_back(people: SimpleNamespace, agency: Agency) -> None:
    by, user = people.administrator, people.citizen
    for _twice in range(2):
        role = actions.grant_role(by=by, user=user, kind="agency_officer", agency=agency)
    assert kinds(user) == ["people.role_granted"]
    actions.end_role(by=by, role=role, last_day=yesterday())
    assert user.roles.get(pk=role.pk).valid_to == yesterday()
    again = actions.grant_role(by=by, user=user, kind="agency_officer", agency=agency)
    assert (again.pk, again.valid_to) == (role.pk, None)
    assert kinds(user) == ["people.role_granted", "people.role_ended", "people.role_granted"]
    assert history(user)[0].content.content == {"role": "agency_officer", "agency": "dinkes"}


def test_role_of_a_unit_needs_the_unit(people: SimpleNamespace, agency: Agency) -> None:
    for kind in Role.NEEDS_AGENCY:
        with pytest.raises(Refused) as refusal:
            actions.grant_role(by=people.administrator, user=people.citizen, kind=kind)
        assert refusal.value.field == "agency"
    role = actions.grant_role(
        by=people.administrator, user=people.citizen, kind="planner", agency=agency
    )
    assert role.agency is None


@pytest.mark.parametrize(
    ("begins", "ends", "held"),
    [
        (None, None, True),
        (0, 0, True),
        (-5, None, True),
        (1, None, False),
        (None, -1, False),
        (-5, -1, False),
        (-5, 5, True),
    ],
)
def test_role_holds_from_day_to_day(
    people: SimpleNamespace, begins: int | None, ends: int | None, held: bool
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else timezone.localdate() + timedelta(days=offset)

    people.assessor.roles.update(kind="planner", valid_from=day(begins), valid_to=day(ends))
    assert has_role(User.objects.get(pk=people.assessor.pk), "planner") is held
    assert (people.assessor in people_with_role("planner")) is held


def test_last_administrator_stays(people: SimpleNamespace) -> None:
    admin = people.administrator
    role = admin.roles.get()
    with pytest.raises(Refused):
        actions.end_role(by=admin, role=role, last_day=yesterday())
    closed = User.objects.create_user("tutup@example.test", name="Tutup", is_active=False)
    Role.objects.create(user=closed, kind="administrator")
    future = timezone.localdate() + timedelta(days=1)
    Role.objects.create(user=people.planner, kind="administrator", valid_from=future)
    with pytest.raises(Refused):
        actions.end_role(by=admin, role=role, last_day=yesterday())
    assert Role.objects.get(pk=role.pk).valid_to is None
    actions.grant_role(by=admin, user=people.leadership, kind="administrator")
    actions.end_role(by=admin, role=role, last_day=yesterday())
    assert Role.objects.get(pk=role.pk).valid_to == yesterday()


def test_account_is_closed_and_opened_but_never_the_own(people: SimpleNamespace) -> None:
    admin = people.administrator
    with pytest.raises(Refused):
        actions.set_active(by=admin, user=admin, active=False)
    assert User.objects.get(pk=admin.pk).is_active
    for active in (False, False, True):
        actions.set_active(by=admin, user=people.officer, active=active)
    assert User.objects.get(pk=people.officer.pk).is_active
    assert kinds(people.officer) == ["people.closed", "people.opened"]


def test_closed_accounts_are_not_asked(people: SimpleNamespace, agency: Agency) -> None:
    assert list(people_with_role("agency_head", agency)) == [people.head]
    actions.set_active(by=people.administrator, user=people.head, active=False)
    assert list(people_with_role("agency_head", agency)) == []


def test_areas_are_taken_in_once(people: SimpleNamespace) -> None:
    rows = [
        {"code": "35.17.09.2001", "name": "Pulorejo", "level": "desa", "parent": "35.17.09"},
        {"code": "35.17.09", "name": "Tembelang", "level": "kecamatan", "parent": "35.17"},
        {"code": "35.17", "name": "Jombang", "level": "kabupaten", "parent": "35"},
    ]
    assert actions.load_areas(by=people.planner, rows=rows) == 3
    before = list(Area.objects.values())
    renamed = [rows[0], {**rows[1], "name": "Tembelang Baru"}, rows[2]]
    actions.load_areas(by=people.planner, rows=renamed)
    assert Area.objects.get(code="35.17.09").name == "Tembelang Baru"
    actions.load_areas(by=people.planner, rows=rows)
    assert list(Area.objects.values()) == before
    village = Area.objects.get(code="35.17.09.2001")
    assert village.parent.parent.code == "35.17"
    actions.place_areas(by=people.planner, tiles=[{"code": "35.17.09", "column": 3, "row": 2}])
    placed = Area.objects.get(code="35.17.09")
    assert (placed.map_column, placed.map_row) == (3, 2)
    actions.load_areas(by=people.planner, rows=rows)  # places stay
    assert Area.objects.get(code="35.17.09").map_column == 3


def test_finder_takes_what_people_type(agency: Agency) -> None:
    another("cv-sehat", short_name="Dinkes", sector=Agency.Sector.BUSINESS)
    finder = AgencyFinder()
    for text in ("dinkes", " DINAS  Kesehatan ", "Dinas-Kesehatan"):
        assert finder.find(text) == agency
    assert finder.find("Dinas") is None
