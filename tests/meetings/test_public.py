"""What everybody may see of a meeting, and when."""

from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

import icalendar
import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation

from selaras.core import search
from selaras.core.errors import Refused
from selaras.core.files import store
from selaras.core.ledger import history
from selaras.core.models import LedgerContent
from selaras.initiatives.models import Initiative, NeedLink
from selaras.initiatives.rules import State as Programme
from selaras.meetings.actions import (
    add_contributions,
    announce_meeting,
    change_state,
    draft_report,
    finish_action,
    open_correction,
    publish_summary,
    save_decision,
    sign_report,
    update_meeting,
)
from selaras.meetings.models import Contribution, Meeting, Publication, Report, ReportFile
from selaras.meetings.queries import published_summary, summary_of
from selaras.meetings.rules.publicity import small_total, without_small
from selaras.meetings.types import Card
from selaras.organisations.models import Agency
from tests.factories.meetings import MeetingFactory
from tests.meetings.room import digest_now

TODAY = date(2026, 11, 26)
NAME = "Siti Contohwati"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def meeting(round_):
    return MeetingFactory(
        round=round_, title="FGD Jombang", public=True, place="Pendopo", starts=time(8),
        ends=time(15), held_on=TODAY + timedelta(days=9), link="https://rapat.example/rahasia",
    )  # fmt: skip


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def held(people, round_, agency):
    """A meeting with results, people with names, a decision; its record is signed."""
    meeting = MeetingFactory(round=round_, title="FGD lama", public=True, summary="Hasil penting")
    others = [
        Agency.objects.create(slug=f"d{number}", name=f"Dinas {number}") for number in range(6)
    ]
    for unit in [agency, *others]:
        invitation = meeting.invitations.create(
            agency=unit, addressee=f"Kepala {unit.name}", name=NAME, email="siti@example.test"
        )
        if unit != others[-1]:
            meeting.attendances.create(
                invitation=invitation, agency=unit, name=NAME, way="qr", arrived=timezone.now()
            )
    press = Agency.objects.create(slug="koran", name="Koran Uji", sector="media")
    meeting.invitations.create(agency=press, addressee="Redaksi")
    meeting.attendances.create(name=NAME, organisation=NAME, way="walk_in", arrived=timezone.now())
    living = meeting.groups.get(name="Smart Living")
    rows = [Card("a1", "Antrean lama", votes=12)]
    add_contributions(by=people.planner, meeting=meeting, dimension=living.dimension, rows=rows)
    meeting.decisions.create(
        kind="action", text="Antrean daring disiapkan", owner=agency, due=date(2019, 12, 1)
    )
    report = meeting.reports.create(
        state="signed", signed=timezone.now(), signed_by=people.planner, digest="ab" * 32
    )
    for kind in ("notulen", "berita-acara", "daftar-hadir"):
        file = store(name=f"{kind}.pdf", data=b"%PDF-1.7", accepted=("pdf",), by=people.planner)
        ReportFile.objects.create(report=report, kind=kind, format="pdf", file=file)
    Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    meeting.refresh_from_db()
    return meeting


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 40, "b": 9}, {"a": 40, "b": 9}),
        ({"a": 40, "b": 9, "c": 2}, {"a": 40, "b": None, "c": None}),
        ({"a": 40, "b": 3, "c": 2, "d": 0}, {"a": 40, "b": None, "c": None, "d": 0}),
        ({"a": 40, "b": 1, "c": 1, "d": 7}, {"a": 40, "b": None, "c": None, "d": None}),
        ({"a": 2}, {"a": None}),
    ],
)
def test_small_numbers_cannot_be_had_by_subtraction(counts, shown):
    assert without_small(counts) == shown


def test_small_total():
    assert small_total({"a": 2, "b": 1}) is None
    assert small_total({}) == 0
    assert small_total({"a": 20}) == 20


def test_only_announced_meetings_of_public_rounds_are_shown(client_for, people, round_, meeting):
    client = client_for(None)
    assert "FGD Jombang" in text_of(client, at("public-list"))
    assert "Pendopo" in text_of(client, at("public-meeting", meeting.pk))
    announce_meeting(by=people.planner, meeting=meeting, public=False)
    assert "FGD Jombang" not in text_of(client, at("public-list"))
    assert client.get(at("public-meeting", meeting.pk)).status_code == 404
    announce_meeting(by=people.planner, meeting=meeting, public=True)
    round_.public = False
    round_.save()
    assert client.get(at("public-meeting", meeting.pk)).status_code == 404
    assert b"FGD Jombang" not in client.get(at("calendar")).content


