"""The chair's signature: what it freezes, the papers, corrections, checking."""

import io
import uuid
from datetime import UTC, date, datetime

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from selaras.core import ledger
from selaras.core.errors import Refused
from selaras.core.files import content_of as bytes_of
from selaras.core.files import store
from selaras.core.ledger import history
from selaras.core.models import LedgerContent
from selaras.core.verification import verify_database
from selaras.meetings import actions
from selaras.meetings.actions import (
    change_state,
    correct_arrival,
    draft_report,
    finish_action,
    open_correction,
    save_decision,
    save_section,
    sign_report,
    signing,
    update_meeting,
    update_report,
)
from selaras.meetings.documents.parts import date_in_words
from selaras.meetings.models import Attendance, Meeting, Report, ReportSection
from selaras.meetings.queries import content_of, digest_of, signature_entry
from selaras.meetings.queries.frozen import people_digest
from selaras.meetings.types import Becoming, Card
from tests.meetings.door import drawing
from tests.meetings.room import card, digest_now, group_of, held


@pytest.fixture
def meeting(round_, people, agency):
    made = held(round_, people, place="Pendopo")
    card(group_of(made), "Antrean", votes=4, sector="citizen")
    action = {"kind": "action", "text": "Menyusun SOP", "owner": agency, "due": date(2019, 12, 1)}
    save_decision(by=people.planner, meeting=made, values={"text": "Antrean daring dibangun"})
    save_decision(by=people.planner, meeting=made, values=action)
    arrived = datetime(2019, 10, 8, 1, tzinfo=UTC)
    for name in ("Budi", "Wati"):
        Attendance.objects.create(
            meeting=made, agency=agency, name=name, way="kiosk", arrived=arrived, number="19800101"
        )
    return made


@pytest.fixture
def report(people, meeting):
    made = draft_report(by=people.planner, meeting=meeting)
    return update_report(
        by=people.planner, report=made, number="050/1/2019", date=date(2019, 10, 8)
    )


@pytest.fixture
def signed(people, report):
    return sign_report(by=people.leadership, report=report, digest=digest_now(report))


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def in_indonesian(words):
    with translation.override("id"):
        return translation.gettext(words)


def pdf_text(data):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split()
    )


def test_signature_closes_and_stands_in_the_ledger(meeting, signed):
    meeting.refresh_from_db()
    assert meeting.state == "closed"
    signed = Report.objects.get(pk=signed.pk)
    assert digest_of(signed.content) == signed.digest
    entry = signature_entry(signed)
    assert entry.content.content["digest"] == signed.digest
    assert not verify_database().faults
    assert "Budi" not in str(entry.content.content)
    assert "Budi" not in str(signed.content)
    assert signed.content["attendance"]["units"] == [["Dinas Kesehatan", 2]]
    files = {f"{each.kind}.{each.format}": each.file.sha256 for each in signed.files.all()}
    assert files == entry.content.content["files"]
    assert len(files) == 6


def test_only_the_chair_signs(people, report):
    for person in (people.planner, people.officer, people.administrator):
        with pytest.raises(PermissionDenied):
            sign_report(by=person, report=report, digest=digest_now(report))
    report.refresh_from_db()
    assert report.state == Report.State.DRAFT


def test_what_the_chair_has_not_read_is_not_signed(people, meeting, report):
    read = digest_now(report)
    save_decision(by=people.planner, meeting=meeting, values={"text": "Diselipkan"})
    with pytest.raises(Refused):
        sign_report(by=people.leadership, report=report, digest=read)
    change_state(by=people.planner, meeting=meeting, state="running")
    report = Report.objects.get(pk=report.pk)
    with pytest.raises(Refused):
        sign_report(by=people.leadership, report=report, digest=digest_now(report))


def test_who_was_there_is_signed_too(people, meeting, report):
    """A name, a signature, an invitation or a note taker changed since is read again first."""
    budi, wati = meeting.attendances.order_by("pk")
    drawn = store(name="a.png", data=drawing(), accepted=("png",), by=people.planner)
    changes = (
        lambda: correct_arrival(by=people.planner, attendance=budi, values={"name": "Orang Lain"}),
        lambda: Attendance.objects.filter(pk=wati.pk).update(signature=drawn),
        lambda: meeting.invitations.create(addressee="Camat Contoh"),
        lambda: group_of(meeting).staff.create(user=people.officer, kind="notes"),
        lambda: group_of(meeting).staff.create(user=people.officer, kind="facilitator"),
    )
    for change in changes:
        read = digest_now(report)
        change()
        with pytest.raises(Refused):
            sign_report(by=people.leadership, report=report, digest=read)
    signed = sign_report(by=people.leadership, report=report, digest=digest_now(report))
    assert [each["name"] for each in signed.content["signers"]] == [people.officer.name] * 2


