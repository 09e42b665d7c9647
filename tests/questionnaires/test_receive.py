import io

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from selaras.core.errors import Refused
from selaras.core.models import LedgerEntry
from selaras.organisations.models import Agency, Role, User
from selaras.questionnaires.actions import place_stray, publish_form, set_open
from selaras.questionnaires.models import (
    Draft,
    RepeatEntry,
    StrayPost,
    Submission,
    SubmissionFile,
)
from selaras.questionnaires.types import Upload
from selaras.surveys.models import Part, Response
from tests.questionnaires.forms import SYSTEM, answer, changed

pytestmark = pytest.mark.django_db
TWO = SYSTEM + SYSTEM.replace("SIMPUS", "e-Absensi")
FILES = SYSTEM.replace("</sis>", "<foto>1.png</foto><dokumen>sk.pdf</dokumen></sis>")
PDF = b"%PDF-1.7 SK"


@pytest.fixture
def stranger(db):
    """An officer of another unit."""
    user = User.objects.create_user("lain@example.test", "kata-sandi-uji", name="Lain")
    unit = Agency.objects.create(slug="dishub", name="Dinas Perhubungan")
    Role.objects.create(user=user, kind="agency_officer", agency=unit)
    return user


@pytest.fixture
def closed(version, people):
    found = version.questionnaire
    set_open(by=people.planner, questionnaire=found, is_open=False, for_phones=False)
    return found


def png(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (2, 2), colour).save(out, "PNG")
    return out.getvalue()


def kinds():
    entries = LedgerEntry.objects.filter(kind__startswith="questionnaires.").order_by("pk")
    return [each.kind.partition(".")[2] for each in entries]


def test_answer_is_kept_as_it_came(send, people, version):
    received = send(answer(systems=TWO))
    assert (received.reply, received.missing) == ("new", [])
    made = Submission.objects.get(pk=received.submission_id)
    assert made.xml.encode() == answer(systems=TWO)
    assert (made.version, made.by, made.current) == (version, people.officer, True)
    assert (made.instance_id, made.root_id) == ("uuid:1", "uuid:1")
    assert made.data["asn"] == "120"
    assert [each["nama_sis"] for each in made.data["sistem"]["sis"]] == ["SIMPUS", "e-Absensi"]
    rows = RepeatEntry.objects.values_list("path", "index")
    assert list(rows) == [("/data/sistem/sis", "1"), ("/data/sistem/sis", "2")]
    assert kinds() == ["published", "answered"]


def test_same_again_doubles_nothing(send):
    first = send()
    again = send()
    assert (again.reply, again.submission_id) == ("again", first.submission_id)
    assert Submission.objects.count() == 1
    assert RepeatEntry.objects.count() == 1
    assert kinds() == ["published", "answered"]


def test_other_content_under_the_same_id_is_a_conflict(send, sent):
    received = send(answer(nama="Lain"))
    assert (received.reply, received.submission_id) == ("other_content", sent.pk)
    sent.refresh_from_db()
    assert sent.data["nama"] == "Dinas Kesehatan"


def test_own_answer_once_more_is_met_after_closing(send, sent, closed):
    assert send().reply == "again"
    with pytest.raises(PermissionDenied):
        send(answer("uuid:2"))


def test_edit_is_a_new_version_of_the_chain(send, sent):
    made = Submission.objects.get(
        pk=send(answer("uuid:2", asn="121", deprecated="uuid:1")).submission_id
    )
    sent.refresh_from_db()
    assert (sent.current, made.current) == (False, True)
    assert (made.root_id, made.deprecated_id) == ("uuid:1", "uuid:1")
    third = send(answer("uuid:3", asn="122", deprecated="uuid:2")).submission_id
    assert Submission.objects.get(current=True).pk == third
    assert Submission.objects.get(pk=third).root_id == "uuid:1"
    assert kinds() == ["published", "answered", "edited", "edited"]


def test_stale_edit_is_told_so(send, sent):
    send(answer("uuid:2", asn="121", deprecated="uuid:1"))
    assert send(answer("uuid:3", asn="122", deprecated="uuid:1")).reply == "stale"
    assert Submission.objects.get(current=True).instance_id == "uuid:2"
    assert send(answer("uuid:2", asn="121", deprecated="uuid:1")).reply == "again"


def test_edit_of_what_is_not_known_begins_a_chain(send, version):
    made = Submission.objects.get(pk=send(answer("uuid:2", deprecated="uuid:1")).submission_id)
    assert (made.root_id, made.current) == ("uuid:2", True)


def test_answer_of_another_person_cannot_be_edited(send, sent, stranger, people):
    edit = answer("uuid:2", asn="0", deprecated="uuid:1")
    with pytest.raises(PermissionDenied):
        send(edit, by=stranger)
    sent.refresh_from_db()
    assert sent.current
    assert send(edit, by=people.planner).reply == "new"


def test_edit_belongs_to_the_same_form(send, sent, people):
    other = changed("1", form="survei_sistem → survei_lain")
    publish_form(by=people.planner, name="b.md", data=other)
    with pytest.raises(PermissionDenied):
        send(answer("uuid:2", deprecated="uuid:1", version="1", form_id="survei_lain"))


def test_unit_answers_for_itself_only(send, part, stranger, people, closed):
    with pytest.raises(PermissionDenied):
        send(subject=part.subject, by=stranger)
    with pytest.raises(PermissionDenied):
        send(subject="entah/1")
    with pytest.raises(PermissionDenied):
        send(subject="surveys.part/0")
    made = Submission.objects.get(pk=send(subject=part.subject).submission_id)
    part.refresh_from_db()
    assert (part.submission, part.state) == (made, Part.State.FILLED)
    assert made.subject == part.subject


