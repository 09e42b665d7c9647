import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from selaras.questionnaires.actions import publish_form
from selaras.questionnaires.models import FormVersion, StrayPost, Submission
from selaras.questionnaires.types import Upload
from tests.questionnaires.forms import REFERENCE, SYSTEM, answer, changed

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"questionnaires:{name}", args=args)


def file(data=None, name="survei.md"):
    return SimpleUploadedFile(name, data or REFERENCE.encode())


@pytest.fixture
def stray(send):
    send(answer(version="2019"))
    return StrayPost.objects.get()


@pytest.fixture
def pages(version, sent, stray):
    pk = version.questionnaire_id
    return {
        "list": at("list"),
        "questionnaire": at("questionnaire", pk),
        "version": at("version", pk, 1),
        "version-file": at("version-file", pk, 1, "xml"),
        "publish": at("publish"),
        "answers": at("answers", pk),
        "answer": at("answer", sent.pk),
        "strays": at("strays"),
        "place": at("place", stray.pk),
    }


@pytest.mark.parametrize(
    ("name", "may", "may_not"),
    [
        ("list", "leadership", "citizen"),
        ("questionnaire", "officer", "citizen"),
        ("version", "assessor", "partner"),
        ("version-file", "officer", "citizen"),
        ("publish", "planner", "officer"),
        ("answers", "inspector", "officer"),
        ("answer", "officer", "head"),
        ("answer", "inspector", "leadership"),
        ("strays", "planner", "inspector"),
        ("place", "planner", "administrator"),
    ],
)
def test_each_page_opens_for_those_who_may(client_for, people, pages, name, may, may_not):
    assert client_for(getattr(people, may)).get(pages[name]).status_code == 200
    assert client_for(getattr(people, may_not)).get(pages[name]).status_code == 403
    assert client_for(None).get(pages[name]).status_code == 302


def test_buttons_are_for_those_who_may(client_for, people, version):
    address = version.questionnaire.get_absolute_url()
    officer = client_for(people.officer).get(address).content.decode()
    planner = client_for(people.planner).get(address).content.decode()
    for link in (at("publish"), at("opening", version.questionnaire_id)):
        assert link in planner
        assert link not in officer


def test_lists_cost_the_same_for_one_and_three(
    client_for, people, version, send, sent, django_assert_max_num_queries
):
    client = client_for(people.planner)
    pk = version.questionnaire_id
    send(answer("uuid:s1", version="2019"))
    addresses = [at("list"), at("questionnaire", pk), at("answers", pk), at("strays")]

    def cost(address):
        with django_assert_max_num_queries(60) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = [cost(each) for each in addresses]
    for number in (2, 3):
        send(answer(f"uuid:{number}"), by=people.head)
        send(answer(f"uuid:s{number}", version="2019"), by=people.head)
        form = {"form": f"survei_sistem → survei_{number}"}
        publish_form(by=people.planner, name="a.md", data=changed("1", **form))
    publish_form(by=people.planner, name="a.md", data=changed(a="| Kecamatan | → | Distrik |"))
    publish_form(by=people.planner, name="a.md", data=changed("3", a="| Ploso | → | Plosok |"))
    assert [cost(each) for each in addresses] == before


def test_planner_looks_first_and_then_publishes(client_for, people):
    client = client_for(people.planner)
    page = client.post(at("publish"), {"workbook": file(), "preview": "1"})
    assert page.status_code == 200
    assert "survei_sistem" in page.content.decode()
    assert not FormVersion.objects.exists()
    given = {
        "workbook": file(),
        "description": "Untuk unit",
        "attachments": [file(b"a\n", "a.csv")],
    }
    response = client.post(at("publish"), given)
    made = FormVersion.objects.get()
    assert response.url == made.get_absolute_url()
    assert made.questionnaire.description == "Untuk unit"
    assert made.media.get().name == "a.csv"
    page = client.post(at("publish"), {"workbook": file(), "preview": "1"})
    assert page.status_code == 200


def test_preview_shows_what_would_change(client_for, people, version):
    data = changed(a="| Kecamatan | → | Distrik |")
    given = {"workbook": file(data), "preview": "1"}
    page = client_for(people.planner).post(at("publish"), given).content.decode()
    assert "“Kecamatan”" in page
    assert "“Distrik”" in page


@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_bad_workbook_comes_back_with_422(client_for, people, version, button):
    client = client_for(people.planner)
    bad = REFERENCE.replace("| text | nama |", "| txt | nama |").encode()
    response = client.post(at("publish"), {"workbook": file(bad), **button})
    assert response.status_code == 422
    assert "“txt”" in response.content.decode()
    assert client.post(at("publish"), {"x": "1", **button}).status_code == 422
    other = changed(version.version, a="| Kecamatan | → | Distrik |")
    assert client.post(at("publish"), {"workbook": file(other), **button}).status_code == 422
    assert FormVersion.objects.count() == 1


def test_bad_attachment_comes_back_with_422(client_for, people):
    given = {"workbook": file(), "attachments": [file(b"MZ", "a.exe")]}
    assert client_for(people.planner).post(at("publish"), given).status_code == 422
    assert not FormVersion.objects.exists()


