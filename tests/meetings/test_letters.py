import io
import zipfile
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from selaras.core.models import Job, LedgerEntry, StoredFile
from selaras.lib.letter import Attachment, OfficialLetter
from selaras.lib.letter_docx import letter_docx
from selaras.lib.letter_pdf import letters_pdf
from selaras.meetings.actions import save_agenda, save_letter, start_mailing, update_meeting
from selaras.meetings.actions.mailing import waiting
from selaras.meetings.calendars import calendar_of, meeting_calendar
from selaras.meetings.letters import invitation_letters
from selaras.meetings.models import Invitation, Letter
from selaras.meetings.queries import last_changes, letter_of
from selaras.meetings.types import AgendaRow


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def events(data):
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_calendar_is_read_back_in_the_regencys_time(coming, invited):
    data = meeting_calendar(
        coming, method="REQUEST", attendee="a@example.test", url="https://x.test/u/1/"
    )
    calendar = Calendar.from_ical(data)
    assert str(calendar["METHOD"]) == "REQUEST"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Jakarta"]
    (event,) = events(data)
    start = event.decoded("dtstart")
    assert (start.hour, start.utcoffset()) == (8, timedelta(hours=7))
    assert start.date() == coming.held_on
    assert event.decoded("dtend") - start == timedelta(hours=7)
    assert event["ATTENDEE"].lower() == "mailto:a@example.test"
    assert str(event["LOCATION"]) == "Pendopo"


def test_several_days_are_several_entries_and_no_time_is_a_whole_day(coming):
    coming.last_day = coming.held_on + timedelta(days=2)
    found = events(meeting_calendar(coming))
    zone = ZoneInfo("Asia/Jakarta")
    days = [event.decoded("dtstart").astimezone(zone).date() for event in found]
    assert days == [coming.held_on + timedelta(days=number) for number in range(3)]
    assert len({str(event["UID"]) for event in found}) == 3
    coming.starts = coming.ends = None
    (event,) = events(meeting_calendar(coming))
    assert event.decoded("dtstart") == coming.held_on
    assert event.decoded("dtend") == coming.last_day + timedelta(days=1)


def test_a_change_and_a_cancellation_replace_the_entry(coming):
    (first,) = events(meeting_calendar(coming))
    coming.revision, coming.ends = 2, None
    coming.starts = time(23)
    (second,) = events(meeting_calendar(coming, method="CANCEL"))
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["STATUS"] == "CANCELLED"
    assert second.decoded("dtend") > second.decoded("dtstart")