def test_meeting_page_shows_agenda_and_groups_but_no_names(client_for, people, meeting):
    meeting.agenda.create(title="Pembukaan", speaker=NAME, starts=time(8))
    meeting.chair = people.leadership
    meeting.save()
    page = text_of(client_for(None), at("public-meeting", meeting.pk))
    assert "Pembukaan" in page
    assert "Smart Living" in page
    for secret in (NAME, people.leadership.name, "rapat.example", meeting.join_code):
        assert secret not in page


def test_nothing_is_told_before_the_signing(client_for, people, meeting, edition):
    living = edition.dimensions.get(code="living")
    rows = [Card("a1", "Antrean lama")]
    add_contributions(by=people.planner, meeting=meeting, dimension=living, rows=rows)
    meeting.decisions.create(text="Keputusan diam")
    update_meeting(by=people.planner, meeting=meeting, values={"summary": "Ringkasan diam"})
    Meeting.objects.filter(pk=meeting.pk).update(held_on=timezone.localdate())
    change_state(by=people.planner, meeting=meeting, state="ended")
    meeting.refresh_from_db()
    with pytest.raises(Refused):
        publish_summary(by=people.planner, meeting=meeting, summary=True)
    # Even a choice kept from earlier shows nothing without a signature.
    Publication.objects.create(meeting=meeting, summary=timezone.now(), minutes=True)
    page = text_of(client_for(None), at("public-meeting", meeting.pk))
    for secret in ("Antrean lama", "Keputusan diam", "Ringkasan diam"):
        assert secret not in page


def test_summary_is_published_by_the_planner_and_withdrawn(client_for, people, held):
    client = client_for(None)
    assert "Antrean lama" not in text_of(client, at("public-meeting", held.pk))
    with pytest.raises(PermissionDenied):
        publish_summary(by=people.officer, meeting=held, summary=True)
    publish_summary(by=people.planner, meeting=held, summary=True)
    page = text_of(client, at("public-meeting", held.pk))
    for told in ("Antrean lama", "Antrean daring disiapkan", "Dinas Kesehatan", "Hasil penting"):
        assert told in page
    for secret in (NAME, "siti@example.test"):
        assert secret not in page
    publish_summary(by=people.planner, meeting=held, summary=False)
    assert "Antrean lama" not in text_of(client, at("public-meeting", held.pk))
    assert [entry.kind for entry in history(held)][:2] == ["meetings.publicity"] * 2


@pytest.fixture
def corrected(people, round_, held):
    """Signed for good, published, and open for a correction."""
    old = held.reports.get()
    old.files.all().delete()
    old.delete()
    Meeting.objects.filter(pk=held.pk).update(state="ended", chair=people.leadership)
    meeting = Meeting.objects.select_related("round").get(pk=held.pk)
    sign(people, draft_report(by=people.planner, meeting=meeting))
    meeting = Meeting.objects.select_related("round").get(pk=held.pk)
    publish_summary(by=people.planner, meeting=meeting, summary=True, minutes=True)
    open_correction(by=people.planner, meeting=meeting, reason="Salah tulis")
    return Meeting.objects.select_related("round").get(pk=held.pk)


def sign(people, report):
    report = Report.objects.select_related("meeting__round", "meeting__chair").get(pk=report.pk)
    return sign_report(by=people.leadership, report=report, digest=digest_now(report))


def found(words):
    return [hit.url for hit in search.find(words, public_only=True).hits]


def test_what_was_signed_is_read_while_it_is_corrected(client_for, people, corrected):
    client, address = client_for(None), at("public-meeting", corrected.pk)
    before = summary_of(corrected)
    card = corrected.contributions.get()
    card.title = "Antrean pengganti"
    card.save()
    corrected.contributions.create(group=card.group, title="Bocoran dinding", row_key="x")
    corrected.attendances.first().delete()
    decision = corrected.decisions.get()
    save_decision(by=people.planner, meeting=corrected, decision=decision,
                  values={"text": "Bocoran keputusan"})  # fmt: skip
    finish_action(by=people.planner, decision=decision, done=True)
    update_meeting(by=people.planner, meeting=corrected, values={"summary": "Bocoran ringkasan"})
    page = text_of(client, address)
    for told in ("Antrean lama", "Antrean daring disiapkan", "Hasil penting"):
        assert told in page
    assert "Bocoran" not in page
    assert "pengganti" not in page
    assert "notice-warning" in page
    now = summary_of(corrected)
    assert (now.came, now.sectors, now.decisions[0].done) == (before.came, before.sectors, True)
    assert client.get(at("public-document", corrected.pk, "notulen", "pdf")).status_code == 200
    assert "#hasil" in client.get(at("feed")).content.decode()
    assert address in found("Antrean lama")
    assert found("Bocoran") == []
    search.rebuild()
    assert found("Bocoran") == []
    sign(people, corrected.reports.get(state="draft"))
    page = text_of(client, address)
    assert "Bocoran dinding" in page
    assert "notice-warning" not in page
    assert found("Bocoran") == [address]


