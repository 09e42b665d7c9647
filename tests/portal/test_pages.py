from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from selaras.core import files, search
from selaras.core.registry import Task, menu, tasks
from selaras.initiatives.actions import create_initiative, move_initiative
from selaras.initiatives.models import Initiative
from selaras.masterplan.actions import create_books, save_section
from selaras.masterplan.models import BuiltBook, Edition
from selaras.needs.actions import create_need
from selaras.organisations.models import Agency, Role, User
from selaras.portal.queries import tasks_of
from selaras.strategy.actions import update_round
from selaras.strategy.models import Dimension, Round, Stage
from selaras.surveys.models import Survey
from tests.factories.initiatives import InitiativeFactory, complete
from tests.factories.portfolio import two_criteria
from tests.factories.surveys import ResponseFactory, SurveyFactory

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


@pytest.fixture
def living(round_: Round) -> Dimension:
    return Dimension.objects.get(edition=round_.edition, code="living")


@pytest.fixture
def other(db: None) -> Agency:
    return Agency.objects.create(slug="disdik", name="Dinas Pendidikan", short_name="Disdik")


@pytest.fixture
def survey(round_: Round, agency: Agency, other: Agency) -> Survey:
    """Late: neither unit has answered."""
    yesterday = timezone.localdate() - timedelta(days=1)
    made: Survey = SurveyFactory(round=round_, name="Survei 2019", deadline=yesterday)
    for unit in (agency, other):
        ResponseFactory(survey=made, agency=unit)
    return made


@pytest.fixture
def programmes(round_: Round, living: Dimension, agency: Agency) -> dict[str, Initiative]:
    """One programme of Dinkes in each state, by state."""
    two_criteria(round_)
    states = ("candidate", "proposed", "selected", "committed", "stopped")
    made = {
        state: InitiativeFactory(
            round=round_,
            dimension=living,
            owner=agency,
            code=f"LIV-{number:02d}",
            title=f"Program {state}",
            state=state,
            quick_win_year=2020 if state in {"selected", "committed"} else None,
        )
        for number, state in enumerate(states, start=1)
    }
    complete(made["proposed"])
    return made


def home(client_for: ClientFor, user: User | None) -> Any:
    answer = client_for(user).get(reverse("home"))
    assert answer.status_code == 200
    return answer


def addresses(answer: Any) -> set[str]:
    return {task.url for task in answer.context["tasks"]}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("officer", {"survey", "candidate"}),
        ("head", {"survey", "candidate", "commit"}),
        ("planner", {"score", "choose", "select", "dates"}),
        ("leadership", {"score"}),
        ("assessor", {"score"}),
        ("inspector", set()),
        ("administrator", {"invite"}),
    ],
)
def test_home_shows_what_waits_for_this_person_alone(
    client_for: ClientFor,
    people: SimpleNamespace,
    round_: Round,
    survey: Survey,
    programmes: dict[str, Initiative],
    role: str,
    expected: set[str],
) -> None:
    slug = round_.slug
    known = {
        "survey": survey.responses.get(agency__slug="dinkes").get_absolute_url(),
        "candidate": programmes["candidate"].get_absolute_url(),
        "commit": reverse("portfolio:commit", args=[slug, programmes["selected"].code]),
        "dates": round_.get_absolute_url(),
        "score": reverse("portfolio:scoring", args=[slug]),
        "choose": reverse("portfolio:board", args=[slug]),
        "invite": reverse("organisations:people"),
        "select": f"{reverse('initiatives:round', args=[slug])}?state=proposed",
    }
    answer = home(client_for, getattr(people, role))
    assert addresses(answer) == {known[name] for name in expected}
    page = answer.content.decode()
    for task in answer.context["tasks"]:
        assert f'href="{task.url}"' in page


def test_officer_of_another_unit_has_only_own_tasks(
    client_for: ClientFor, survey: Survey, programmes: dict[str, Initiative], other: Agency
) -> None:
    user = User.objects.create_user("lain@example.test", name="Lain")
    Role.objects.create(user=user, kind="agency_head", agency=other)
    answer = home(client_for, user)
    assert addresses(answer) == {survey.responses.get(agency=other).get_absolute_url()}
    assert "Disdik" in answer.content.decode()


def test_task_goes_when_it_is_done(
    client_for: ClientFor,
    people: SimpleNamespace,
    survey: Survey,
    programmes: dict[str, Initiative],
) -> None:
    survey.responses.update(state="accepted")
    move_initiative(
        by=people.head, initiative=programmes["candidate"], to="stopped", reason="Ganda"
    )
    assert addresses(home(client_for, people.officer)) == set()


@pytest.fixture
def source() -> Iterator[list[Task]]:
    """Tasks of a room of our own, taken away afterwards."""
    found: list[Task] = []
    tasks.add("uji", lambda _user: found)
    yield found
    tasks._items.pop("uji")


