import pytest
from django.core.exceptions import PermissionDenied

from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.history import lines
from selaras.core.ledger import history
from selaras.needs.models import Need
from selaras.strategy.models import Dimension
from selaras.systems.actions import (
    appraise_system,
    decide_finding,
    make_need,
    refresh_findings,
    set_target,
    update_system,
)
from selaras.systems.models import Appraisal, Finding
from tests.factories.systems import SystemFactory


@pytest.fixture
def pair(round_, agency, other):
    """Two systems of one name, in two units."""
    return (
        SystemFactory(round=round_, agency=agency, name="E-Surat Dinas"),
        SystemFactory(round=round_, agency=other, name="E-Surat"),
    )


@pytest.fixture
def finding(round_, pair):
    refresh_findings(round=round_)
    return Finding.objects.get(kind="duplicate")


@pytest.fixture
def dimension(round_):
    return Dimension.objects.get(edition=round_.edition, code="governance")


def test_answers_give_the_verdict_and_history_is_kept(people, round_, agency):
    system = SystemFactory(round=round_, agency=agency)
    first = appraise_system(by=people.officer, system=system, business_fit=4, technical_fit=2)
    assert (first.verdict, first.decided_by) == ("migrate", people.officer)
    again = appraise_system(by=people.officer, system=system, business_fit=4, technical_fit=2)
    assert again == first
    second = appraise_system(
        by=people.planner, system=system, business_fit=4, technical_fit=3, reason="Diperbarui"
    )
    assert list(Appraisal.objects.values_list("verdict", "current")) == [
        ("invest", True),
        ("migrate", False),
    ]
    assert second.reason == "Diperbarui"
    assert dict(lines(history(system))[0].details)["putusan"] == "kembangkan"


def test_another_verdict_is_a_planners_and_explained(people, round_, agency):
    system = SystemFactory(round=round_, agency=agency)
    answers = {"system": system, "business_fit": 1, "technical_fit": 1, "verdict": "tolerate"}
    with pytest.raises(Refused) as refusal:
        appraise_system(by=people.officer, reason="Perlu", **answers)
    assert refusal.value.field == "verdict"
    with pytest.raises(Refused) as refusal:
        appraise_system(by=people.planner, **answers)
    assert refusal.value.field == "reason"
    made = appraise_system(by=people.planner, reason="Dipakai sampai 2022", **answers)
    assert (made.verdict, made.computed) == ("tolerate", "eliminate")


def test_only_the_own_unit_appraises(people, round_, other):
    with pytest.raises(PermissionDenied):
        appraise_system(
            by=people.officer,
            system=SystemFactory(round=round_, agency=other),
            business_fit=1,
            technical_fit=1,
        )


def test_findings_are_kept_and_looked_for_only_when_the_register_changed(
    people, round_, pair, finding, django_assert_max_num_queries
):
    assert set(finding.systems.all()) == set(pair)
    with django_assert_max_num_queries(4):
        assert not refresh_findings(round=round_)
    update_system(by=people.planner, system=pair[1], values={"name": "Peta parkir"})
    assert refresh_findings(round=round_)
    assert not Finding.objects.filter(kind="duplicate").exists()


def test_a_verdict_outlives_the_next_run(people, round_, pair, finding):
    with pytest.raises(Refused) as refusal:
        decide_finding(by=people.officer, finding=finding, verdict="denied")
    assert refusal.value.field == "reason"
    decide_finding(by=people.officer, finding=finding, verdict="denied", reason="Beda pemakai")
    update_system(by=people.planner, system=pair[0], values={"year": 2019})
    assert refresh_findings(round=round_)
    finding.refresh_from_db()
    assert (finding.verdict, finding.reason, finding.present) == ("denied", "Beda pemakai", True)
    assert finding.decided_by == people.officer
    update_system(by=people.planner, system=pair[1], values={"name": "Peta parkir"})
    refresh_findings(round=round_)
    finding.refresh_from_db()
    assert (finding.verdict, finding.present) == ("denied", False)


def test_only_units_concerned_and_planners_decide(people, round_, other):
    SystemFactory(round=round_, agency=other, name="ATCS", year=2001)
    refresh_findings(round=round_)
    strange = Finding.objects.get(kind="ageing")
    with pytest.raises(PermissionDenied):
        decide_finding(by=people.officer, finding=strange, verdict="confirmed")
    decide_finding(by=people.planner, finding=strange, verdict="confirmed")


def test_a_finding_becomes_a_need_once(people, finding, dimension):
    need = make_need(by=people.planner, finding=finding, dimension=dimension)
    assert make_need(by=people.planner, finding=finding, dimension=dimension) == need
    assert Need.objects.count() == 1
    source = evidence_of(need)[0]
    assert source.url == finding.get_absolute_url()
    finding.refresh_from_db()
    assert (finding.need, finding.verdict) == (need, "confirmed")
    assert [link.url for link in outcomes_of(finding)] == [need.get_absolute_url()]
    system = finding.systems.first()
    assert need.get_absolute_url() in [link.url for link in outcomes_of(system)]


def test_a_need_names_no_system_because_it_is_public(people, pair, finding, dimension):
    need = make_need(by=people.planner, finding=finding, dimension=dimension)
    source = evidence_of(need)[0]
    told = f"{need.title} {need.description} {need.affected} {source.label} {source.quote}"
    for system in pair:
        assert system.name not in told


def test_the_unit_of_one_system_raises_the_need(people, round_, agency, dimension):
    SystemFactory(round=round_, agency=agency, name="ATCS", year=2001)
    refresh_findings(round=round_)
    need = make_need(by=people.officer, finding=Finding.objects.get(), dimension=dimension)
    assert need.agency == agency


def test_a_denied_finding_is_no_need(people, finding, dimension):
    decide_finding(by=people.planner, finding=finding, verdict="denied", reason="Tidak")
    with pytest.raises(Refused):
        make_need(by=people.planner, finding=finding, dimension=dimension)


def test_the_target_is_a_planners(people, pair):
    with pytest.raises(PermissionDenied):
        set_target(by=people.head, system=pair[0], values={"target": "retire"})
    values = {"target": "merge", "target_year": 2021, "successor": pair[1]}
    set_target(by=people.planner, system=pair[0], values=values)
    pair[0].refresh_from_db()
    assert (pair[0].target, pair[0].successor) == ("merge", pair[1])
    assert history(pair[0])[0].content.content["successor"] == [None, "E-Surat"]


def test_a_target_leads_somewhere_and_not_in_a_circle(people, pair):
    with pytest.raises(Refused) as refusal:
        set_target(by=people.planner, system=pair[0], values={"target": "merge"})
    assert refusal.value.field == "successor"
    merge = {"target": "merge", "successor": pair[1]}
    set_target(by=people.planner, system=pair[0], values=merge)
    with pytest.raises(Refused) as refusal:
        set_target(
            by=people.planner, system=pair[1], values={"target": "merge", "successor": pair[0]}
        )
    assert refusal.value.field == "successor"
    pair[0].refresh_from_db()
    set_target(by=people.planner, system=pair[0], values={"target": "keep"})
    assert pair[0].successor is None
