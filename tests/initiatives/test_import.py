import io
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from selaras.core.errors import ImportRefused
from selaras.core.models import LedgerEntry
from selaras.initiatives import workbook
from selaras.initiatives.actions import import_initiatives
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import sheet
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.strategy.models import Round

pytestmark = pytest.mark.django_db

PROGRAMME: dict[str, object] = {
    "code": "LIV-01",
    "title": "Antrean puskesmas daring",
    "dimension": "Smart Living",
    "owner": "Dinas Kesehatan",
    "start_year": 2020,
    "end_year": 2022,
    "problem": "Antrean panjang",
}


def rows(**changed: Any) -> dict[str, list[Mapping[str, object]]]:
    return {
        "programmes": [PROGRAMME, {**PROGRAMME, "code": "LIV-02", "depends_on": "LIV-01"}],
        "budget": [{"code": "LIV-01", "year": 2020, "source": "APBD", "amount": 1000}],
        "kpis": [{"code": "LIV-01", "name": "Puas", "unit": "persen", "target_2020": 80.5}],
        "risks": [{"code": "LIV-02", "text": "Mundur", "likelihood": 2, "impact": 3}],
        "needs": [{"code": "LIV-01", "title": "antrean  puskesmas panjang"}],
        **changed,
    }


def test_takes_in_everything(
    people: SimpleNamespace, round_: Round, agency: Agency, need: Need
) -> None:
    data = workbook.build(round_, rows())
    outcome = import_initiatives(by=people.planner, round=round_, data=data, is_demo=True)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (2, 0, 0)
    first = sheet(Initiative.objects.get(code="LIV-01"))
    assert first.budget.total == 1000
    assert first.needs[0].need == need
    assert first.dependents[0].code == "LIV-02"
    assert first.initiative.is_demo
    assert LedgerEntry.objects.filter(kind="initiatives.imported").count() == 2


def test_again_changes_nothing(
    people: SimpleNamespace, round_: Round, agency: Agency, need: Need
) -> None:
    data = workbook.build(round_, rows())
    import_initiatives(by=people.planner, round=round_, data=data)
    before = LedgerEntry.objects.count()
    outcome = import_initiatives(by=people.planner, round=round_, data=data)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 2)
    assert LedgerEntry.objects.count() == before


def test_export_is_import(people: SimpleNamespace, candidate: Initiative, need: Need) -> None:
    candidate.need_links.create(need=need)
    candidate.topics.create(topic="benefit", text="Cepat\ndan mudah")
    Initiative.objects.update(problem="Baris satu\r\nbaris dua", phase="medium")
    data = workbook.export(candidate.round)
    outcome = import_initiatives(by=people.planner, round=candidate.round, data=data)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 1)
    assert workbook.export(candidate.round)


def test_dry_run_writes_nothing(
    people: SimpleNamespace, round_: Round, agency: Agency, need: Need
) -> None:
    data = workbook.build(round_, rows())
    outcome = import_initiatives(by=people.planner, round=round_, data=data, dry_run=True)
    assert outcome.created == 2
    assert not Initiative.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_every_problem_is_named_and_nothing_written(
    people: SimpleNamespace, round_: Round, agency: Agency
) -> None:
    bad = rows(
        programmes=[
            PROGRAMME,
            {**PROGRAMME, "code": "LIV-02", "owner": "Dinas Kesehatn", "end_year": 2035},
            {**PROGRAMME, "code": "LIV-03", "supporters": "Dinas Entah", "end_year": 2019},
            {**PROGRAMME, "code": "LIV-04", "depends_on": "LIV-99"},
        ],
        budget=[{"code": "LIV-77", "year": 2020, "source": "APBD", "amount": 1}],
    )
    with pytest.raises(ImportRefused) as refusal:
        import_initiatives(by=people.planner, round=round_, data=workbook.build(round_, bad))
    told = "\n".join(refusal.value.problems)
    for word in ("Dinas Kesehatan", "2029", "Dinas Entah", "LIV-99", "LIV-77", "antrean"):
        assert word in told
    assert not Initiative.objects.exists()


def test_a_circle_is_refused(
    people: SimpleNamespace, round_: Round, agency: Agency, need: Need
) -> None:
    circle = [
        {**PROGRAMME, "depends_on": "LIV-02"},
        {**PROGRAMME, "code": "LIV-02", "depends_on": "LIV-01"},
    ]
    with pytest.raises(ImportRefused):
        import_initiatives(
            by=people.planner, round=round_, data=workbook.build(round_, rows(programmes=circle))
        )


def test_other_files(people: SimpleNamespace, round_: Round, agency: Agency) -> None:
    for data in (b"", b"bukan buku kerja", workbook.template(round_)):
        with pytest.raises(ImportRefused):
            import_initiatives(by=people.planner, round=round_, data=data)


def test_only_planners(people: SimpleNamespace, round_: Round) -> None:
    with pytest.raises(PermissionDenied):
        import_initiatives(by=people.officer, round=round_, data=b"")


def test_template_opens_with_seven_sheets(round_: Round, agency: Agency) -> None:
    book = load_workbook(io.BytesIO(workbook.template(round_)))
    visible = [each for each in book.worksheets if each.sheet_state == "visible"]
    assert len(visible) == 8  # with the cover
