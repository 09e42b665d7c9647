import pytest
from django.core.exceptions import PermissionDenied

from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of
from selaras.core.ledger import history
from selaras.core.models import Evidence, LedgerEntry, SearchEntry
from selaras.core.registry import Consumed
from selaras.needs.actions import create_need, take_in_needs, update_need
from selaras.needs.models import Need
from selaras.needs.queries import needs_from
from selaras.needs.types import NeedRow, Origin
from selaras.organisations.models import Agency
from tests.factories.needs import NeedFactory

ORIGIN = Origin("survey", "Survei 2019, Dinas Kesehatan", object_type="x.y", object_id="1")


@pytest.fixture
def living(edition):
    return edition.dimensions.get(code="living")


@pytest.fixture
def row(living, agency):
    def make(**changes):
        values = {
            "source_key": "survey/1/a",
            "kind": "need",
            "title": "Antrean daring",
            "dimension_id": living.pk,
            "agency_id": agency.pk,
            "locator": "Lembar Kebutuhan, sel B4",
            "quote": "Warga antre sejak subuh",
        }
        return NeedRow(**{**values, **changes})

    return make


def take(people, round_, *rows):
    return take_in_needs(by=people.planner, round=round_, origin=ORIGIN, rows=rows)


def test_create_writes_ledger_and_search(people, round_, living, agency):
    need = create_need(
        by=people.officer, round=round_, title="Antrean", dimension=living, agency=agency
    )
    assert [entry.kind for entry in history(need)] == ["needs.created"]
    assert SearchEntry.objects.get(kind="needs").title == "Antrean"


def test_officer_cannot_write_for_another_unit(people, round_, living):
    other = Agency.objects.create(slug="lain", name="Dinas Lain")
    with pytest.raises(PermissionDenied):
        create_need(by=people.officer, round=round_, title="A", dimension=living, agency=other)
    with pytest.raises(PermissionDenied):
        create_need(by=people.officer, round=round_, title="A", dimension=living)


def test_subdimension_of_another_dimension_is_refused(people, round_, living, edition):
    waste = edition.dimensions.get(code="environment").subdimensions.get()
    with pytest.raises(Refused) as refusal:
        create_need(
            by=people.planner, round=round_, title="A", dimension=living, subdimension=waste
        )
    assert refusal.value.field == "subdimension"


def test_update_marks_edited_and_says_only_what_changed(people, round_, living, agency):
    need = NeedFactory(round=round_, dimension=living, agency=agency)
    update_need(by=people.head, need=need, values={"title": "Baru", "urgency": "high"})
    assert need.edited
    assert set(history(need).get().content.content) == {"title", "urgency"}


def test_update_without_change_writes_nothing(people, round_, living, agency):
    need = NeedFactory(round=round_, dimension=living, agency=agency)
    update_need(by=people.head, need=need, values={"title": need.title})
    assert not need.edited
    assert not history(need).exists()


def test_update_may_not_push_a_need_to_another_unit(people, round_, living, agency):
    other = Agency.objects.create(slug="lain", name="Dinas Lain")
    need = NeedFactory(round=round_, dimension=living, agency=agency)
    with pytest.raises(PermissionDenied):
        update_need(by=people.officer, need=need, values={"agency": other})


def test_take_in_creates_with_evidence(people, round_, row):
    assert take(people, round_, row()) == Consumed(created=1)
    need = Need.objects.get()
    source = evidence_of(need)[0]
    assert (source.label, source.locator) == (ORIGIN.label, "Lembar Kebutuhan, sel B4")
    assert source.quote == "Warga antre sejak subuh"
    assert list(needs_from("x.y", 1)) == [need]


def test_take_in_again_changes_nothing(people, round_, row):
    take(people, round_, row())
    before = (list(Need.objects.values()), list(Evidence.objects.values()))
    entries = LedgerEntry.objects.count()
    assert take(people, round_, row()) == Consumed(unchanged=1)
    assert (list(Need.objects.values()), list(Evidence.objects.values())) == before
    assert LedgerEntry.objects.count() == entries


def test_take_in_updates_by_key_and_by_id(people, round_, row):
    take(people, round_, row())
    assert take(people, round_, row(urgency="high")) == Consumed(updated=1)
    known = Need.objects.get()
    renamed = row(source_key="survey/1/b", need_id=known.pk, title="Nama baru")
    assert take(people, round_, renamed) == Consumed(updated=1)
    assert Need.objects.get().title == "Nama baru"


def test_new_row_with_the_old_title_of_a_renamed_need_is_another_need(people, round_, row):
    take(people, round_, row())
    renamed = row(source_key="survey/1/b", need_id=Need.objects.get().pk, title="Nama baru")
    assert take(people, round_, renamed, row()) == Consumed(created=1, updated=1)
    assert take(people, round_, renamed, row()) == Consumed(unchanged=2)


def test_take_in_never_overwrites_what_a_person_edited(people, round_, row):
    take(people, round_, row())
    need = Need.objects.get()
    update_need(by=people.planner, need=need, values={"title": "Disunting"})
    assert take(people, round_, row(title="Dari berkas")) == Consumed(unchanged=1)
    need.refresh_from_db()
    assert need.title == "Disunting"


def test_take_in_moves_the_evidence_with_its_cell(people, round_, row):
    take(people, round_, row())
    take(people, round_, row(locator="Lembar Kebutuhan, sel B9"))
    assert Evidence.objects.get().locator == "Lembar Kebutuhan, sel B9"


def test_take_in_is_refused_for_another_unit(people, round_, row):
    other = Agency.objects.create(slug="lain", name="Dinas Lain")
    with pytest.raises(PermissionDenied):
        take_in_needs(
            by=people.officer, round=round_, origin=ORIGIN, rows=[row(agency_id=other.pk)]
        )
    assert not Need.objects.exists()