def test_search_tells_that_a_meeting_is_cancelled(people, meeting):
    announce_meeting(by=people.planner, meeting=meeting, public=False)
    announce_meeting(by=people.planner, meeting=meeting, public=True)
    change_state(by=people.planner, meeting=meeting, state="cancelled")
    with translation.override("id"):
        words = translation.gettext("This meeting is cancelled.")
    assert found(words) == [at("public-meeting", meeting.pk)]


def test_what_was_signed_before_sectors_were_kept_is_still_told(people, corrected):
    report = corrected.reports.get(state="signed")
    content = {key: value for key, value in report.content.items() if key != "public"}
    for decision in content["decisions"]:
        del decision["id"]
    Report.objects.filter(pk=report.pk).update(content=content)
    finish_action(by=people.planner, decision=corrected.decisions.get(), done=True)
    summary = summary_of(corrected)
    assert summary.came == 7
    assert summary.decisions[0].done


def test_summary_counts_by_sector_and_hides_few(people, held):
    publish_summary(by=people.planner, meeting=held, summary=True)
    summary = published_summary(held)
    rows = {str(row.label): (row.invited, row.came) for row in summary.sectors}
    assert summary.came == 7
    assert summary.invited == 8
    assert len(summary.units_came) == 6
    assert summary.units_absent == ("Dinas 5", "Koran Uji")
    # One reporter alone, and one guest alone, would be recognised by subtracting.
    assert {value for row in rows.values() for value in row} <= {None, 0}


def test_needs_lead_to_programmes_that_are_public(client_for, people, held, round_, agency):
    need = Contribution.objects.get(meeting=held).need
    values = {"round": round_, "dimension": need.dimension, "owner": agency,
              "start_year": 2020, "end_year": 2021}  # fmt: skip
    shown = Initiative.objects.create(
        code="A-1", title="Antrean daring", state=Programme.SELECTED, **values
    )
    hidden = Initiative.objects.create(
        code="A-2", title="Masih rahasia", state=Programme.CANDIDATE, **values
    )
    for programme in (shown, hidden):
        NeedLink.objects.create(initiative=programme, need=need)
    publish_summary(by=people.planner, meeting=held, summary=True)
    page = text_of(client_for(people.citizen), at("public-meeting", held.pk))
    assert shown.get_absolute_url() in page
    assert "Masih rahasia" not in page


def test_documents_open_only_when_chosen(client_for, people, held):
    client = client_for(None)

    def status(kind):
        return client.get(at("public-document", held.pk, kind, "pdf")).status_code

    publish_summary(by=people.planner, meeting=held, summary=True)
    assert [status(kind) for kind in ("notulen", "berita-acara", "daftar-hadir")] == [404] * 3
    publish_summary(by=people.planner, meeting=held, summary=True, minutes=True)
    assert status("notulen") == 200
    assert [status(kind) for kind in ("berita-acara", "daftar-hadir")] == [404] * 2
    publish_summary(by=people.planner, meeting=held, summary=False, minutes=True)
    assert status("notulen") == 404