def test_names_cannot_be_tried_against_what_is_told(people, meeting, signed, client_for):
    """The salt is the report's own and stands in no page, no content and no ledger."""
    salt, told = signed.salt, str(signature_entry(signed).content.content)
    assert len(bytes.fromhex(salt)) == 16
    draft = open_correction(by=people.planner, meeting=meeting, reason="Salah tulis")
    assert draft.salt != salt
    pages = [
        client_for(None).get(at("record", signed.digest[:16])),
        client_for(people.planner).get(at("report", meeting.pk)),
        client_for(people.planner).get(at("report-version", meeting.pk, 1)),
    ]
    assert salt not in told + str(signed.content) + str([page.content for page in pages])
    assert people_digest(draft) != signed.content["people"]
    draft.salt = salt
    assert people_digest(draft) == signed.content["people"]


def earlier(people, meeting, file, **values):
    """A version signed in the first format: no salt, no hash of who was there."""
    content = {"format": "selaras-meeting-report-1", "meeting": {"title": "FGD"}, "version": 1}
    report = Report.objects.create(
        meeting=meeting, state="signed", signed=timezone.now(), signed_by=people.leadership,
        content=content, digest=digest_of(content), salt="",
    )  # fmt: skip
    report.files.create(kind="notulen", format="pdf", file=file)
    told = {"version": 1, "digest": report.digest, "files": {"notulen.pdf": file.sha256}, **values}
    ledger.record(by=people.leadership, kind="meetings.signed", subject=meeting, content=told)
    return report


def test_earlier_versions_are_still_checked(people, meeting, client_for):
    data = b"%PDF-1.7"
    file = store(name="a.pdf", data=data, accepted=("pdf",), by=people.planner)
    report = earlier(people, meeting, file)
    address = at("record", report.digest[:16])
    answer = client_for(None).post(address, {"file": SimpleUploadedFile("a.pdf", data)})
    assert answer.context["intact"]
    assert answer.context["file"] is not None
    assert not verify_database().faults


def test_a_row_made_to_fit_itself_is_found_out(signed, client_for):
    """Whoever changes content and digest together is caught by the ledger."""
    client, entry = client_for(None), signature_entry(signed)
    assert client.get(at("record", signed.digest[:16])).context["intact"]
    content = {**signed.content, "number": "Lain"}
    digest = digest_of(content)
    Report.objects.filter(pk=signed.pk).update(content=content, digest=digest)
    assert not client.get(at("record", digest[:16])).context["intact"]
    LedgerContent.objects.filter(entry=entry).update(
        content={**entry.content.content, "digest": digest}
    )
    assert not client.get(at("record", digest[:16])).context["intact"]


def test_a_file_put_in_place_of_the_signed_one_is_found_out(people, signed, client_for):
    data = b"%PDF-1.7 lain"
    other = store(name="a.pdf", data=data, accepted=("pdf",), by=people.planner)
    signed.files.filter(kind="notulen", format="pdf").update(file=other)
    address = at("record", signed.digest[:16])
    answer = client_for(None).post(address, {"file": SimpleUploadedFile("a.pdf", data)})
    assert not answer.context["intact"]
    assert "alert-success" not in answer.content.decode()


def test_signing_twice_is_signing_once(people, signed):
    again = sign_report(by=people.leadership, report=signed, digest="")
    assert again.digest == signed.digest
    assert len([e for e in history(signed.meeting) if e.kind == "meetings.signed"]) == 1


