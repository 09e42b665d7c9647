from datetime import date
from types import SimpleNamespace

import pytest

from selaras.core import ledger
from selaras.core.evidence import add_evidence
from selaras.initiatives.models import Initiative
from selaras.masterplan.actions import create_books
from selaras.masterplan.models import Book
from selaras.meetings.models import Contribution
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.portfolio.models import Choice, Commitment
from selaras.strategy.models import Dimension, PlanDocument, PlanNode, Round, Stage
from tests.factories.initiatives import InitiativeFactory, complete
from tests.factories.meetings import MeetingFactory
from tests.factories.needs import NeedFactory
from tests.factories.portfolio import give, two_criteria
from tests.factories.surveys import ResponseFactory, SurveyFactory
from tests.factories.systems import SystemFactory


@pytest.fixture
def living(round_: Round) -> Dimension:
    return Dimension.objects.get(edition=round_.edition, code="living")


@pytest.fixture
def books(people: SimpleNamespace, round_: Round) -> list[Book]:
    return create_books(by=people.planner, round=round_)


@pytest.fixture
def need(round_: Round, living: Dimension, agency: Agency) -> Need:
    """A need that the survey brought."""
    made: Need = NeedFactory(
        round=round_, dimension=living, agency=agency, title="Antrean puskesmas"
    )
    add_evidence(
        made,
        kind="survey",
        label="Survei 2019, Dinkes",
        locator="sel B4",
        quote="Antre lama",
        url="/survei/1/",
    )
    return made


@pytest.fixture
def programme(
    people: SimpleNamespace, round_: Round, living: Dimension, agency: Agency, need: Need
) -> Initiative:
    """A scored, chosen and committed programme that answers the need."""
    made = complete(
        InitiativeFactory(
            round=round_,
            dimension=living,
            owner=agency,
            code="LIV-01",
            title="Antrean daring",
            state="committed",
            quick_win_year=2020,
            nomenclature_code="2.16.03",
        )
    )
    made.need_links.create(need=need)
    two_criteria(round_)
    give(people.planner, made, (70, 50))
    Choice.objects.create(
        round=round_,
        year=2020,
        dimension=living,
        initiative=made,
        by=people.planner,
        reason="Paling mendesak",
    )
    Commitment.objects.create(
        initiative=made,
        agency=agency,
        by=people.head,
        signer_name="Kepala Contoh",
        signer_position="Kepala Dinas Kesehatan",
        statement="Kami berkomitmen",
    )
    return made


@pytest.fixture
def whole(round_: Round, living: Dimension, agency: Agency, programme: Initiative) -> Round:
    """A round with something of everything that the books show."""
    plan = PlanDocument.objects.create(code="rpjmd", name="RPJMD", first_year=2018, last_year=2023)
    mission = PlanNode.objects.create(
        document=plan, kind="mission", code="3", text="Layanan dasar yang merata"
    )
    round_.plan = plan
    round_.save()
    programme.plan_node = mission
    programme.save()
    Stage.objects.create(round=round_, kind="fgd", name="FGD persiapan", starts=date(2019, 10, 8))
    Agency.objects.create(slug="pt", name="PT Mitra Contoh", sector="business", kind="partner")
    silent = Agency.objects.create(slug="dishub", name="Dinas Perhubungan", short_name="Dishub")
    survey = SurveyFactory(round=round_)
    ResponseFactory(survey=survey, agency=agency, state="accepted", received=date(2019, 10, 20))
    ResponseFactory(survey=survey, agency=silent)
    SystemFactory(round=round_, agency=agency, name="SIMPUS", function="data")
    meeting = MeetingFactory(round=round_, title="FGD uji")
    Contribution.objects.create(
        meeting=meeting,
        group=meeting.groups.get(dimension=living),
        dimension=living,
        title="Loket penuh",
        votes=7,
        row_key="a",
    )
    bare = complete(
        InitiativeFactory(
            round=round_, dimension=living, owner=silent, code="LIV-02", state="proposed"
        )
    )
    bare.budget.update(amount=40_000_000)
    ledger.record(by=None, kind="test.made", subject=round_)
    return round_
