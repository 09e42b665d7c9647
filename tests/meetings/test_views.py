import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from selaras.core.registry import steps, tasks
from selaras.meetings.models import Contribution, Meeting
from selaras.meetings.templatetags.meetings import days
from selaras.meetings.workbook import template
from selaras.needs.models import Need
from selaras.organisations.models import User
from tests.factories.meetings import MeetingFactory


@pytest.fixture
def meeting(round_):
    return MeetingFactory(round=round_)


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def rows(*given, initial=0):
    """The formset's data."""
    data = {"cards-TOTAL_FORMS": len(given) + 2, "cards-INITIAL_FORMS": initial}
    for number, row in enumerate(given):
        values = {"row_key": f"key{number}", "kind": "need", **row}
        data.update({f"cards-{number}-{name}": value for name, value in values.items()})
    for number in range(len(given), len(given) + 2):
        data.update({f"cards-{number}-row_key": f"blank{number}", f"cards-{number}-kind": "need"})
    return data


def queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_costs_the_same_for_one_and_three(
    client_for, people, round_, meeting, django_assert_max_num_queries
):
    client, address = client_for(people.planner), at("round", round_.slug)
    one = queries(client, address, django_assert_max_num_queries)
    MeetingFactory.create_batch(2, round=round_)
    assert queries(client, address, django_assert_max_num_queries) == one


def test_planner_enters_and_changes_a_meeting(client_for, people, round_):
    client = client_for(people.planner)
    values = {"kind": "fgd", "title": "FGD", "held_on": "2019-10-08"}
    assert client.get(at("create", round_.slug)).status_code == 200
    client.post(at("create", round_.slug), values)
    meeting = Meeting.objects.get()
    client.post(at("edit", meeting.pk), {**values, "attendance": 80})
    meeting.refresh_from_db()
    assert meeting.attendance == 80
    assert client.post(at("edit", meeting.pk), {**values, "title": ""}).status_code == 422


def test_quick_page_takes_many_and_ignores_blank_rows(client_for, people, meeting, agency):
    client, address = client_for(people.planner), at("group", meeting.pk, "living")
    assert client.get(address).status_code == 200
    data = rows({"title": "Antrean", "agency": "dinkes", "votes": 3}, {"title": "Limbah"})
    assert client.post(address, data).url == meeting.get_absolute_url()
    client.post(address, data)  # sent twice
    assert Contribution.objects.count() == Need.objects.count() == 2
    assert Contribution.objects.get(title="Antrean").agency == agency
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert Need.objects.first().get_absolute_url() in page
    assert "Antrean" in client.get(address).content.decode()


def test_rows_copied_in_the_browser_do_not_swallow_each_other(client_for, people, meeting):
    data = rows({"title": "A", "row_key": ""}, {"title": "B", "row_key": ""})
    client_for(people.planner).post(at("group", meeting.pk, "living"), data)
    assert Contribution.objects.count() == 2


def test_bad_rows_come_back_with_422(client_for, people, meeting):
    client, address = client_for(people.planner), at("group", meeting.pk, "living")
    wrong = rows({"title": "A", "agency": "Tidak ada"}, {"title": "", "description": "Tanpa judul"})
    assert client.post(address, wrong).status_code == 422
    assert client.post(address, {}).status_code in {200, 422}
    assert not Contribution.objects.exists()


def test_workbook_goes_out_and_comes_back(client_for, people, meeting):
    client = client_for(people.planner)
    assert client.get(at("workbook", meeting.pk)).content.startswith(b"PK")
    empty = SimpleUploadedFile("fgd.xlsx", template(meeting))
    answer = client.post(at("upload", meeting.pk), {"file": empty})
    assert answer.status_code == 422
    bad = SimpleUploadedFile("fgd.xlsx", b"bukan berkas")
    assert client.post(at("upload", meeting.pk), {"file": bad}).status_code == 422


