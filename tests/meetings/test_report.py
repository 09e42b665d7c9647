"""The report as a draft: drafted, written by several, brought back."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from selaras.core.errors import Refused
from selaras.core.ledger import history
from selaras.core.models import LedgerEntry, Notice
from selaras.core.registry import tasks
from selaras.meetings.actions import (
    Overtaken,
    change_state,
    draft_report,
    hide_cards,
    note_writing,
    open_correction,
    request_signature,
    restore_text,
    save_decision,
    save_section,
    sign_report,
    update_report,
)
from selaras.meetings.models import Report, ReportSection
from selaras.meetings.queries import is_writing
from tests.meetings.room import card, digest_now, group_of, held


@pytest.fixture
def meeting(round_, people):
    made = held(round_, people)
    group = group_of(made)
    group.staff.create(user=people.officer, kind="notes")
    card(group, "Antrean", votes=4, description="sejak\nsubuh")
    card(group, "Limbah")
    return made


@pytest.fixture
def report(people, meeting):
    return draft_report(by=people.planner, meeting=meeting)


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def section(report, code="opening"):
    return ReportSection.objects.get(report=report, code=code)


def write(person, report, body, revision=0, code="opening"):
    return save_section(by=person, section=section(report, code), body=body, revision=revision)


def test_draft_tells_agenda_groups_votes_and_decisions(people, meeting, agency):
    meeting.agenda.create(title="Pembukaan", speaker="Bupati")
    save_decision(by=people.planner, meeting=meeting, values={"text": "Antrean daring dibangun"})
    save_decision(
        by=people.planner, meeting=meeting,
        values={"kind": "action", "text": "SOP", "owner": agency, "due": date(2019, 12, 1)},
    )  # fmt: skip
    report = draft_report(by=people.officer, meeting=meeting)
    group = f"group-{group_of(meeting).pk}"
    codes = [each.code for each in report.sections.all()]
    assert codes == ["opening", "agenda", group, "decisions", "actions", "closing"]
    assert "Selasa, 8 Oktober 2019" in section(report).body
    assert "Pembukaan (Bupati)" in section(report, "agenda").body
    assert "1. **Antrean**" in section(report, group).body
    assert "sejak subuh" in section(report, group).body
    assert "1 Desember 2019" in section(report, "actions").body
    assert "Dinas Kesehatan" in section(report, "actions").body


def test_the_closing_tells_when_the_meeting_really_ended(people, round_):
    planned = {"starts": time(0, 1), "ends": time(23, 58), "held_on": timezone.localdate()}
    meeting = held(round_, people, state="running", **planned)
    change_state(by=people.planner, meeting=meeting, state="ended")
    (entry,) = history(meeting).filter(kind="meetings.state")
    text = section(draft_report(by=people.planner, meeting=meeting), "closing").body
    assert f"{timezone.localtime(entry.time):%H.%M}" in text
    other = held(round_, people, **{**planned, "title": "Dari kertas", "state": "preparing"})
    change_state(by=people.planner, meeting=other, state="ended")
    assert "23.58" in section(draft_report(by=people.planner, meeting=other), "closing").body


def test_drafting_again_leaves_what_people_wrote(people, meeting, report):
    code = f"group-{group_of(meeting).pk}"
    write(people.officer, report, "Kata-kata sendiri.")
    card(group_of(meeting), "Air bersih")
    draft_report(by=people.planner, meeting=meeting)
    draft_report(by=people.planner, meeting=meeting)
    assert section(report).body == "Kata-kata sendiri."
    assert "Air bersih" in section(report, code).body
    assert section(report, code).revision == 1
    assert Report.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="meetings.report_drafted").count() == 2


def test_drafting_again_follows_groups_that_are_gone_or_renamed(people, meeting, report):
    group, other = group_of(meeting), group_of(meeting, "economy")
    code, names = f"group-{group.pk}", meeting.groups
    kept = card(other, "Pasar")
    draft_report(by=people.planner, meeting=meeting)
    write(people.officer, report, "Ditulis sendiri", code=f"group-{other.pk}")
    names.filter(pk=other.pk).update(name="Kelompok baru")
    draft_report(by=people.planner, meeting=meeting)
    found = section(report, f"group-{other.pk}")
    assert "Kelompok baru" in found.title
    assert (found.body, found.edited) == ("Ditulis sendiri", True)
    entries = LedgerEntry.objects.filter(kind="meetings.report_drafted").order_by("sequence")
    assert entries.last().content.content["sections"] == [f"group-{other.pk}"]
    cards = list(meeting.contributions.filter(group=group).values_list("pk", flat=True))
    hide_cards(by=people.planner, group=group, cards=cards, hidden=True)
    hide_cards(by=people.planner, group=other, cards=[kept.pk], hidden=True)
    note_writing(by=people.officer, section=section(report, code))
    draft_report(by=people.planner, meeting=meeting)
    assert report.sections.filter(code=code).exists()  # somebody has it open
    ReportSection.objects.update(writing_seen=None)
    draft_report(by=people.planner, meeting=meeting)
    codes = [each.code for each in report.sections.all()]
    assert code not in codes
    assert f"group-{other.pk}" in codes  # somebody wrote it
    assert entries.last().content.content["removed"] == [code]
    draft_report(by=people.planner, meeting=meeting)
    assert entries.count() == 4


def test_two_writers_lose_nothing(people, report):
    write(people.officer, report, "Satu\nDua")
    with pytest.raises(Overtaken) as conflict:
        write(people.planner, report, "Satu\nTiga", revision=0)
    assert conflict.value.section.body == "Satu\nDua"
    assert section(report).body == "Satu\nDua"
    write(people.planner, report, "Satu\nDua", revision=0)  # the same text is no conflict
    assert section(report).revision == 1


def test_conflict_page_holds_both_texts_and_a_joined_one(client_for, people, meeting, report):
    address = at("report-section", meeting.pk, "opening")
    client_for(people.officer).post(address, {"body": "Satu\nDua", "revision": 0})
    client = client_for(people.planner)
    answer = client.post(address, {"body": "Satu\nTiga", "revision": 0})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form.initial["revision"] == 1
    assert form.initial["body"].split("\n") == ["Satu", "Dua", "Tiga"]
    page = answer.content.decode()
    assert "<mark>Dua</mark>" in page
    assert "<mark>Tiga</mark>" in page
    client.post(address, {"body": form.initial["body"], "revision": 1})
    assert section(report).body == "Satu\nDua\nTiga"


def test_earlier_texts_are_kept_and_come_back(client_for, people, meeting, report):
    first = section(report).body
    write(people.officer, report, "Dua")
    write(people.planner, report, "Tiga", revision=1)
    texts = section(report).texts
    assert [text.body for text in texts.all()] == ["Dua", first]
    restore_text(by=people.officer, text=texts.get(revision=1))
    assert section(report).body == "Dua"
    address = at("restore-section", meeting.pk, "opening", 2)
    assert client_for(people.officer).post(address).status_code == 302
    assert section(report).body == "Tiga"
    assert section(report).texts.count() == 4


def test_who_writes_is_told_to_others(people, report):
    note_writing(by=people.officer, section=section(report))
    note_writing(by=people.planner, section=section(report))
    found = section(report)
    assert found.writer == people.officer
    assert is_writing(found, people.planner)
    assert not is_writing(found, people.officer)
    ReportSection.objects.update(writing_seen=timezone.now() - timedelta(minutes=2))
    assert not is_writing(section(report), people.planner)
    note_writing(by=people.planner, section=section(report))
    assert section(report).writer == people.planner
    write(people.planner, report, "Selesai")
    assert section(report).writer is None


def test_sign_of_life_and_preview_for_the_page(client_for, people, meeting, report):
    officer, planner = client_for(people.officer), client_for(people.planner)
    page = officer.get(at("report-section", meeting.pk, "opening"))
    assert page.status_code == 200
    said = planner.post(at("writing-section", meeting.pk, "opening")).json()
    assert people.officer.name in said["busy"]
    assert said["revision"] == 0
    answer = planner.post(
        at("report-section", meeting.pk, "opening"),
        {"body": "**tebal** <script>", "revision": 0, "preview": "1"},
    )
    assert "<strong>tebal</strong> &lt;script&gt;" in answer.content.decode()
    assert officer.post(at("writing-section", meeting.pk, "tidak-ada")).status_code == 404


def test_a_text_sent_after_the_signature_comes_back(client_for, people, meeting, report):
    client, address = client_for(people.officer), at("report-section", meeting.pk, "opening")
    client.get(address)
    report = Report.objects.select_related("meeting__round", "meeting__chair").get(pk=report.pk)
    sign_report(by=people.leadership, report=report, digest=digest_now(report))
    answer = client.post(address, {"body": "Panjang sekali", "revision": 0})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Panjang sekali</textarea>" in page
    assert 'role="alert"' in page
    assert (
        client.post(address, {"body": "Panjang", "revision": 0, "preview": "1"}).status_code == 200
    )
    assert client.post(at("writing-section", meeting.pk, "opening")).json()["busy"]
    assert client.get(address).url == at("report", meeting.pk)
    assert section(report).revision == 0
    assert section(report).writer is not None
    # A correction was opened meanwhile: its text and mine stand side by side.
    meeting.refresh_from_db()
    draft = open_correction(by=people.planner, meeting=meeting, reason="Salah tulis")
    write_to = draft.sections.get(code="opening")
    save_section(by=people.planner, section=write_to, body="Dari koreksi", revision=0)
    answer = client.post(address, {"body": "Panjang sekali", "revision": 0})
    assert answer.status_code == 409
    assert "Panjang sekali" in answer.context["form"].initial["body"]


def test_only_staff_and_planners_write(client_for, people, meeting, report):
    for person in (people.head, people.leadership):
        with pytest.raises(PermissionDenied):
            write(person, report, "A")
        with pytest.raises(PermissionDenied):
            draft_report(by=person, meeting=meeting)
        assert client_for(person).get(at("report", meeting.pk)).status_code == 200
    assert client_for(people.citizen).get(at("report", meeting.pk)).status_code == 403


def test_chair_is_asked_once_ready(people, meeting, report, django_capture_on_commit_callbacks):
    find = tasks["meetings.signatures"]
    assert not list(find(people.leadership))
    with django_capture_on_commit_callbacks(execute=True):
        request_signature(by=people.officer, report=report)
    (task,) = find(people.leadership)
    assert task.url == at("sign", meeting.pk)
    assert not list(find(people.planner))
    assert Notice.objects.get().recipient == people.leadership
    assert [message.to for message in mail.outbox] == [[people.leadership.email]]


def test_signature_is_not_asked_too_early(people, round_):
    running = held(round_, people, state="running")
    early = draft_report(by=people.planner, meeting=running)
    nobody = held(round_, people, chair=None)
    leaderless = draft_report(by=people.planner, meeting=nobody)
    for report in (early, leaderless):
        with pytest.raises(Refused):
            request_signature(by=people.planner, report=report)


def test_number_and_date(client_for, people, meeting, report):
    address = at("report-facts", meeting.pk)
    client = client_for(people.officer)
    assert client.get(address).status_code == 200
    client.post(address, {"number": "050/12/415.40/2019", "date": "2019-10-09"})
    report.refresh_from_db()
    assert (report.number, report.date) == ("050/12/415.40/2019", date(2019, 10, 9))
    update_report(by=people.planner, report=report, number=report.number, date=report.date)
    assert LedgerEntry.objects.filter(kind="meetings.report_changed").count() == 1


def test_long_or_odd_texts_come_through(client_for, people, meeting, report):
    client, address = client_for(people.planner), at("report-section", meeting.pk, "opening")
    text = "😀 <script>alert(1)</script> " + "panjang " * 600
    assert client.post(address, {"body": text, "revision": 0}).status_code == 302
    page = client.get(at("report", meeting.pk)).content.decode()
    assert "<script>alert(1)" not in page
    assert client.post(address, {"body": "x" * 50_000, "revision": 1}).status_code == 422
    assert client.get(at("report-file", meeting.pk, 1, "notulen", "pdf")).status_code == 200


def test_report_costs_the_same_for_one_and_three(
    client_for, people, meeting, report, django_assert_max_num_queries
):
    client = client_for(people.planner)

    def cost():
        with django_assert_max_num_queries(60) as captured:
            assert client.get(at("report", meeting.pk)).status_code == 200
        return len(captured)

    write(people.officer, report, "Satu")
    cost()
    one = cost()
    for code in ("agenda", "closing"):
        write(people.officer, report, "Lagi", code=code)
        note_writing(by=people.officer, section=section(report, code))
    report.sections.create(code="lain", title="Lain", position=9, updated_by=people.head)
    assert cost() == one
