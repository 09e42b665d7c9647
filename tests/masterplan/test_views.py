from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selaras.core import files
from selaras.core.models import Job, LedgerEntry
from selaras.core.registry import cards, outcomes, steps, tasks
from selaras.initiatives.models import Initiative
from selaras.masterplan.actions import save_section
from selaras.masterplan.models import Book, BuiltBook, Edition, Section
from selaras.needs.actions import create_need
from selaras.needs.models import Need
from selaras.organisations.models import User
from selaras.strategy.models import Round
from tests.factories.needs import NeedFactory
from tests.test_access import close_file

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Book pages are kept in the cache."""
    cache.clear()


def url(name: str, *args: Any) -> str:
    return reverse(f"masterplan:{name}", args=args)


def section_of(books: list[Book], code: str) -> Section:
    return books[0].sections.get(code=code)


def edition_of(books: list[Book], by: User, *, number: int) -> Edition:
    """An edition with one small file per book."""
    edition = Edition.objects.create(round=books[0].round, number=number, by=by)
    file = files.store(name="buku.pdf", data=b"%PDF-1.7", accepted=("pdf",), by=by)
    for book in books:
        BuiltBook.objects.create(edition=edition, book=book, format="pdf", file=file)
    return edition


def test_books_page_costs_the_same_with_more_needs_and_editions(
    client_for: ClientFor,
    people: SimpleNamespace,
    books: list[Book],
    need: Need,
    django_assert_num_queries: Any,
) -> None:
    client, address = client_for(people.planner), url("books", books[0].round.slug)
    edition_of(books, people.planner, number=1)
    with django_assert_num_queries(14):
        client.get(address)
    for number in range(2, 4):
        NeedFactory(round=need.round, dimension=need.dimension, agency=need.agency)
        edition_of(books, people.planner, number=number)
    with django_assert_num_queries(14):
        page = client.get(address).content.decode()
    assert page.count("/berkas/") == 9


def test_public_book_costs_the_same_with_more_needs(
    client_for: ClientFor, whole: Round, books: list[Book], need: Need
) -> None:
    client, address = client_for(None), books[0].get_absolute_url()

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = queries()
    for number in range(2):
        NeedFactory(
            round=whole, dimension=need.dimension, agency=need.agency, title=f"Loket {number}"
        )
    assert queries() == few
    assert "Loket 1" in client.get(address).content.decode()


def test_books_are_laid_out_from_the_page(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    client, address = client_for(people.planner), url("books", round_.slug)
    assert url("create", round_.slug) in client.get(address).content.decode()
    assert client.post(url("create", round_.slug)).url == address
    page = client.get(address).content.decode()
    assert "Buku 1" in page
    assert url("build", round_.slug) in page
    reader = client_for(people.leadership).get(address).content.decode()
    assert url("build", round_.slug) not in reader
    assert "Buku 1" in reader


def test_plain_address_leads_to_the_round_or_says_what_to_do(
    client_for: ClientFor, people: SimpleNamespace, round_: Round
) -> None:
    assert client_for(people.officer).get(url("root")).url == url("books", round_.slug)
    Round.objects.all().delete()
    page = client_for(people.planner).get(url("root"))
    assert reverse("strategy:create") in page.content.decode()
    assert (
        reverse("strategy:create")
        not in (client_for(people.officer).get(url("root")).content.decode().split("<main")[1])
    )


def test_public_reads_the_books_of_public_rounds(
    client_for: ClientFor, whole: Round, books: list[Book], programme: Initiative
) -> None:
    page = client_for(None).get(books[2].get_absolute_url()).content.decode()
    assert "Antrean daring" in page
    assert f'href="{programme.get_absolute_url()}"' in page
    assert 'id="lembar-liv-01"' in page
    assert "style=" not in page.split("<article")[1].split("<svg")[0]
    Round.objects.update(public=False)
    assert client_for(None).get(books[2].get_absolute_url()).status_code in (302, 403, 404)


def test_public_book_hides_what_is_only_proposed(
    client_for: ClientFor, people: SimpleNamespace, whole: Round, books: list[Book]
) -> None:
    address = books[1].get_absolute_url()
    office = client_for(people.officer).get(address).content.decode()
    assert "LIV-02" in office
    page = client_for(None).get(address).content.decode()  # not the office's kept copy
    assert "LIV-01" in page
    assert "LIV-02" not in page


def test_book_page_follows_the_data_at_once(
    client_for: ClientFor,
    people: SimpleNamespace,
    books: list[Book],
    need: Need,
    django_assert_max_num_queries: Any,
) -> None:
    client, address = client_for(None), books[0].get_absolute_url()
    assert need.title in client.get(address).content.decode()
    with django_assert_max_num_queries(6):  # made once, kept after that
        client.get(address)
    create_need(
        by=people.planner, round=need.round, dimension=need.dimension, title="Jalan berlubang"
    )
    assert "Jalan berlubang" in client.get(address).content.decode()
    section = section_of(books, "latar-belakang")
    save_section(by=people.planner, section=section, title="Latar", body="Sejak subuh.")
    assert "Sejak subuh." in client.get(address).content.decode()


def test_preview_shows_and_does_not_save(
    client_for: ClientFor, people: SimpleNamespace, books: list[Book]
) -> None:
    section = section_of(books, "metode")
    before = LedgerEntry.objects.count()
    client, address = client_for(people.planner), url("section", "putaran-uji", section.pk)
    values = {"title": "Cara kerja", "body": "Teks **tebal** <b>x</b>", "preview": "1"}
    answer = client.post(address, values)
    assert answer.status_code == 200
    preview = answer.content.decode().split('id="preview"')[1]
    assert "<strong>tebal</strong>" in preview
    assert "<b>x" not in preview
    assert values["body"] in answer.context["form"]["body"].value()
    section.refresh_from_db()
    assert (section.title, section.body) == ("Metode dan tahapan", "")
    assert LedgerEntry.objects.count() == before


def test_section_is_saved_added_and_removed(
    client_for: ClientFor, people: SimpleNamespace, books: list[Book]
) -> None:
    client, slug = client_for(people.planner), books[0].round.slug
    section = section_of(books, "latar-belakang")
    address = url("section", slug, section.pk)
    assert "Mengapa masterplan ini disusun" in client.get(address).content.decode()
    answer = client.post(address, {"title": "Latar", "body": "Warga antre."})
    assert answer.url == url("books", slug)
    section.refresh_from_db()
    assert (section.title, section.body) == ("Latar", "Warga antre.")
    made = client.post(url("add-section", slug, 1), {"title": "Lampiran", "level": 1})
    added = books[0].sections.get(code="lampiran")
    assert (made.url, added.level) == (url("section", slug, added.pk), 1)
    client.post(url("remove-section", slug, added.pk))
    assert not books[0].sections.filter(code="lampiran").exists()


def test_bad_input_comes_back_with_422_and_what_was_typed(
    client_for: ClientFor, people: SimpleNamespace, books: list[Book]
) -> None:
    client, slug = client_for(people.planner), books[0].round.slug
    section = section_of(books, "latar-belakang")
    for values in (
        {"title": "", "body": "Yang diketik"},
        {"title": "", "body": "Yang diketik", "preview": "1"},
    ):
        answer = client.post(url("section", slug, section.pk), values)
        assert answer.status_code == 422
        assert "Yang diketik" in answer.content.decode()
    assert client.post(url("add-section", slug, 1), {"title": "", "level": 2}).status_code == 422
    assert client.post(url("add-section", slug, 1), {"title": "X", "level": 7}).status_code == 422
    section.refresh_from_db()
    assert section.body == ""


def test_build_runs_as_a_job_and_the_files_can_be_read(
    client_for: ClientFor, people: SimpleNamespace, whole: Round, books: list[Book]
) -> None:
    client = client_for(people.planner)
    sent = client.post(url("build", whole.slug))
    job = Job.objects.get()
    assert sent.url == job.get_absolute_url()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 9, 9)
    page = client.get(url("books", whole.slug)).content.decode()
    made = [each.file for each in Edition.objects.get().files.all()]
    assert all(file.get_absolute_url() in page for file in made)
    for file in made:
        answer = client_for(None).get(file.get_absolute_url())
        assert answer.status_code == 200
        close_file(answer)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("section", "get"),
        ("add-section", "get"),
        ("remove-section", "post"),
        ("create", "post"),
        ("build", "post"),
    ],
)
def test_writing_is_for_planners(
    client_for: ClientFor, people: SimpleNamespace, books: list[Book], name: str, method: str
) -> None:
    more = {"add-section": [1], "create": [], "build": []}
    key = section_of(books, "metode").pk
    address = url(name, books[0].round.slug, *more.get(name, [key]))
    for who in (people.officer, people.head, people.leadership, people.citizen):
        assert getattr(client_for(who), method)(address).status_code == 403
    assert getattr(client_for(None), method)(address).status_code == 302
    assert Section.objects.filter(pk=key).exists()


def test_section_of_another_round_is_not_there(
    client_for: ClientFor, people: SimpleNamespace, books: list[Book]
) -> None:
    Round.objects.create(
        slug="lain", name="Lain", start_year=2020, end_year=2029, edition=books[0].round.edition
    )
    key = section_of(books, "metode").pk
    client = client_for(people.planner)
    assert client.get(url("section", "lain", key)).status_code == 404
    assert client.post(url("remove-section", "lain", key)).status_code == 404
    assert client.get(url("book", "putaran-uji", 4)).status_code == 404


def test_planner_is_told_what_is_not_written(
    people: SimpleNamespace, round_: Round, books: list[Book]
) -> None:
    (task,) = tasks["masterplan.sections"](people.planner)
    assert task.url == url("books", round_.slug)
    assert list(tasks["masterplan.sections"](people.head)) == []
    written, built = steps["masterplan.books"](round_)
    assert (written.done < written.total, built.done, built.total) == (True, 0, 1)
    Section.objects.update(body="Sudah.")
    Edition.objects.create(round=round_, number=4)
    assert list(tasks["masterplan.sections"](people.planner)) == []
    written, built = steps["masterplan.books"](round_)
    assert (written.done, built.done) == (written.total, 1)
    (card,) = cards["masterplan.edition"](people.planner, round_)
    assert "4" in card.value


def test_programme_leads_to_the_page_where_it_is_promised(
    client_for: ClientFor, whole: Round, books: list[Book], programme: Initiative
) -> None:
    (link,) = outcomes["masterplan.of_initiative"](programme)
    address, _hash, anchor = link.url.partition("#")
    assert f'id="{anchor}"' in client_for(None).get(address).content.decode()
    programme.quick_win_year = None
    (link,) = outcomes["masterplan.of_initiative"](programme)
    address, _hash, anchor = link.url.partition("#")
    assert f'id="{anchor}"' in client_for(None).get(address).content.decode()
    assert list(outcomes["masterplan.of_initiative"](whole)) == []
