import pytest
from django.core.exceptions import PermissionDenied

from selaras.core.errors import Refused
from selaras.core.evidence import evidence_of
from selaras.core.models import Evidence, Job, LedgerEntry
from selaras.needs.actions import update_need
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.surveys.actions import create_survey, receive_workbooks, take_in_workbook
from selaras.surveys.models import Response, UploadedFile
from selaras.systems.models import System
from tests.surveys.conftest import Book

ACCEPTED, REFUSED = UploadedFile.State.ACCEPTED, UploadedFile.State.REFUSED


@pytest.fixture
def send(people, survey):
    def take(data, *, by=None, name="jawaban.xlsx"):
        return take_in_workbook(by=by or people.planner, survey=survey, name=name, data=data)

    return take


def state():
    models = (Need, System, Evidence, LedgerEntry, Response)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_workbook_becomes_records_with_their_cell_as_evidence(send, filled, agency):
    taken = send(filled)
    assert (taken.state, taken.problems) == (ACCEPTED, [])
    assert taken.summary["created"] == 3
    assert System.objects.get().agency == agency
    need = Need.objects.get(kind="need")
    source = evidence_of(need)[0]
    assert source.label == "Survei 2019, Dinas Kesehatan"
    assert source.quote == "Antre lama"
    assert "B" in source.locator
    assert Evidence.objects.filter(file=taken.file).count() == 3
    assert "Lebih cepat" in Need.objects.get(kind="idea").description
    assert Response.objects.get().state == Response.State.ACCEPTED


def test_same_workbook_again_changes_nothing(send, filled):
    send(filled)
    before = state()
    taken = send(filled)
    assert taken.summary == {"created": 0, "updated": 0, "unchanged": 3, "notes": []}
    assert state() == before


def test_downloaded_again_and_corrected_updates_and_never_doubles(send, filled, book):
    send(filled)
    again = book()
    again.change("needs", again.rows("needs")[0], title="Antrean lewat telepon")
    again.change("systems", again.rows("systems")[0], year=2016)
    taken = send(again.data())
    assert (taken.state, taken.summary["updated"]) == (ACCEPTED, 2)
    assert Need.objects.get(kind="need").title == "Antrean lewat telepon"
    assert System.objects.get().year == 2016


def test_downloaded_again_and_returned_as_it_is_changes_nothing_but_places(send, filled, book):
    send(filled)
    taken = send(book().data())
    assert (taken.summary["created"], taken.summary["updated"]) == (0, 0)
    assert Need.objects.count() == 2


def test_every_problem_is_named_and_nothing_is_kept(send, book):
    made = book()
    made.add("systems", name="SIMPUS", year="entah")
    made.add("needs", title="Antrean", dimension="Smart Livin")
    made.add(
        "needs", title="Jalan", dimension="Smart Living", subdimension="Smart Economy · industry"
    )
    made.add("ideas", benefit="Tanpa judul", dimension="Smart Living")
    made.add("needs", title="Baru", dimension="Smart Living", code="K999")
    taken = send(made.data())
    assert taken.state == REFUSED
    assert len(taken.problems) == 5
    assert all(each["sheet"] and each["cell"] and each["text"] for each in taken.problems)
    assert not Need.objects.exists()
    assert not System.objects.exists()
    response = Response.objects.get()
    assert (response.state, response.problems) == (Response.State.REFUSED, taken.problems)


def test_refused_correction_leaves_the_accepted_answer(send, filled, book):
    send(filled)
    taken = send(book().add("systems", name="Baru", year="entah").data())
    assert taken.state == REFUSED
    response = Response.objects.get()
    assert (response.state, len(response.problems)) == (Response.State.ACCEPTED, 1)
    assert send(filled).state == ACCEPTED
    response.refresh_from_db()
    assert response.problems == []


def test_row_that_vanished_is_reported_not_deleted(send, filled, book):
    empty = book().add("systems", name="Lain").data()
    send(filled)
    taken = send(empty)
    assert taken.state == ACCEPTED
    assert len(taken.summary["notes"]) == 3
    assert any("Antrean daring" in note for note in taken.summary["notes"])
    assert Need.objects.count() == 2


def test_what_a_person_edited_stays_and_is_reported(send, people, filled):
    send(filled)
    need = Need.objects.get(kind="need")
    update_need(by=people.planner, need=need, values={"description": "Disunting"})
    taken = send(filled)
    assert len(taken.summary["notes"]) == 1
    need.refresh_from_db()
    assert need.description == "Disunting"


def test_officer_uploads_for_the_own_unit_only(send, people, round_, survey, filled, other):
    assert send(filled, by=people.officer).state == ACCEPTED
    Response.objects.create(survey=survey, agency=other)
    theirs = Book(survey, other).add("systems", name="A").data()
    taken = send(theirs, by=people.officer)
    assert taken.state == REFUSED
    assert "Dinas Perhubungan" in taken.problems[0]["text"]
    assert Response.objects.get(agency=other).state == Response.State.WAITING


def test_others_may_not_upload(send, people, filled):
    with pytest.raises(PermissionDenied):
        send(filled, by=people.leadership)


def test_workbook_of_another_survey_or_unit_is_refused(send, people, round_, agency, filled, other):
    second = create_survey(by=people.planner, round=round_, name="Kedua", agencies=[agency])
    assert send(Book(second, agency).add("systems", name="A").data()).state == REFUSED
    Agency.objects.filter(pk=other.pk).update(slug="baru")
    stranger = Book(second, Agency.objects.get(pk=other.pk))
    assert send(stranger.add("systems", name="A").data()).state == REFUSED
    assert not System.objects.exists()


def test_empty_workbook_is_refused(send, book):
    taken = send(book().data())
    assert taken.state == REFUSED
    assert len(taken.problems) == 1


def test_what_is_not_a_workbook_is_refused_at_the_door(send):
    with pytest.raises(Refused):
        send(b"%PDF-1.4 not a workbook")
    assert not UploadedFile.objects.exists()


def test_many_workbooks_go_through_a_job(people, survey, filled, book):
    bad = book().add("needs", title="Tanpa dimensi").data()
    files = [("a.xlsx", filled), ("b.xlsx", bad), ("c.pdf", b"%PDF-1.4")]
    upload = receive_workbooks(by=people.planner, survey=survey, files=iter(files))
    upload.job.refresh_from_db()
    assert upload.job.state == Job.State.DONE
    assert [file.state for file in upload.files.all()] == [ACCEPTED, REFUSED]
    assert [each["name"] for each in upload.job.payload["unreadable"]] == ["c.pdf"]
    assert len(upload.job.result["problems"]) == 2
