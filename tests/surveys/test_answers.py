"""Sections answered by a unit, sent by its head, reviewed, and made into records."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of
from selaras.core.jobs import perform
from selaras.core.models import Job, LedgerEntry, Notice
from selaras.needs.models import Need
from selaras.questionnaires.actions import publish_form, receive_answer
from selaras.questionnaires.models import Draft
from selaras.surveys import actions
from selaras.surveys.models import Comment, Part, Response
from selaras.surveys.rules import reminder_due

FORM = """
| survey | | | | |
| | type | name | label::Bahasa Indonesia (id) | required |
| | text | name | Nama unit | yes |
| | begin_repeat | needs | Kebutuhan | |
| | text | title | Kebutuhan | yes |
| | text | description | Penjelasan | yes |
| | select_one dimension | dimension | Dimensi | yes |
| | end_repeat | | | |
| choices | | | |
| | list_name | name | label::Bahasa Indonesia (id) |
| | dimension | governance | Governance |
| | dimension | living | Living |
| settings | | | |
| | form_title | form_id | version |
| | Kebutuhan unit | kebutuhan_uji | 1 |
"""
ENTRY = """<needs><title>{title}</title><description>{text}</description>
<dimension>living</dimension></needs>"""


def answer(number, *titles, text="Antre lama", before=""):
    rows = "".join(ENTRY.format(title=title, text=text) for title in titles)
    edit = f"<deprecatedID>{before}</deprecatedID>" if before else ""
    return (
        f'<data id="kebutuhan_uji" version="1"><name>Dinkes</name>{rows}'
        f"<meta><instanceID>uuid:{number}</instanceID>{edit}</meta></data>"
    ).encode()


@pytest.fixture
def version(people):
    return publish_form(by=people.planner, name="kebutuhan.md", data=FORM.encode())


@pytest.fixture
def part(people, survey, version) -> Part:
    actions.set_sections(by=people.planner, survey=survey, versions=[version])
    return Part.objects.get(response__survey=survey)


def fill(people: SimpleNamespace, part: Part, xml: bytes) -> Part:
    receive_answer(by=people.officer, xml=xml, subject=part.subject)
    part.refresh_from_db()
    return part


def next_week():
    return timezone.localdate() + timedelta(days=7)


@pytest.fixture
def sent(people, part) -> Response:
    fill(people, part, answer(1, "Antrean daring", "Peta puskesmas"))
    return actions.send_response(by=people.head, response=part.response)


def test_every_unit_gets_every_section_also_one_asked_later(people, survey, part, other):
    assert part.state == Part.State.WAITING
    agencies = [part.response.agency, other]
    actions.set_targets(by=people.planner, survey=survey, agencies=agencies)
    assert Part.objects.filter(response__survey=survey).count() == 2


def test_a_section_that_was_filled_in_cannot_be_dropped(people, survey, part):
    fill(people, part, answer(1))
    with pytest.raises(Refused):
        actions.set_sections(by=people.planner, survey=survey, versions=[])


def test_only_the_head_or_a_deputy_sends_and_only_a_whole_answer(people, part):
    response = part.response
    with pytest.raises(Refused, match="Kebutuhan unit"):
        actions.send_response(by=people.head, response=response)
    fill(people, part, answer(1, "Antrean daring"))
    with pytest.raises(PermissionDenied):
        actions.send_response(by=people.officer, response=response)
    actions.name_deputy(by=people.head, response=response, deputy=people.officer)
    assert actions.send_response(by=people.officer, response=response).state == "sent"
    assert Notice.objects.filter(recipient=people.planner).exists()


def test_sent_twice_is_sent_once(people, sent):
    actions.send_response(by=people.head, response=sent)
    assert LedgerEntry.objects.filter(kind="surveys.sent").count() == 1


def test_nothing_can_be_written_after_sending(people, sent, part):
    with pytest.raises(PermissionDenied):
        receive_answer(by=people.officer, xml=answer(2), subject=part.subject)


def test_approval_makes_needs_that_point_to_the_answer(people, sent, part):
    actions.approve_response(by=people.planner, response=sent)
    sent.refresh_from_db()
    assert (sent.state, sent.created_count) == ("approved", 2)
    need = Need.objects.get(title="Antrean daring")
    part.refresh_from_db()
    (source,) = evidence_of(need)
    assert source.url == part.submission.get_absolute_url()
    actions.approve_response(by=people.planner, response=sent)
    assert Need.objects.count() == 2


def correct(people, response, part, xml):
    """Returned or reopened, corrected, sent and approved."""
    fill(people, part, xml)
    actions.send_response(by=people.head, response=response)
    actions.approve_response(by=people.planner, response=response)
    response.refresh_from_db()
    return response


def test_returned_with_a_comment_corrected_and_approved(people, sent, part):
    actions.add_comment(by=people.planner, part=part, path="/data/name", index="", text="Lengkapi")
    actions.return_response(
        by=people.planner, response=sent, parts=[part], reason="Nama belum lengkap", due=next_week()
    )
    sent.refresh_from_db()
    assert (sent.state, sent.due) == ("returned", next_week())
    assert Notice.objects.filter(
        recipient=people.head, text__contains="Nama belum lengkap"
    ).exists()
    actions.add_comment(by=people.officer, part=part, path="/data/name", index="", text="Sudah")
    done = correct(people, sent, part, answer(2, "Antrean daring", before="uuid:1"))
    assert done.state == "approved"
    assert actions.settle_comments(by=people.planner, part=part, path="/data/name", index="") == 2
    assert not Comment.objects.filter(resolved=False).exists()


@pytest.mark.parametrize(("reason", "days"), [("", 7), ("Lengkapi", -1)])
def test_a_return_needs_a_reason_and_a_day_to_come(people, sent, part, reason, days):
    due = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused):
        actions.return_response(
            by=people.planner, response=sent, parts=[part], reason=reason, due=due
        )


def test_what_a_person_edited_is_shown_as_a_difference_to_accept(people, sent, part):
    actions.approve_response(by=people.planner, response=sent)
    need = Need.objects.get(title="Antrean daring")
    need.description, need.edited = "Ditulis ulang", True
    need.save()
    actions.reopen_response(by=people.planner, response=sent, reason="Data baru", due=next_week())
    again = answer(2, "Antrean daring", "Peta puskesmas", text="Baru", before="uuid:1")
    done = correct(people, sent, part, again)
    need.refresh_from_db()
    assert need.description == "Ditulis ulang"
    assert Need.objects.get(title="Peta puskesmas").description == "Baru"
    (difference,) = done.differences
    assert difference["title"] == "Antrean daring"
    actions.accept_difference(by=people.planner, response=done, number=0)
    need.refresh_from_db()
    assert need.description == "Baru"


def test_a_returned_section_is_corrected_as_often_as_wanted(people, sent, part):
    actions.return_response(
        by=people.planner, response=sent, parts=[part], reason="Lengkapi", due=next_week()
    )
    fill(people, part, answer(2, "Antrean", before="uuid:1"))
    assert part.state == Part.State.FILLED
    fill(people, part, answer(3, "Antrean daring", before="uuid:2"))
    sent.refresh_from_db()
    assert actions.send_response(by=people.head, response=sent).state == "sent"
    with pytest.raises(PermissionDenied):
        receive_answer(by=people.officer, xml=answer(4, before="uuid:3"), subject=part.subject)


def entries_of(number, *entries, before="uuid:1"):
    """An answer whose entries are (title, text)."""
    xml = answer(number, before=before).decode()
    rows = "".join(ENTRY.format(title=title, text=text) for title, text in entries)
    return xml.replace("<meta>", f"{rows}<meta>").encode()


ROOMS = ("Antrean daring", "Antre berjam-jam")
MAP = ("Peta puskesmas", "Warga tidak tahu tempatnya")


@pytest.fixture
def reopened(people, part) -> Response:
    """Two needs were approved; the answer is open again."""
    fill(people, part, entries_of(1, ROOMS, MAP, before=""))
    response = actions.send_response(by=people.head, response=part.response)
    actions.approve_response(by=people.planner, response=response)
    return actions.reopen_response(
        by=people.planner, response=response, reason="Data baru", due=next_week()
    )


def test_a_renamed_entry_stays_the_same_record(people, reopened, part):
    known = set(Need.objects.values_list("pk", flat=True))
    done = correct(
        people, reopened, part, entries_of(2, MAP, ("Loket dan antrean lewat ponsel", ROOMS[1]))
    )
    assert set(Need.objects.values_list("pk", flat=True)) == known
    assert Need.objects.get(title="Loket dan antrean lewat ponsel").description == ROOMS[1]
    assert done.created_count == 0
    (note,) = done.notes
    assert "Antrean daring" in note
    assert "Loket dan antrean lewat ponsel" in note


def test_a_renamed_entry_of_an_edited_record_is_a_difference(people, reopened, part):
    need = Need.objects.get(title="Antrean daring")
    need.affected, need.edited = "Lansia", True
    need.save()
    done = correct(people, reopened, part, entries_of(2, ("Antrean lewat ponsel", ROOMS[1]), MAP))
    assert Need.objects.count() == 2
    (difference,) = done.differences
    assert (difference["title"], difference["fields"][0][1:]) == (
        "Antrean daring", ["Antrean daring", "Antrean lewat ponsel"],
    )  # fmt: skip
    actions.accept_difference(by=people.planner, response=done, number=0)
    need.refresh_from_db()
    assert need.title == "Antrean lewat ponsel"


def test_removed_added_and_moved_entries(people, reopened, part):
    kiosk = ("Kios sehat", "Belum ada layanan malam")
    done = correct(people, reopened, part, entries_of(2, kiosk, MAP))
    assert set(Need.objects.values_list("title", flat=True)) == {ROOMS[0], MAP[0], kiosk[0]}
    assert (done.created_count, done.differences) == (1, [])
    (note,) = done.notes
    assert note.endswith("Antrean daring")
    actions.reopen_response(by=people.planner, response=done, reason="Lagi", due=next_week())
    done = correct(people, done, part, entries_of(3, MAP, ROOMS, kiosk, before="uuid:2"))
    assert Need.objects.count() == 3
    assert (done.created_count, done.notes) == (0, [])


def test_an_answer_without_entries_says_what_is_no_longer_answered(people, reopened, part):
    done = correct(people, reopened, part, entries_of(2))
    assert Need.objects.count() == 2
    assert done.notes[0].endswith("Antrean daring; Peta puskesmas")


def test_a_section_is_given_to_a_person_of_the_unit_alone(people, part):
    actions.assign_part(by=people.head, part=part, to=people.officer)
    assert Notice.objects.filter(recipient=people.officer).exists()
    with pytest.raises(Refused):
        actions.assign_part(by=people.head, part=part, to=people.planner)
    with pytest.raises(PermissionDenied):
        actions.assign_part(by=people.planner, part=part, to=people.officer)


def test_the_next_survey_begins_with_the_last_answer(people, round_, sent, version):
    later = actions.create_survey(by=people.planner, round=round_, name="Survei berikutnya")
    actions.set_sections(by=people.planner, survey=later, versions=[version])
    part = Part.objects.get(response__survey=later)
    actions.start_from_last(by=people.officer, part=part)
    draft = Draft.objects.get(subject=part.subject)
    assert "Antrean daring" in draft.xml
    assert "uuid:1<" not in draft.xml


def test_many_are_approved_and_the_refused_are_named(people, sent, survey, other):
    waiting = Response.objects.create(survey=survey, agency=other)
    done, refused = actions.approve_many(by=people.planner, responses=[sent, waiting])
    assert done == 1
    assert len(refused) == 1
    assert refused[0].startswith(other.label)


def test_many_more_are_approved_as_a_job(people, sent, survey, client_for, monkeypatch):
    monkeypatch.setattr("selaras.surveys.views.pages.AT_ONCE", 0)
    page = client_for(people.planner).post(reverse("surveys:approve-listed", args=[survey.pk]))
    job = Job.objects.get()
    assert (job.kind, page.url) == ("surveys.approve", job.get_absolute_url())
    job = perform(job)
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    sent.refresh_from_db()
    assert sent.state == "approved"
    assert Need.objects.count() == 2


def test_an_answer_that_is_refused_does_not_stop_the_job(people, sent, survey, other, monkeypatch):
    second = Response.objects.create(survey=survey, agency=other, state="sent")

    def refuse(*, by, response):
        if response == sent:
            raise Refused("Entri tidak cocok")
        return actions.approve_response(by=by, response=response)

    monkeypatch.setattr("selaras.surveys.actions.reviewing.approve_response", refuse)
    both = [sent, second]
    job = actions.start_approval(by=people.planner, survey=survey, responses=both, back="/")
    result = perform(Job.objects.get(pk=job.pk)).result
    assert result["problems"] == [f"{sent.agency.label}: Entri tidak cocok"]
    second.refresh_from_db()
    assert second.state == "approved"


def test_a_unit_neither_reviews_nor_reads_another(people, sent, part, other):
    with pytest.raises(PermissionDenied):
        actions.approve_response(by=people.head, response=sent)
    with pytest.raises(PermissionDenied):
        actions.add_comment(by=people.citizen, part=part, path="", index="", text="Halo")


def test_workbooks_are_refused_once_the_answer_was_sent(people, survey, sent, filled):
    taken = actions.take_in_workbook(
        by=people.officer, survey=survey, name="jawaban.xlsx", data=filled
    )
    assert taken.state == "refused"
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_the_schedule_reminds_before_the_day_and_weekly_after():
    day = date(2026, 11, 30)
    assert reminder_due(day, date(2026, 11, 27), None)
    assert not reminder_due(day, date(2026, 11, 27), date(2026, 11, 27))
    assert not reminder_due(day, date(2026, 11, 26), None)
    assert reminder_due(day, date(2026, 12, 8), date(2026, 12, 1))
    assert not reminder_due(day, date(2026, 12, 7), date(2026, 12, 1))
    assert not reminder_due(None, date(2026, 12, 7), None)