def test_nothing_is_written_after_the_signature(people, meeting, signed, edition, agency):
    """Every action of the room is tried; a new one must be added here or refuse by itself."""
    meeting.refresh_from_db()
    by, living = people.planner, edition.dimensions.get(code="living")
    decision = meeting.decisions.first()
    section = ReportSection.objects.select_related("report__meeting").get(
        report=signed, code="opening"
    )
    text = section.texts.create(revision=0, body="Lama")
    signed.refresh_from_db()
    tries = {
        "add_contributions": {"meeting": meeting, "dimension": living, "rows": [Card("a", "A")]},
        "change_state": {"meeting": meeting, "state": "ended"},
        "draft_report": {"meeting": meeting},
        "make_needs": {"meeting": meeting, "choices": [Becoming(1)]},
        "note_writing": {"section": section},
        "remove_decision": {"decision": decision},
        "request_signature": {"report": signed},
        "restore_text": {"text": text},
        "save_decision": {"meeting": meeting, "values": {"text": "A"}},
        "save_section": {"section": section, "body": "A", "revision": section.revision},
        "update_meeting": {"meeting": meeting, "values": {"title": "A"}},
        "update_report": {"report": signed, "number": "A", "date": None},
    }
    for name, values in tries.items():
        with pytest.raises(Refused):
            getattr(actions, name)(by=by, **values)
    before = signed.digest
    assert digest_of(Report.objects.get(pk=signed.pk).content) == before


def test_action_points_are_still_ticked_off(people, meeting, signed):
    point = meeting.decisions.get(kind="action")
    assert finish_action(by=people.head, decision=point, done=True).done


def test_what_was_read_before_the_signature_changes_nothing_after_it(people, meeting, report):
    early = Meeting.objects.get(pk=meeting.pk)
    sign_report(by=people.leadership, report=report, digest=digest_now(report))
    for change in (
        lambda: update_meeting(by=people.planner, meeting=early, values={"place": "Lain"}),
        lambda: save_decision(by=people.planner, meeting=early, values={"text": "Menyusul"}),
    ):
        early.state = "ended"
        with pytest.raises(Refused):
            change()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.place, meeting.decisions.count()) == ("closed", "Pendopo", 2)


def test_corrections_are_new_versions(people, meeting, signed, client_for):
    with pytest.raises(Refused):
        open_correction(by=people.planner, meeting=meeting, reason=" ")
    with pytest.raises(PermissionDenied):
        open_correction(by=people.officer, meeting=meeting, reason="Salah")
    draft = open_correction(by=people.planner, meeting=meeting, reason="Nama unit salah")
    with pytest.raises(Refused):
        open_correction(by=people.planner, meeting=meeting, reason="Lagi")
    assert draft.version == 2
    assert draft.sections.count() == signed.sections.count()
    opening = draft.sections.get(code="opening")
    save_section(by=people.planner, section=opening, body="Diperbaiki.", revision=0)
    draft = Report.objects.get(pk=draft.pk)
    second = sign_report(by=people.leadership, report=draft, digest=digest_now(draft))
    entries = [e for e in history(meeting) if e.kind == "meetings.signed"]
    digests = [e.content.content["digest"] for e in entries]
    assert digests == [second.digest, signed.digest]
    first = Report.objects.get(pk=signed.pk)
    assert digest_of(first.content) == first.digest
    page = client_for(people.officer).get(at("report-version", meeting.pk, 1)).content.decode()
    assert "Diperbaiki." not in page
    assert first.digest in page
    client = client_for(people.officer)
    file = client.get(at("report-file", meeting.pk, 1, "berita-acara", "pdf"))
    assert file.content == bytes_of(first.files.get(kind="berita-acara", format="pdf").file)


def test_record_says_what_it_must(signed):
    file = signed.files.get(kind="berita-acara", format="pdf").file
    text = pdf_text(bytes_of(file))
    for words in (
        in_indonesian("Record of the meeting").upper(),
        "Selasa tanggal delapan bulan Oktober tahun dua ribu sembilan belas",
        "050/1/2019",
        "Dinas Kesehatan",
        "Antrean daring dibangun",
        "1 Desember 2019",
        "Leadership",
        "Budi",
        signed.digest[:16],
    ):
        assert words in text
    assert "19800101" not in text