def test_list_is_searched_filtered_and_paged(client_for, round_, meeting):
    client = client_for(None)
    for number in range(23):
        MeetingFactory(
            round=round_, public=True, title=f"Rapat {number:02}", kind="workshop",
            held_on=date(2019, 1, 1) + timedelta(days=number // 2),
        )  # fmt: skip
    first = client.get(at("public-list"))
    page = first.context["page"]
    assert [each.title for each in page.items][:3] == ["Rapat 22", "Rapat 21", "Rapat 20"]
    second = client.get(at("public-list"), {"after": page.next}).context["page"]
    assert [each.title for each in second.items] == ["Rapat 02", "Rapat 01", "Rapat 00"]
    found = client.get(at("public-list"), {"q": "rapat 07", "kind": "workshop", "year": "2019"})
    assert [each.title for each in found.context["page"].items] == ["Rapat 07"]
    assert not client.get(at("public-list"), {"year": "2026", "q": "rapat"}).context["upcoming"]


def test_search_finds_the_public_page_only_while_it_is_public(people, meeting):
    announce_meeting(by=people.planner, meeting=meeting, public=False)
    assert search.find("Jombang", public_only=True).hits == []
    announce_meeting(by=people.planner, meeting=meeting, public=True)
    (hit,) = search.find("Jombang", public_only=True).hits
    assert hit.url == at("public-meeting", meeting.pk)
    search.rebuild()
    assert len(search.find("Jombang", public_only=True).hits) == 1


def test_calendar_is_read_back(client_for, people, round_, meeting):
    MeetingFactory(round=round_, public=True, title="Seharian", held_on=TODAY)
    MeetingFactory(round=round_, public=False, title="Tertutup", held_on=TODAY)

    def events():
        found = icalendar.Calendar.from_ical(client_for(None).get(at("calendar")).content)
        return {str(event["summary"]): event for event in found.walk("VEVENT")}

    before = events()
    assert set(before) == {"FGD Jombang", "Seharian"}
    event = before["FGD Jombang"]
    assert event.decoded("dtstart") == meeting.opening
    assert event.decoded("dtend") == meeting.closing
    assert str(event["status"]) == "CONFIRMED"
    assert before["Seharian"].decoded("dtend") == TODAY + timedelta(days=1)
    change_state(by=people.planner, meeting=meeting, state="cancelled")
    after = events()["FGD Jombang"]
    assert str(after["status"]) == "CANCELLED"
    assert after["uid"] == event["uid"]
    assert after["sequence"] > event["sequence"]
    one = client_for(None).get(at("calendar-of", meeting.pk)).content
    assert len(icalendar.Calendar.from_ical(one).walk("VEVENT")) == 1


def test_feed_tells_announcements_and_results(client_for, people, held, meeting):
    publish_summary(by=people.planner, meeting=held, summary=True)
    answer = client_for(None).get(at("feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(answer.content).findall(f"{atom}entry")
    assert len(entries) == 3
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 3
    first = entries[0]
    assert "FGD lama" in first.findtext(f"{atom}title")
    datetime.fromisoformat(first.findtext(f"{atom}updated"))
    assert NAME not in answer.content.decode()


def test_planner_sees_beforehand_what_is_shown(client_for, people, held):
    client = client_for(people.planner)
    page = text_of(client, at("publicity", held.pk))
    assert "Antrean daring disiapkan" in page
    assert NAME not in page
    assert client.post(at("publish", held.pk), {"minutes": "on"}).status_code == 422
    assert (
        client.post(at("publish", held.pk), {"summary": "on", "minutes": "on"}).status_code == 302
    )
    held.refresh_from_db()
    assert held.publication.kinds == ("notulen",)
    wrong = client.post(at("announce", held.pk), {"input_until": "2026-12-01"})
    assert wrong.status_code == 422
    client.post(at("announce", held.pk), {"public": "on", "input_until": "2026-12-01"})
    held.refresh_from_db()
    assert held.input_until == date(2026, 12, 1)
    assert client_for(people.officer).get(at("publicity", held.pk)).status_code == 403
    told = str(list(LedgerContent.objects.values_list("content", flat=True)))
    assert NAME not in told


def counted(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_and_files_cost_the_same_for_one_and_three(
    client_for, round_, meeting, django_assert_max_num_queries
):
    client = client_for(None)
    places = [at("public-list"), at("calendar"), at("feed"), reverse("home")]
    MeetingFactory(round=round_, public=True)
    one = [counted(client, each, django_assert_max_num_queries) for each in places]
    MeetingFactory.create_batch(2, round=round_, public=True)
    MeetingFactory(round=round_, public=True, held_on=TODAY + timedelta(days=3))
    assert [counted(client, each, django_assert_max_num_queries) for each in places] == one


def test_summary_costs_the_same_for_one_and_three(
    client_for, people, held, edition, django_assert_max_num_queries
):
    publish_summary(by=people.planner, meeting=held, summary=True)
    client, address = client_for(None), at("public-meeting", held.pk)
    one = counted(client, address, django_assert_max_num_queries)
    group = held.groups.get(name="Smart Living")
    for number in range(2):
        held.contributions.create(group=group, title=f"Lain {number}", row_key=f"x{number}")
        held.decisions.create(text=f"Putusan {number}", owner=Agency.objects.first())
        held.inputs.create(text="Tulisan warga", state="shown")
    counted_now = counted(client, address, django_assert_max_num_queries)
    assert counted_now == one