def test_edit_stays_with_its_subject(send, part, stranger):
    send(subject=part.subject)
    edit = answer("uuid:2", asn="0", deprecated="uuid:1")
    with pytest.raises(PermissionDenied):
        send(edit, by=stranger)
    made = Submission.objects.get(pk=send(edit).submission_id)
    part.refresh_from_db()
    assert (made.subject, part.submission) == (part.subject, made)


def test_sent_response_is_not_written_any_more(send, part):
    send(subject=part.subject)
    Response.objects.update(state=Response.State.SENT)
    with pytest.raises(PermissionDenied):
        send(answer("uuid:2", asn="0", deprecated="uuid:1"))
    assert send(subject=part.subject).reply == "again"


def test_sending_takes_the_draft_away(send, part, version):
    Draft.objects.create(version=version, subject=part.subject, xml="<data/>")
    Draft.objects.create(version=version, subject="surveys.part/0", xml="<data/>")
    send(subject=part.subject)
    assert Draft.objects.get().subject == "surveys.part/0"


@pytest.mark.parametrize("role", ["citizen", "partner"])
def test_free_answers_are_for_the_office(send, people, role):
    with pytest.raises(PermissionDenied):
        send(by=getattr(people, role))


@pytest.mark.parametrize("xml", [b"x", b"<data/>", b'<data id="survei_sistem" version="1"/>'])
def test_what_cannot_be_read_is_refused_in_words(send, xml):
    with pytest.raises(Refused) as refusal:
        send(xml)
    assert str(refusal.value.text)
    assert not StrayPost.objects.exists()


def test_files_come_in_parts(send):
    xml = answer(systems=FILES)
    assert send(xml).missing == ["1.png", "sk.pdf"]
    assert send(xml, Upload("1.png", png())).missing == ["sk.pdf"]
    assert send(xml, Upload("sk.pdf", PDF, "SK Bupati.pdf")).missing == []
    assert send(xml, Upload("sk.pdf", PDF)).reply == "again"
    kept = SubmissionFile.objects.get(name="sk.pdf")
    assert (kept.original_name, kept.file.kind) == ("SK Bupati.pdf", "pdf")
    assert SubmissionFile.objects.count() == 2


def test_files_are_judged_by_their_content(send):
    xml = answer(systems=FILES)
    with pytest.raises(Refused):
        send(xml, Upload("sk.pdf", b"MZ bukan PDF"))
    assert not Submission.objects.exists()
    send(xml, Upload("sk.pdf", PDF))
    with pytest.raises(Refused):
        send(xml, Upload("sk.pdf", PDF + b" lain"))


def test_file_that_the_answer_does_not_name_is_kept_all_the_same(send):
    send(answer(), Upload("audit.csv", b"a,b\n"), Upload("audit.csv", b"a,b\n"))
    assert SubmissionFile.objects.get().name == "audit.csv"


def test_edit_carries_the_files_over(send):
    send(answer(systems=FILES), Upload("1.png", png()), Upload("sk.pdf", PDF))
    edit = answer("uuid:2", asn="121", systems=FILES, deprecated="uuid:1")
    received = send(edit)
    assert received.missing == []
    files = SubmissionFile.objects.filter(name="sk.pdf").values_list("file", flat=True)
    assert len(files) == 2
    assert len(set(files)) == 1


def test_unknown_version_is_kept_aside_and_placed(send, version, people):
    xml = answer(version="2019", systems=FILES)
    assert send(xml, Upload("sk.pdf", PDF)).reply == "aside"
    assert send(xml, Upload("1.png", png())).reply == "aside"
    stray = StrayPost.objects.get()
    assert (stray.reason, stray.form_version, stray.by) == (
        "unknown_version",
        "2019",
        people.officer,
    )
    assert send(answer(version="2019", nama="Lain")).reply == "other_content"
    with pytest.raises(PermissionDenied):
        place_stray(by=people.officer, stray=stray, version=version)
    made = place_stray(by=people.planner, stray=stray, version=version)
    assert (made.version, made.by, made.data["asn"]) == (version, people.officer, "120")
    assert not made.files.filter(file=None).exists()
    with pytest.raises(Refused):
        place_stray(by=people.planner, stray=stray, version=version)
    assert Submission.objects.count() == 1


def test_files_that_come_after_placing_reach_the_answer(send, version, people):
    xml = answer(version="2019", systems=FILES)
    send(xml)
    made = place_stray(by=people.planner, stray=StrayPost.objects.get(), version=version)
    received = send(xml, Upload("sk.pdf", PDF))
    assert (received.reply, received.submission_id) == ("again", made.pk)
    assert received.missing == ["1.png"]


def test_stray_that_was_sent_again_after_publishing_is_not_doubled(send, version, people):
    xml = answer(version="2026112701")
    send(xml, Upload("audit.csv", b"a,b\n"))
    publish_form(by=people.planner, name="b.md", data=changed(a="| Kecamatan | → | Distrik |"))
    made = send(xml).submission_id
    placed = place_stray(by=people.planner, stray=StrayPost.objects.get(), version=version)
    assert placed.pk == made
    assert placed.files.get().name == "audit.csv"


def test_unknown_form_is_kept_aside(send):
    assert send(answer(form_id="entah")).reply == "aside"
    assert StrayPost.objects.get().reason == "unknown_form"
