import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.core.models import LedgerEntry
from selaras.systems.actions import remove_interface, save_interface
from selaras.systems.models import Interface
from selaras.systems.types import InterfaceValues
from tests.factories.systems import InterfaceFactory, SystemFactory


@pytest.fixture
def ends(round_, agency, other):
    return (
        SystemFactory(round=round_, agency=agency, name="SIMPUS"),
        SystemFactory(round=round_, agency=other, name="ATCS"),
    )


def save(by, round_, source, target, **more):
    values = InterfaceValues(source, target, more.pop("data", "Data pasien"), **more)
    return save_interface(by=by, round=round_, values=values)


def test_an_interface_is_entered_and_changed(people, round_, ends):
    made = save(people.officer, round_, *ends, method="api", state="live")
    assert str(made) == "SIMPUS → ATCS: Data pasien"
    changed = InterfaceValues(*ends, "Data pasien", method="file", state="live")
    save_interface(by=people.officer, round=round_, values=changed, interface=made)
    kinds = [entry.kind for entry in history(made)]
    assert kinds == ["systems.interface_changed", "systems.interface_entered"]
    assert history(made)[0].content.content == {"method": ["api", "file"]}
    save_interface(by=people.officer, round=round_, values=changed, interface=made)
    assert history(made).count() == 2


def test_one_end_must_be_the_units_own(people, round_, ends, other):
    strange = SystemFactory(round=round_, agency=other, name="Terminal")
    with pytest.raises(PermissionDenied):
        save(people.officer, round_, ends[1], strange)
    assert save(people.planner, round_, ends[1], strange).pk
    assert save(people.officer, round_, None, ends[0], source_text="BPJS").source_label == "BPJS"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": None, "target": None}, "source"),
        ({"source": None}, "source"),
        ({"target": None}, "target"),
        ({"target": "same"}, "target"),
    ],
)
def test_an_interface_needs_two_ends(people, round_, ends, change, field):
    given = {"source": ends[0], "target": ends[1], **change}
    if given["target"] == "same":
        given["target"] = ends[0]
    with pytest.raises(Refused) as refusal:
        save(people.planner, round_, given["source"], given["target"])
    assert refusal.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        Interface.objects.create(round=round_, data="x", **given)


def test_the_same_exchange_is_entered_once(people, round_, ends):
    save(people.planner, round_, *ends)
    with pytest.raises(Refused) as refusal:
        save(people.planner, round_, *ends, data="data PASIEN")
    assert refusal.value.field == "data"


def test_removal_is_kept_in_the_ledger(people, round_, ends):
    made = InterfaceFactory(round=round_, source=ends[0], target=ends[1], data="Obat")
    remove_interface(by=people.officer, interface=made)
    assert not Interface.objects.exists()
    entry = LedgerEntry.objects.get(kind="systems.interface_removed")
    assert entry.content.content["data"] == "Obat"