def test_late_tasks_come_first_then_by_deadline(
    people: SimpleNamespace, source: list[Task]
) -> None:
    day = timezone.localdate()
    wanted = [
        Task("Terlambat", "/1/", day - timedelta(days=9), late=True),
        Task("Terlambat tanpa hari", "/2/", late=True),
        Task("Hari ini", "/3/", day),
        Task("Besok", "/4/", day + timedelta(days=1)),
        Task("Kapan saja", "/5/"),
    ]
    source.extend(reversed(wanted))
    assert tasks_of(people.inspector) == wanted


def test_home_says_when_nothing_waits(client_for: ClientFor, people: SimpleNamespace) -> None:
    page = home(client_for, people.inspector).content.decode()
    assert gettext("Nothing waits for you") in page
    planner = home(client_for, people.planner).content.decode()
    assert reverse("strategy:create") in planner


def test_home_costs_the_same_for_one_and_three_programmes(
    client_for: ClientFor,
    people: SimpleNamespace,
    round_: Round,
    living: Dimension,
    agency: Agency,
    survey: Survey,
) -> None:
    two_criteria(round_)

    def programme(number: int) -> None:
        complete(
            InitiativeFactory(
                round=round_, dimension=living, owner=agency, code=f"LIV-{number:02d}"
            )
        )

    def queries(user: User) -> int:
        client = client_for(user)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("home")).status_code == 200
        return len(captured)

    users = (people.planner, people.officer, people.head, people.assessor)
    programme(1)
    one = [queries(user) for user in users]
    programme(2)
    programme(3)
    assert [queries(user) for user in users] == one


def test_sidebar_holds_only_what_opens(client_for: ClientFor, people: SimpleNamespace) -> None:
    for role in ("planner", "officer", "inspector", "administrator"):
        user = getattr(people, role)
        client = client_for(user)
        page = client.get(reverse("home")).content.decode()
        for entry in menu:
            url = reverse(entry.url_name)
            allowed = entry.allowed(user)
            assert (f'href="{url}"' in page) is allowed, (role, url)
            if allowed:
                assert client.get(url, follow=True).status_code == 200, (role, url)


def test_public_home_without_a_plan_says_so(client_for: ClientFor, round_: Round) -> None:
    Round.objects.update(public=False)
    for name in ("home", "plan", "programmes"):
        answer = client_for(None).get(reverse(name))
        assert answer.status_code == 200
        assert gettext("No plan has been published yet") in answer.content.decode()
        assert round_.name not in answer.content.decode()


def test_public_home_shows_the_quick_wins_alone(
    client_for: ClientFor, people: SimpleNamespace, programmes: dict[str, Initiative]
) -> None:
    for user in (None, people.citizen, people.partner):
        page = home(client_for, user).content.decode()
        assert "Program selected" in page
        assert "Program committed" in page
        for hidden in ("candidate", "proposed", "stopped"):
            assert f"Program {hidden}" not in page
        assert "Smart Living" in page


def test_public_plan_shows_what_was_chosen_and_the_newest_books(
    client_for: ClientFor,
    people: SimpleNamespace,
    round_: Round,
    programmes: dict[str, Initiative],
) -> None:
    Stage.objects.create(round=round_, kind="fgd", name="FGD persiapan")
    book = create_books(by=people.planner, round=round_)[0]
    for number in (1, 2):
        file = files.store(
            name="buku-1.pdf",
            data=b"%%PDF-1.7 %d" % number,
            accepted=("pdf",),
            by=None,
            public=True,
        )
        edition = Edition.objects.create(round=round_, number=number)
        BuiltBook.objects.create(edition=edition, book=book, format="pdf", file=file)
    page = client_for(None).get(reverse("plan")).content.decode()
    old, new = BuiltBook.objects.order_by("edition__number")
    assert new.file.get_absolute_url() in page
    assert f'"{old.file.get_absolute_url()}"' not in page
    assert "FGD persiapan" in page
    assert "Program stopped" in page
    assert "Program proposed" not in page