def test_minutes_and_word_files(signed):
    text = pdf_text(bytes_of(signed.files.get(kind="notulen", format="pdf").file))
    assert in_indonesian("Minutes of the meeting").upper() in text
    assert "Antrean" in text
    titles = {
        "notulen": "Minutes of the meeting",
        "berita-acara": "Record of the meeting",
        "daftar-hadir": "Attendance list",
    }
    for kind, title in titles.items():
        words = in_indonesian(title).upper()
        word = docx.Document(io.BytesIO(bytes_of(signed.files.get(kind=kind, format="docx").file)))
        assert any(words in each.text for each in word.paragraphs)


def test_date_in_words():
    day = date(2019, 10, 8)
    assert date_in_words(day) == (
        "Selasa tanggal delapan bulan Oktober tahun dua ribu sembilan belas"
    )


def test_sign_page_confirms_first(people, meeting, report, client_for):
    address = at("sign", meeting.pk)
    client = client_for(people.leadership)
    page = client.get(address)
    assert client_for(people.planner).get(address).status_code == 403
    assert client.post(address, {"digest": "lain"}).status_code == 422
    data = {"digest": page.context["digest"], "_key": str(uuid.uuid4())}
    assert client.post(address, data).url == at("report", meeting.pk)
    assert client.post(address, data).url == at("report", meeting.pk)
    assert client.get(at("report", meeting.pk)).status_code == 200
    assert client.get(at("correct-report", meeting.pk)).status_code == 200
    client.post(at("correct-report", meeting.pk), {"reason": "Salah tulis"})
    assert Report.objects.filter(state="draft", version=2).exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_the_papers_are_typeset(
    people, meeting, report, client_for, monkeypatch
):
    locked = []
    write = signing.WRITERS["pdf"]

    def watched(*args, **kwargs):
        locked.append(connection.in_atomic_block)
        return write(*args, **kwargs)

    monkeypatch.setitem(signing.WRITERS, "pdf", watched)
    client, address = client_for(people.leadership), at("sign", meeting.pk)
    data = {"digest": digest_now(report), "_key": str(uuid.uuid4())}
    assert client.post(address, data).url == at("report", meeting.pk)
    assert locked == [False] * 3
    assert client.post(address, data).url == at("report", meeting.pk)
    assert len([e for e in history(meeting) if e.kind == "meetings.signed"]) == 1


def test_two_signatures_at_once_are_one(people, meeting, report, client_for, monkeypatch):
    """The second was sent while the papers of the first were made."""
    write, digest = signing.write_document, digest_now(report)

    def slow(*args):
        monkeypatch.setattr(signing, "write_document", write)
        again = Report.objects.select_related("meeting__round", "meeting__chair").get(pk=report.pk)
        sign_report(by=people.leadership, report=again, digest=digest)
        return write(*args)

    monkeypatch.setattr(signing, "write_document", slow)
    data = {"digest": digest, "_key": str(uuid.uuid4())}
    answer = client_for(people.leadership).post(at("sign", meeting.pk), data)
    assert answer.url == at("report", meeting.pk)
    assert Report.objects.get().files.count() == 6
    assert len([e for e in history(meeting) if e.kind == "meetings.signed"]) == 1


def test_anybody_checks_a_signed_paper(signed, client_for):
    address = at("record", signed.digest[:16])
    client = client_for(None)
    page = client.get(address).content.decode()
    assert signed.digest in page
    assert "Budi" not in page
    right = bytes_of(signed.files.get(kind="notulen", format="pdf").file)
    answer = client.post(address, {"file": SimpleUploadedFile("a.pdf", right)})
    assert answer.context["file"] is not None
    answer = client.post(address, {"file": SimpleUploadedFile("a.pdf", right + b" ")})
    assert answer.context["file"] is None
    assert client.post(address, {}).status_code == 422
    assert client.get(at("record", "0" * 16)).status_code == 404
    assert client.get(at("record", signed.digest[:4])).status_code == 404


def test_papers_of_a_draft(people, meeting, report, client_for):
    client = client_for(people.planner)
    for paper in ("notulen", "berita-acara", "daftar-hadir"):
        for form in ("pdf", "docx"):
            assert client.get(at("report-file", meeting.pk, 1, paper, form)).status_code == 200
    assert client.get(at("report-file", meeting.pk, 1, "undangan", "pdf")).status_code == 404
    assert client.get(at("report-file", meeting.pk, 9, "notulen", "pdf")).status_code == 404


def test_content_of_a_draft_is_of_the_data(report):
    assert content_of(report)["results"][0]["group"]