@pytest.mark.parametrize("name", ["edit", "workbook", "upload"])
def test_writing_is_for_planners(client_for, people, meeting, name):
    assert client_for(people.officer).get(at(name, meeting.pk)).status_code == 403
    assert client_for(people.officer).get(meeting.get_absolute_url()).status_code == 200


def test_planner_is_asked_for_missing_results(people, round_, meeting):
    assert [task.url for task in tasks["meetings"](people.planner)] == [meeting.get_absolute_url()]
    assert list(tasks["meetings"](people.officer)) == []
    (step,) = steps["meetings"](round_)
    assert (step.done, step.total) == (0, 6)


def test_typed_titles_that_a_need_has_already_are_shown_before_saving(
    client_for, people, round_, meeting, edition
):
    living = edition.dimensions.get(code="living")
    Need.objects.create(
        round=round_, dimension=living, title="Antrean puskesmas lama", kind="need", source_key="x"
    )
    client, address = client_for(people.planner), at("group", meeting.pk, "living")
    data = rows({"title": "antrian puskesmas lama"}, {"title": "Sampah di sungai"})
    page = client.post(address, data)
    assert page.status_code == 422
    assert [title for title, _need in page.context["twins"]] == ["antrian puskesmas lama"]
    assert not meeting.contributions.exists()
    assert client.post(address, {**data, "sure": "1"}).url == meeting.get_absolute_url()
    assert Need.objects.count() == 3
    again = rows({"title": "Antrian puskesmas lama"}, {"title": "Sampah di sungai"}, initial=2)
    assert client.post(address, again).status_code == 302  # its own rows are no doubles


def test_an_existing_system_is_typed_too_and_makes_no_need(client_for, people, meeting):
    client, address = client_for(people.planner), at("group", meeting.pk, "living")
    client.post(address, rows({"title": "SIMPUS", "kind": "system"}))
    assert meeting.contributions.get().kind == "system"
    assert not Need.objects.exists()


def test_typed_page_of_a_signed_meeting_only_leads_back(client_for, people, meeting):
    meeting.state = "closed"
    meeting.save()
    client, address = client_for(people.planner), f"/fgd/pertemuan/{meeting.pk}/kelompok/living/"
    for answer in (client.get(address), client.post(address, {"cards-TOTAL_FORMS": "0"})):
        assert (answer.status_code, answer.url) == (302, meeting.get_absolute_url())


@pytest.mark.parametrize("state", ["preparing", "running", "ended"])
@pytest.mark.parametrize("kind", ["facilitator", "notes"])
def test_staff_without_an_office_find_no_closed_door(client_for, people, meeting, state, kind):
    helper = User.objects.create_user("bantu@example.test", "x", name="Bantu")
    meeting.groups.first().staff.create(user=helper, kind=kind)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, held_on=timezone.localdate())
    client, address = client_for(helper), meeting.get_absolute_url()
    links = set(re.findall(r'href="(/(?!static/)[^"#]*)"', client.get(address).content.decode()))
    assert at("room", meeting.pk) in links
    assert at("invitations", meeting.pk) not in links
    assert {link for link in links if client.get(link).status_code >= 400} == set()
    office = client_for(people.officer).get(address).content.decode()
    assert at("invitations", meeting.pk) in office


@pytest.mark.parametrize(
    ("first", "last", "words", "english"),
    [
        (date(2026, 11, 26), None, "26 November 2026", "26 November 2026"),
        (date(2026, 8, 5), date(2026, 8, 6), "5–6 Agustus 2026", "5–6 August 2026"),
        (date(2026, 7, 31), date(2026, 8, 1), "31 Juli – 1 Agustus 2026",
         "31 July – 1 August 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31 Desember 2026 – 1 Januari 2027",
         "31 December 2026 – 1 January 2027"),
    ],
)  # fmt: skip
def test_days_are_written_as_people_write_them(first, last, words, english):
    meeting = Meeting(held_on=first, last_day=last)
    assert days(meeting) == words
    with translation.override("en"):
        assert days(meeting) == english