def test_round_that_is_not_public_is_not_there(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    Round.objects.update(public=False)
    address = reverse("plan-of-round", args=[round_.slug])
    assert client_for(None).get(address).status_code == 404
    assert client_for(people.citizen).get(address).status_code == 404
    assert client_for(people.officer).get(address).status_code == 200


def test_public_pages_cost_the_same_for_one_and_three(
    client_for: ClientFor, round_: Round, living: Dimension, agency: Agency
) -> None:
    def programme(number: int) -> None:
        InitiativeFactory(
            round=round_,
            dimension=living,
            owner=agency,
            code=f"LIV-{number:02d}",
            state="selected",
            quick_win_year=2020,
        )

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client_for(None).get(reverse(name))
        return len(captured)

    names = ("home", "plan", "programmes")
    programme(1)
    one = [queries(name) for name in names]
    programme(2)
    programme(3)
    assert [queries(name) for name in names] == one


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"selected", "committed", "stopped"}),
        ({"state": "committed"}, {"committed"}),
        ({"state": "candidate"}, set()),
        ({"state": "entah"}, set()),
        ({"q": "program SELECTED"}, {"selected"}),
        ({"q": "kesehatan"}, {"selected", "committed", "stopped"}),
        ({"q": "kesehatan", "state": "stopped"}, {"stopped"}),
        ({"q": "pendidikan"}, set()),
        ({"q": "candidate"}, set()),
    ],
)
def test_programmes_are_filtered_by_words_and_state(
    client_for: ClientFor,
    programmes: dict[str, Initiative],
    query: dict[str, str],
    shown: set[str],
) -> None:
    answer = client_for(None).get(reverse("programmes"), query)
    listed = {each.state for shelf in answer.context["shelves"] for each in shelf.initiatives}
    assert listed == shown
    assert answer.context["count"] == len(shown)
    page = answer.content.decode()
    for state in programmes:
        assert (f">Program {state}<" in page) is (state in shown)


@pytest.fixture
def texts(
    people: SimpleNamespace, round_: Round, living: Dimension, agency: Agency
) -> dict[str, Any]:
    """Something public and something hidden of each room, all about queues."""
    by = people.planner
    closed = Round.objects.create(
        slug="dalam", name="Dalam", start_year=2020, end_year=2029, edition=round_.edition
    )
    fields = {"dimension": living, "agency": agency}
    create_need(by=by, round=round_, title="Antrean terbuka", **fields)
    create_need(by=by, round=closed, title="Antrean tertutup", **fields)
    own = {"by": by, "round": round_, "dimension": living, "owner": agency}
    years = {"start_year": 2020, "end_year": 2021}
    create_initiative(**own, **years, title="Antrean calon")
    chosen = complete(create_initiative(**own, **years, title="Antrean terpilih"))
    Initiative.objects.filter(pk=chosen.pk).update(state="proposed")
    move_initiative(by=by, initiative=Initiative.objects.get(pk=chosen.pk), to="selected")
    for number, each in enumerate((round_, closed)):
        section = create_books(by=by, round=each)[0].sections.get(code="latar-belakang")
        title = f"Bab antrean {number}"
        save_section(by=by, section=section, title=title, body="Warga mengantre.")
    return {
        "public": {"Antrean terbuka", "Antrean terpilih", "Bab antrean 0"},
        "hidden": {"Antrean tertutup", "Antrean calon", "Bab antrean 1"},
    }


@pytest.mark.parametrize("rebuilt", [False, True])
def test_search_finds_public_things_only_for_the_public(
    client_for: ClientFor, people: SimpleNamespace, texts: dict[str, Any], rebuilt: bool
) -> None:
    if rebuilt:
        search.rebuild()
    for user in (None, people.citizen):
        page = client_for(user).get(reverse("search"), {"q": "antre"}).content.decode()
        assert all(title in page for title in texts["public"])
        assert not any(title in page for title in texts["hidden"])
    page = client_for(people.officer).get(reverse("search"), {"q": "antre"}).content.decode()
    assert all(title in page for title in texts["public"] | texts["hidden"])


def test_search_follows_a_round_that_opens_or_closes(
    client_for: ClientFor,
    people: SimpleNamespace,
    texts: dict[str, Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    def titles() -> set[str]:
        answer = client_for(None).get(reverse("search"), {"q": "antre"})
        page = answer.content.decode()
        return {title for title in texts["public"] | texts["hidden"] if title in page}

    for slug, public in (("putaran-uji", False), ("dalam", True)):
        with django_capture_on_commit_callbacks(execute=True):
            update_round(by=people.planner, round=Round.objects.get(slug=slug), public=public)
    assert titles() == {"Antrean tertutup", "Bab antrean 1"}


def test_every_hit_opens_for_who_found_it(
    client_for: ClientFor, people: SimpleNamespace, texts: dict[str, Any]
) -> None:
    for user in (None, people.officer):
        client = client_for(user)
        found = client.get(reverse("search"), {"q": "antre"}).context["found"].hits
        assert len(found) == (3 if user is None else 6)
        for entry in found:
            assert client.get(entry.url.partition("#")[0]).status_code == 200, entry.url


def test_search_takes_any_words(client_for: ClientFor, agency: Agency) -> None:
    for words in ("", " ", "'\"*", "x" * 5000, "<script>alert(1)</script>"):
        answer = client_for(None).get(reverse("search"), {"q": words})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_about_and_health(client_for: ClientFor, agency: Agency) -> None:
    page = client_for(None).get(reverse("about")).content.decode()
    assert reverse("ledger-file") in page
    assert client_for(None).get(reverse("health")).json() == {"status": "ok"}