def test_questionnaire_is_opened_and_closed(client_for, people, version):
    address = at("opening", version.questionnaire_id)
    found = version.questionnaire
    client_for(people.planner).post(address, {"is_open": "on", "for_phones": "on"})
    found.refresh_from_db()
    assert (found.is_open, found.for_phones) == (True, True)
    client_for(people.planner).post(address, {"x": "1"})
    found.refresh_from_db()
    assert (found.is_open, found.for_phones) == (False, False)
    page = client_for(people.planner).post(address, {"for_phones": "on"}, follow=True)
    assert page.status_code == 200
    found.refresh_from_db()
    assert not found.for_phones
    assert client_for(people.officer).post(address, {"is_open": "on"}).status_code == 403


def test_version_shows_questions_and_what_changed(client_for, people, version):
    data = changed(a="| Kecamatan | → | Distrik |")
    newer = publish_form(by=people.planner, name="a.md", data=data)
    client = client_for(people.officer)
    page = client.get(newer.get_absolute_url()).content.decode()
    assert "Jumlah ASN" in page
    assert "Number of civil servants" in page
    assert "“Kecamatan”" in page
    assert client.get(at("version", version.questionnaire_id, 9)).status_code == 404


def test_files_of_a_version(client_for, people, version):
    client = client_for(people.officer)
    pk = version.questionnaire_id
    got = client.get(at("version-file", pk, 1, "xml"))
    assert got.content.decode() == version.xform
    assert "survei_sistem-2026112601.xml" in got["Content-Disposition"]
    for form in ("xlsx", "exe"):  # a form in Markdown keeps no workbook
        assert client.get(at("version-file", pk, 1, form)).status_code == 404


def test_answers_are_filtered_and_exported(client_for, people, version, sent):
    Submission.objects.update(check_state=Submission.Check.FLAGGED)
    client = client_for(people.planner)
    address = at("answers", version.questionnaire_id)
    found = client.get(address, {"check_state": "flagged"}).content.decode()
    assert sent.get_absolute_url() in found
    clean = client.get(address, {"check_state": "clean"}).content.decode()
    assert sent.get_absolute_url() not in clean
    assert client.get(address, {"format": "csv"}).status_code == 200


def test_answer_reads_in_the_words_of_its_form(client_for, people, sent):
    page = client_for(people.officer).get(sent.get_absolute_url()).content.decode()
    for words in ("Jumlah ASN", "120", "Jombang", "Kaliwungu", "SIMPUS", "26 November 2026"):
        assert words in page
    assert "kaliwungu" not in page


def test_older_version_of_an_answer_leads_to_the_newest(client_for, people, send, sent):
    newest = send(answer("uuid:2", asn="121", deprecated="uuid:1")).submission_id
    page = client_for(people.officer).get(sent.get_absolute_url()).content.decode()
    assert at("answer", newest) in page


def test_answer_of_a_unit_is_read_by_the_unit(client_for, people, send, part):
    made = Submission.objects.get(pk=send(subject=part.subject).submission_id)
    page = client_for(people.head).get(made.get_absolute_url())
    assert page.status_code == 200
    assert part.response.get_absolute_url() in page.content.decode()
    assert client_for(people.assessor).get(made.get_absolute_url()).status_code == 403


def test_file_of_an_answer_comes_under_its_own_name(client_for, people, send):
    xml = answer(systems=SYSTEM.replace("</sis>", "<dokumen>1.pdf</dokumen></sis>"))
    made = Submission.objects.get(pk=send(xml).submission_id)
    address = at("answer-file", made.pk, "1.pdf")
    assert client_for(people.officer).get(address).status_code == 404
    send(xml, Upload("1.pdf", b"%PDF-1.7", "SK Bupati.pdf"))
    got = client_for(people.officer).get(address)
    assert b"".join(got.streaming_content) == b"%PDF-1.7"
    assert "SK Bupati.pdf" in got["Content-Disposition"]
    assert "sandbox" in got["Content-Security-Policy"]
    assert client_for(people.head).get(address).status_code == 403
    assert client_for(None).get(address).status_code == 302
    assert address in client_for(people.officer).get(made.get_absolute_url()).content.decode()


def test_stray_answer_is_placed(client_for, people, stray, version):
    client = client_for(people.planner)
    assert at("place", stray.pk) in client.get(at("strays")).content.decode()
    assert client.post(at("place", stray.pk), {"version": ""}).status_code == 422
    response = client.post(at("place", stray.pk), {"version": version.pk})
    assert response.url == Submission.objects.get().get_absolute_url()
    assert client.get(at("place", stray.pk)).status_code == 404
    assert client.get(at("strays")).status_code == 200


def test_workbook_is_kept_as_it_was(client_for, people):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), ("text", "nama", "Nama")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    made = publish_form(by=people.planner, name="Data Dasar.xlsx", data=out.getvalue())
    address = at("version-file", made.questionnaire_id, 1, "xlsx")
    got = client_for(people.officer).get(address)
    assert b"".join(got.streaming_content) == out.getvalue()
    assert "data_dasar-1.xlsx" in got["Content-Disposition"]