def test_a_day_that_is_no_longer_is_taken_out_of_calendars(people, coming, invited):
    later = {"last_day": coming.held_on + timedelta(days=1)}
    update_meeting(by=people.planner, meeting=coming, values=later)
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    before = {str(event["UID"]) for event in events(meeting_calendar(coming))}
    update_meeting(by=people.planner, meeting=coming, values={"last_day": None})
    update_meeting(by=people.planner, meeting=coming, values={"starts": None, "ends": None})
    kept, gone = events(meeting_calendar(coming))
    assert {str(kept["UID"]), str(gone["UID"])} == before
    assert (kept["STATUS"], gone["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert len(events(calendar_of([coming], {}))) == 2
    start_mailing(by=people.planner, meeting=coming, kind="update")
    told = [
        str(Calendar.from_ical(part.get_payload(decode=True))["METHOD"])
        + "".join(str(event["UID"]) for event in events(part.get_payload(decode=True)))
        for part in mail.outbox[-1].message().walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert told == [f"REQUEST{kept['UID']}", f"CANCEL{gone['UID']}"]
    update_meeting(by=people.planner, meeting=coming, values={**later, "starts": time(8)})
    assert [event["STATUS"] for event in events(meeting_calendar(coming))] == ["CONFIRMED"] * 2


def test_a_new_agenda_is_a_later_version_of_the_entry_but_no_news(people, coming, invited):
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    (first,) = events(meeting_calendar(coming))
    save_agenda(by=people.planner, meeting=coming, rows=[AgendaRow("Pembukaan")])
    (second,) = events(calendar_of([coming], last_changes([coming])))
    assert second["SEQUENCE"] > first["SEQUENCE"]
    entry = LedgerEntry.objects.get(kind="meetings.agenda_set")
    assert second.decoded("dtstamp") == entry.time.replace(microsecond=0)
    assert not waiting(coming, "update").exists()
    save_agenda(by=people.planner, meeting=coming, rows=[AgendaRow("Pembukaan")])
    (third,) = events(meeting_calendar(coming))
    assert third["SEQUENCE"] == second["SEQUENCE"]


def test_calendar_comes_by_the_personal_link(client_for, coming, invited):
    answer = client_for(None).get(at("answer-calendar", invited.token))
    assert answer["Content-Type"].startswith("text/calendar")
    assert len(events(answer.content)) == 1
    assert client_for(None).get(at("answer-calendar", "tidak-ada")).status_code == 404


TABLE = Attachment("Susunan acara", ("Waktu", "Acara"), (("08.00", "Buka"),), (1, 3))


def paper(**changes):
    values = {
        "government": "Pemerintah Kabupaten Contoh", "office": "Bappeda", "address": "Jl. Satu",
        "place_date": "Contoh, 1 Oktober 2019", "facts": (("Nomor", "005/1"),),
        "addressee": "Kepala Dinas", "addressee_place": "CONTOH", "opening": ("Isi \x00 \" #let",),
        "event": (("acara", "FGD 🙂"),), "closing": ("Demikian.",),
        "signatory": ("Kepala", "Nama", "Pembina", "1970"), "copies": ("Bupati",),
        "reply_url": "https://x.test/u/abc/", "reply_words": "Jawab:",
        "attachments": (TABLE,),
        **changes,
    }  # fmt: skip
    return OfficialLetter(**values)


def test_letters_stand_in_one_file_whatever_people_type():
    assert letters_pdf([paper(), paper(reply_url="")], title="U", author="B")[:5] == b"%PDF-"


def test_word_file_holds_the_whole_letter():
    data = letter_docx(paper(), title="U", author="B")
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    for words in ("KABUPATEN", "Kepala Dinas", "005/1", "Demikian.", "Bupati", "Buka"):
        assert words in text


def test_the_usual_letter_is_offered_and_saved(client_for, people, coming, agency):
    agency.name = "Badan Perencanaan Pembangunan Daerah"
    agency.save()
    offered = letter_of(coming)
    assert offered.pk is None
    assert (offered.sender, offered.subject) == (agency, f"Undangan {coming.title}")
    client = client_for(people.planner)
    assert client.get(at("letter", coming.pk)).status_code == 200
    values = {"nature": "penting", "number": "005/7", "opening": "Isi", "list_invited": "on"}
    client.post(at("letter", coming.pk), values)
    letter = Letter.objects.get()
    assert (letter.number, letter.list_invited, letter.sender) == ("005/7", True, None)
    assert client.post(at("letter", coming.pk), {"number": "1"}).status_code == 422


def test_letters_open_one_by_one(client_for, people, coming, invited):
    save_agenda(by=people.planner, meeting=coming, rows=[AgendaRow("Pembukaan", 1, time(8))])
    save_letter(by=people.planner, meeting=coming, values={"list_invited": True})
    client = client_for(people.planner)
    assert client.get(at("letter-pdf", invited.pk)).content[:5] == b"%PDF-"
    assert client.get(at("letter-docx", invited.pk)).content[:2] == b"PK"
    assert client.get(at("letters-pdf", coming.pk)).content[:5] == b"%PDF-"
    assert client_for(people.officer).get(at("letter-pdf", invited.pk)).status_code == 403


def test_many_letters_are_printed_in_the_background(client_for, people, coming):
    Invitation.objects.bulk_create(
        Invitation(meeting=coming, addressee=f"Kepala {number}") for number in range(21)
    )
    client = client_for(people.planner)
    client.get(at("letters-pdf", coming.pk))
    assert not Job.objects.exists()  # a link that is followed starts nothing
    answer = client.post(at("letters-pdf", coming.pk))
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert (job.state, job.done) == ("done", 21)
    assert StoredFile.objects.get(pk=job.result["file"]).kind == "pdf"


def test_letters_cost_the_same_for_one_and_three(
    people, coming, invited, django_assert_max_num_queries
):
    def cost():
        found = list(coming.invitations.select_related("group"))
        with django_assert_max_num_queries(30) as captured:
            invitation_letters(coming, found)
        return len(captured)

    cost()  # preferences are read once
    one = cost()
    for number in range(2):
        Invitation.objects.create(meeting=coming, addressee=f"Tokoh {number}")
    assert cost() == one


@pytest.mark.parametrize("kind", ["mail"])
def test_mailing_is_for_planners(client_for, people, coming, kind):
    assert client_for(people.head).post(at(kind, coming.pk), {"kind": "invite"}).status_code == 403
