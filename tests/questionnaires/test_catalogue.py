"""What public workbooks hold: published or refused in words, re-checked, read back."""

import csv
import io
import json
import shutil
import zipfile

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from selaras.core.errors import ImportRefused
from selaras.lib.xforms import javarosa
from selaras.lib.xforms.layout import rows_of
from selaras.lib.xforms.sameness import same
from selaras.questionnaires import exports
from selaras.questionnaires.actions import publish_form, receive_answer
from selaras.questionnaires.documents import answer_document
from selaras.questionnaires.exports.options import NAMES, Options
from selaras.questionnaires.models import Submission
from selaras.questionnaires.tasks import recheck
from tests.questionnaires.answers import FILES, xml_of
from tests.questionnaires.catalogue_more import CASES
from tests.questionnaires.catalogue_refused import REFUSED

pytestmark = pytest.mark.django_db
needs_java = pytest.mark.skipif(not shutil.which("java"), reason="no Java here")


@pytest.fixture
def java(monkeypatch):
    monkeypatch.setattr(javarosa, "available", lambda: bool(shutil.which("java")))


def published(people, name):
    case = CASES[name]
    media = (*case.media, *PICTURES.get(name, ()))
    return publish_form(
        by=people.planner, name=f"{name}.md", data=case.workbook.encode(), media=media
    )


PICTURES = {
    "languages_and_media": (("logo.png", FILES["foto-1.png"].data), ("sapa.mp3", b"ID3suara"))
}


def answered(people, name):
    version = published(people, name)
    xml = xml_of(version, CASES[name].answer)
    uploads = [FILES[each] for each in FILES if each.encode() in xml]
    received = receive_answer(by=people.planner, xml=xml, uploads=uploads)
    return Submission.objects.get(pk=received.submission_id)


@needs_java
@pytest.mark.usefixtures("java")
@pytest.mark.parametrize("name", CASES)
def test_form_is_published_and_a_clean_answer_comes_back_whole(people, name):
    made = answered(people, name)
    recheck.func(made.pk)
    made.refresh_from_db()
    assert (made.check_state, made.findings) == (Submission.Check.CLEAN, [])
    read_back(made)
    with translation.override("id"):
        assert answer_document(made)
    client = Client()
    client.force_login(people.planner)
    form = made.version.questionnaire.form_id
    assert client.get(f"/odata/{form}.svc/$metadata").status_code == 200
    told = client.get(f"/odata/{form}.svc/Submissions?$expand=*").getvalue()
    (row,) = json.loads(told)["value"]
    assert row["__id"] == made.instance_id


def read_back(made):
    """Every value stands in the CSV files as it was sent; the workbooks can be opened."""
    questionnaire = made.version.questionnaire
    options = Options(language=NAMES, with_files=False)
    with exports.make("odk", questionnaire, options).file as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    found = [
        line
        for name in archive.namelist()
        if name.endswith(".csv")
        for line in csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
    ]
    for row in rows_of(made.data):
        mine = [
            line
            for line in found
            if all(held(line, row.table, *each) for each in row.values.items())
        ]
        assert mine, row
    for kind in ("xlsx", "codebook"):
        with exports.make(kind, questionnaire, Options()).file as file:
            assert openpyxl.load_workbook(io.BytesIO(file.read())).sheetnames


def held(line, table, path, text):
    inside = path[len(table) :].strip("/").replace("/", "-")
    names = (path.replace("/", "-"), inside)
    if path.startswith("meta/") or any(f"{name}-Latitude" in line for name in names):
        return True  # the parts of a place are looked at in test_exports.py
    return text in [line.get(name) for name in names]


@needs_java
@pytest.mark.usefixtures("java")
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_form_is_refused_with_its_row(people, name):
    workbook, place = REFUSED[name]
    with translation.override("id"), pytest.raises(ImportRefused) as refusal:
        publish_form(by=people.planner, name="buruk.md", data=workbook.encode())
    first = refusal.value.problems[0]
    assert first.place == place or first.place.startswith(f"{place},")
    assert "Pengubah formulir" not in first.text
    assert "org." not in first.text


def test_a_heading_that_stands_twice_is_named(people):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label", "label"], ["text", "a", "A", "B"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with translation.override("id"), pytest.raises(ImportRefused) as refusal:
        publish_form(by=people.planner, name="buruk.xlsx", data=out.getvalue())
    assert refusal.value.problems[0].place == "survey, baris 1"
    assert "label" in refusal.value.problems[0].text


@needs_java
@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    ("name", "old", "new", "path"),
    [
        ("external_csv", ">dinkes<", ">dinpar<", "/data/unit"),
        ("pulldata", ">2500<", ">1<", "/data/harga"),
        ("instances_by_name", ">Dinas Kesehatan<", ">Dinas Lain<", "/data/nama_unit"),
        ("places", "-7.546 112.2333 0 0", "di sana", "/data/peta"),
        ("cascade", ">rejo<", ">kali<", "/data/desa"),
    ],
)
def test_what_attachments_do_not_hold_is_flagged(people, name, old, new, path):
    version = published(people, name)
    xml = xml_of(version, CASES[name].answer).replace(old.encode(), new.encode())
    received = receive_answer(by=people.planner, xml=xml)
    recheck.func(received.submission_id)
    made = Submission.objects.get(pk=received.submission_id)
    assert path in [each["path"] for each in made.findings]


@pytest.mark.parametrize(
    ("sent", "kept", "alike"),
    [
        ("1", "1.0", True),
        ("-7.5 112.2", "-7.5 112.2 0.0 0.0", False),
        ("-7.5 112.2 0 0;-7.6 112.3 0 0", "-7.5 112.2 0.0 0.0; -7.6 112.3 0.0 0.0;", True),
        ("08:30:00.000+07:00", "01:30:00.000Z", True),
        ("08:30", "08:30:00.000+07:00", True),
        ("2026-11-26T08:30:00+07:00", "2026-11-26T01:30:00.000Z", True),
        ("2026-11-26T08:30:00+07:00", "2026-11-26T02:30:00.000Z", False),
        ("a b", "b a", False),
        ("x", "", False),
    ],
)
def test_what_says_the_same_is_the_same(sent, kept, alike):
    assert same(sent, kept) is alike
