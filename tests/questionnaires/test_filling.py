"""Filling in on the web, seen from the server: who may, drafts, sending, editing, the policy."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from selaras.core.middleware import POLICY
from selaras.core.registry import respondents
from selaras.questionnaires import actions
from selaras.questionnaires.models import Draft, FormVersion, Submission
from tests.questionnaires.forms import REFERENCE

SUBJECT = "uji.bagian/7"
PDF = b"%PDF-1.7 uji"


class UnitPart:
    """A subject that the officer answers for, until it is closed."""

    def __init__(self, officer: Any) -> None:
        self.officer, self.closed, self.heard = officer, False, []

    def may_fill(self, user: Any, key: str) -> bool:
        return user.pk == self.officer.pk and key == "7" and not self.closed

    def may_read(self, user: Any, key: str) -> bool:
        return self.may_fill(user, key)

    def title(self, key: str) -> str:
        return "Survei uji, Dinas Kesehatan"

    def back(self, key: str) -> str:
        return "/putaran/"

    def due(self, key: str) -> date:
        return date(2026, 12, 31)

    def is_late(self, key: str) -> bool:
        return False

    def offered(self, user: Any) -> list[tuple[int, str]]:
        return []

    def received(self, submission: Submission) -> None:
        self.heard.append(submission.instance_id)


@pytest.fixture
def version(people: SimpleNamespace) -> FormVersion:
    return actions.publish_form(by=people.planner, name="survei.md", data=REFERENCE.encode())


@pytest.fixture
def part(people: SimpleNamespace) -> Iterator[UnitPart]:
    kind = UnitPart(people.officer)
    respondents.add("uji.bagian", kind)
    yield kind
    del respondents._items["uji.bagian"]


@pytest.fixture
def officer(people: SimpleNamespace, client_for: Callable[..., Client]) -> Client:
    return client_for(people.officer)


def xml(
    instance: str = "uuid:1", name: str = "Dinkes", deprecated: str = "", files: str = ""
) -> str:
    edits = f"<deprecatedID>{deprecated}</deprecatedID>" if deprecated else ""
    return (
        f'<data id="survei_sistem" version="2026112601"><nama>{name}</nama><asn>12</asn>'
        f"<sistem>{files}</sistem>"
        f"<meta><instanceID>{instance}</instanceID>{edits}</meta></data>"
    )


def sis(*names: str) -> str:
    return "".join(f"<sis><nama_sis>A</nama_sis><dokumen>{name}</dokumen></sis>" for name in names)


def at(version: FormVersion, tail: str, subject: str = SUBJECT) -> str:
    return f"/kuesioner/isian/{version.pk}/{tail}?untuk={subject}"


def save(
    client: Client, version: FormVersion, text: str, serial: int = 0, **more: str
) -> HttpResponse:
    return client.post(at(version, "draf/"), {"xml": text, "serial": serial, **more})


def send(
    client: Client,
    version: FormVersion,
    text: str,
    *files: Any,
    subject: str = SUBJECT,
    **names: str,
) -> HttpResponse:
    data = {file.name: file for file in files}
    data["xml_submission_file"] = SimpleUploadedFile("a.xml", text.encode(), "text/xml")
    return client.post(at(version, "kirim/", subject), {**data, "names": json.dumps(names)})


def pdf(name: str, data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


class TestWhoMay:
    def test_subject_is_for_its_own_people(
        self, version: Any, part: Any, people: Any, client_for: Any
    ) -> None:
        page = f"/kuesioner/isi/{version.pk}/{SUBJECT}/"
        assert client_for(people.officer).get(page).status_code == 200
        assert client_for(people.head).get(page).status_code == 403
        assert "/akun/login/" in client_for(None).get(page).headers["Location"]
        part.closed = True
        assert client_for(people.officer).get(page).status_code == 403

    @pytest.mark.parametrize(
        "tail", ["draf/", "draf/berkas/", "jawaban/", "formulir.xml", "lampiran/a.png"]
    )
    def test_data_is_guarded_as_the_page(
        self, version: Any, part: Any, people: Any, client_for: Any, tail: str
    ) -> None:
        assert client_for(people.head).get(at(version, tail)).status_code == 403
        assert client_for(None).get(at(version, tail)).status_code == 302

    def test_sending_and_discarding_are_guarded(
        self, version: Any, part: Any, people: Any, client_for: Any
    ) -> None:
        head = client_for(people.head)
        assert send(head, version, xml()).status_code == 403
        assert head.post(at(version, "draf/buang/")).status_code == 403
        assert send(client_for(None), version, xml()).status_code == 302
        assert not Submission.objects.exists()

    def test_unknown_subject(self, version: Any, part: Any, officer: Client) -> None:
        assert officer.get(f"/kuesioner/isi/{version.pk}/tak.ada/1/").status_code == 403

    def test_free_form_while_it_is_open(
        self, version: Any, officer: Client, people: Any, client_for: Any
    ) -> None:
        page = f"/kuesioner/isi/{version.pk}/"
        assert officer.get(page).status_code == 200
        assert client_for(people.citizen).get(page).status_code == 403
        actions.set_open(
            by=people.planner, questionnaire=version.questionnaire, is_open=False, for_phones=False
        )
        assert officer.get(page).status_code == 403

    def test_free_form_opens_in_its_newest_version(
        self, version: Any, officer: Client, people: Any
    ) -> None:
        changed = REFERENCE.replace("2026112601", "2").replace("Jumlah ASN", "Banyaknya ASN")
        newest = actions.publish_form(by=people.planner, name="survei.md", data=changed.encode())
        there = officer.get(f"/kuesioner/isi/{version.pk}/")
        assert there.headers["Location"] == f"/kuesioner/isi/{newest.pk}/"

    def test_token_is_asked_for(self, version: Any, part: Any, people: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(people.officer)
        assert save(client, version, xml()).status_code == 403
        token = client.get(f"/kuesioner/isi/{version.pk}/{SUBJECT}/").cookies["csrftoken"].value
        sent = client.post(
            at(version, "draf/"), {"xml": xml(), "serial": 0}, headers={"X-CSRFToken": token}
        )
        assert sent.status_code == 200


class TestPage:
    def test_what_it_says(self, version: Any, part: Any, officer: Client) -> None:
        text = officer.get(f"/kuesioner/isi/{version.pk}/{SUBJECT}/").content.decode()
        for words in (
            "Survei sistem informasi",
            "Survei uji, Dinas Kesehatan",
            "31 Desember 2026",
            'href="/putaran/"',
            "<noscript>",
        ):
            assert words in text
        assert "htmx" not in text
        assert "web/sidebar.js" not in text

    def test_policy_is_looser_here_alone(self, version: Any, part: Any, officer: Client) -> None:
        page = officer.get(f"/kuesioner/isi/{version.pk}/{SUBJECT}/")
        policy = dict(
            each.strip().split(" ", 1)
            for each in page.headers["Content-Security-Policy"].split(";")
        )
        nonce = policy["script-src"].split("'nonce-")[1].split("'")[0]
        assert policy["script-src"] == f"'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"
        assert f'nonce="{nonce}"' in page.content.decode()
        assert policy["style-src"] == "'self' 'unsafe-inline'"
        assert policy["worker-src"] == policy["connect-src"] == "'self'"
        again = officer.get(f"/kuesioner/isi/{version.pk}/{SUBJECT}/")
        assert nonce not in again.headers["Content-Security-Policy"]
        for other in (
            version.questionnaire.get_absolute_url(),
            version.get_absolute_url(),
            "/kuesioner/",
            at(version, "formulir.xml"),
            at(version, "draf/"),
        ):
            assert officer.get(other).headers["Content-Security-Policy"] == POLICY, other

    def test_only_the_import_map_stands_in_the_page(
        self, version: Any, part: Any, officer: Client
    ) -> None:
        text = officer.get(f"/kuesioner/isi/{version.pk}/{SUBJECT}/").content.decode()
        kinds = [tag.split(">")[0] for tag in text.split("<script")[1:]]
        assert [
            kind
            for kind in kinds
            if "src=" not in kind and "application/json" not in kind and "importmap" not in kind
        ] == []
        assert " style=" not in text
        assert " onclick=" not in text

    def test_worker_may_serve_the_pages_beside_it(self, client: Client) -> None:
        worker = client.get("/kuesioner/isi/sw.js")
        assert worker.headers["Content-Type"].startswith("text/javascript")
        assert worker.headers["Cache-Control"] == "no-cache"
        assert b"fetch" in b"".join(worker.streaming_content)

    def test_form_and_attachments(self, people: Any, officer: Client) -> None:
        made = actions.publish_form(
            by=people.planner,
            name="survei.md",
            data=REFERENCE.encode(),
            media=[("daftar.csv", b"a,b\n1,2\n")],
        )
        form = officer.get(at(made, "formulir.xml", ""))
        assert form.content.decode() == made.xform
        assert "immutable" in form.headers["Cache-Control"]
        medium = officer.get(at(made, "lampiran/daftar.csv", ""))
        assert b"".join(medium.streaming_content) == b"a,b\n1,2\n"
        assert officer.get(at(made, "lampiran/lain.csv", "")).status_code == 404


class TestDrafts:
    def test_kept_and_opened_again(self, version: Any, part: Any, officer: Client) -> None:
        assert officer.get(at(version, "draf/")).json() == {"draft": None}
        assert save(officer, version, xml("uuid:1", "Satu\r\nDua")).json()["serial"] == 1
        assert save(officer, version, xml("uuid:1", "Tiga"), 1).json()["serial"] == 2
        draft = officer.get(at(version, "draf/")).json()["draft"]
        assert (draft["serial"], draft["by"]) == (2, "Officer")
        assert "Tiga" in draft["xml"]

    def test_older_page_does_not_overwrite(self, version: Any, part: Any, officer: Client) -> None:
        save(officer, version, xml(name="A"))
        save(officer, version, xml(name="B"), 1)
        late = save(officer, version, xml(name="C"), 1)
        assert late.status_code == 409
        assert "Officer" in late.json()["text"]
        assert "B" in Draft.objects.get().xml
        assert save(officer, version, xml(name="C"), 1, takes_over="1").json()["serial"] == 3
        assert "C" in Draft.objects.get().xml

    def test_page_of_a_draft_that_went(self, version: Any, part: Any, officer: Client) -> None:
        save(officer, version, xml())
        assert officer.post(at(version, "draf/buang/")).status_code == 200
        assert save(officer, version, xml(), 1).status_code == 409
        assert not Draft.objects.exists()
        assert save(officer, version, xml(), 1, takes_over="1").status_code == 200

    def test_free_drafts_are_each_persons_own(
        self, version: Any, people: Any, client_for: Any
    ) -> None:
        one, two = client_for(people.officer), client_for(people.head)
        for client, name in ((one, "Satu"), (two, "Dua")):
            assert client.post(at(version, "draf/", ""), {"xml": xml(name=name)}).status_code == 200
        assert "Satu" in one.get(at(version, "draf/", "")).json()["draft"]["xml"]
        send(one, version, xml("uuid:satu", "Satu"), subject="")
        assert one.get(at(version, "draf/", "")).json()["draft"] is None
        assert "Dua" in two.get(at(version, "draf/", "")).json()["draft"]["xml"]

    def test_files_with_their_own_names(self, version: Any, part: Any, officer: Client) -> None:
        save(officer, version, xml(files=sis("1795.pdf")))
        file = {"file": pdf("1795.pdf"), "names": json.dumps({"1795.pdf": "SK Bupati 12.pdf"})}
        assert officer.post(at(version, "draf/berkas/"), file).json() == {"name": "1795.pdf"}
        assert officer.get(at(version, "draf/")).json()["draft"]["files"] == {
            "1795.pdf": "SK Bupati 12.pdf"
        }
        kept = officer.get(at(version, "draf/berkas/") + "&nama=1795.pdf")
        assert b"".join(kept.streaming_content) == PDF
        assert officer.get(at(version, "draf/berkas/") + "&nama=lain.pdf").status_code == 404

    @pytest.mark.parametrize("data", [b"MZ no pdf", b""])
    def test_file_that_cannot_be_kept(
        self, version: Any, part: Any, officer: Client, data: bytes
    ) -> None:
        files = {"file": pdf("1.pdf", data)} if data else {}
        told = officer.post(at(version, "draf/berkas/"), files)
        assert told.status_code == 422
        assert told.json()["text"]


class TestSending:
    def test_answer_arrives_and_the_draft_goes(
        self, version: Any, part: UnitPart, officer: Client
    ) -> None:
        save(officer, version, xml())
        sent = send(officer, version, xml())
        assert (sent.status_code, sent.json()["reply"], sent.json()["next"]) == (
            201,
            "new",
            "/putaran/",
        )
        made = Submission.objects.get()
        assert (made.subject, made.source, made.data["nama"]) == (SUBJECT, "web", "Dinkes")
        assert part.heard == ["uuid:1"]
        assert not Draft.objects.exists()
        assert [str(each) for each in officer.get("/").context["messages"]]

    def test_free_answer_leads_to_its_page(self, version: Any, officer: Client) -> None:
        sent = send(officer, version, xml(), subject="")
        assert sent.json()["next"] == Submission.objects.get().get_absolute_url()
        assert officer.get(sent.json()["next"]).status_code == 200

    def test_twice_is_once(self, version: Any, part: UnitPart, officer: Client) -> None:
        file = "1795.pdf"
        for _time in range(2):
            sent = send(officer, version, xml(files=sis(file)), pdf(file), **{file: "SK.pdf"})
            assert sent.status_code == 201
        part.closed = True  # the section closed with the first; the page did not hear of it
        assert send(officer, version, xml(files=sis(file)), pdf(file)).json()["reply"] == "again"
        assert Submission.objects.count() == 1
        assert part.heard == ["uuid:1"]

    def test_files_keep_their_names(self, version: Any, part: Any, officer: Client) -> None:
        sent = send(
            officer,
            version,
            xml(files=sis("1.pdf", "2.pdf")),
            pdf("1.pdf"),
            pdf("2.pdf", PDF + b"2"),
            **{"1.pdf": "SK Bupati.pdf", "2.pdf": "SK Bupati.pdf"},
        )
        assert sent.json()["missing"] == []
        files = Submission.objects.get().files.all()
        assert [(each.name, each.original_name) for each in files] == [
            ("1.pdf", "SK Bupati.pdf"),
            ("2.pdf", "SK Bupati.pdf"),
        ]

    def test_files_of_the_draft_need_no_second_journey(
        self, version: Any, part: Any, officer: Client
    ) -> None:
        save(officer, version, xml(files=sis("1.pdf", "2.pdf")))
        officer.post(
            at(version, "draf/berkas/"),
            {"file": pdf("1.pdf"), "names": json.dumps({"1.pdf": "Satu.pdf"})},
        )
        sent = send(officer, version, xml(files=sis("1.pdf", "2.pdf")))
        assert sent.json()["missing"] == ["2.pdf"]
        again = send(
            officer, version, xml(files=sis("1.pdf", "2.pdf")), pdf("2.pdf"), **{"2.pdf": "Dua.pdf"}
        )
        assert (again.json()["reply"], again.json()["missing"]) == ("again", [])
        assert [str(each) for each in Submission.objects.get().files.all()] == [
            "Satu.pdf",
            "Dua.pdf",
        ]

    def test_edit_follows_what_it_edits(self, version: Any, part: Any, officer: Client) -> None:
        send(officer, version, xml(files=sis("1.pdf")), pdf("1.pdf"), **{"1.pdf": "SK.pdf"})
        there = officer.get(at(version, "jawaban/")).json()["answer"]
        assert (there["instance"], there["files"]["1.pdf"]["original"]) == ("uuid:1", "SK.pdf")
        file = officer.get(there["files"]["1.pdf"]["url"])
        assert b"".join(file.streaming_content) == PDF
        edited = xml("uuid:2", "Dinkes baru", deprecated="uuid:1", files=sis("1.pdf"))
        assert send(officer, version, edited).json()["reply"] == "new"
        newest = Submission.objects.get(current=True)
        assert (newest.root_id, newest.deprecated_id) == ("uuid:1", "uuid:1")
        assert newest.files.get().original_name == "SK.pdf"

    def test_answer_of_somebody_else_meanwhile(
        self, version: Any, part: Any, officer: Client
    ) -> None:
        send(officer, version, xml())
        second = send(officer, version, xml("uuid:2", "Lain"))
        assert second.status_code == 409
        said = second.json()
        assert (said["reply"], said["current"]) == ("stale", "uuid:1")
        assert "Officer" in said["text"]
        assert Submission.objects.count() == 1
        follows = xml("uuid:2", "Lain", deprecated=said["current"])
        assert send(officer, version, follows).status_code == 201

    def test_same_id_with_other_content(self, version: Any, part: Any, officer: Client) -> None:
        send(officer, version, xml())
        other = send(officer, version, xml(name="Lain"))
        assert (other.status_code, other.json()["reply"]) == (409, "other_content")
        assert "Dinkes" in Submission.objects.get().xml

    def test_refused_answer_keeps_its_draft(self, version: Any, part: Any, officer: Client) -> None:
        save(officer, version, xml())
        assert send(officer, version, "<data>").status_code == 422
        assert (
            send(officer, version, xml(files=sis("1.pdf")), pdf("1.pdf", b"MZ")).status_code == 422
        )
        assert Draft.objects.count() == 1
        assert not Submission.objects.exists()

    def test_wrong_names_do_no_harm(self, version: Any, part: Any, officer: Client) -> None:
        for names in ("no json", "[1]", '{"1.pdf": {"a": 1}}'):
            text = SimpleUploadedFile("a.xml", xml(f"uuid:{len(names)}", deprecated="").encode())
            assert (
                officer.post(
                    at(version, "kirim/", ""), {"xml_submission_file": text, "names": names}
                ).status_code
                == 201
            )
