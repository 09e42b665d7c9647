"""Answers go out as files, and every value read back is the one of the XML."""

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from selaras.core.models import Job, StoredFile
from selaras.questionnaires import exports
from selaras.questionnaires.exports.background import sweep_exports
from selaras.questionnaires.exports.options import NAMES, Options
from selaras.questionnaires.models import Submission
from tests.questionnaires.answers import (
    ALL_TYPES,
    PNG,
    SYSTEMS,
    TRICKY,
    open_form,
    publish,
    receive,
)
from tests.questionnaires.forms import REFERENCE
from tests.questionnaires.truth import true_rows, types_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch):
    """The second engine is slow to start and says nothing about files."""
    monkeypatch.setattr("selaras.lib.xforms.javarosa.available", lambda: False)


@pytest.fixture
def version(db):
    made = publish(ALL_TYPES)
    open_form(made)
    return made


@pytest.fixture
def answers(version, people):
    return [receive(people.planner, version, values) for values in TRICKY]


def workbook(questionnaire, **options):
    made = exports.make("xlsx", questionnaire, Options(**options))
    with made.file:
        return openpyxl.load_workbook(io.BytesIO(made.file.read()))


def archive(questionnaire, **options):
    made = exports.make("odk", questionnaire, Options(**options))
    with made.file:
        return zipfile.ZipFile(io.BytesIO(made.file.read()))


def table(sheet):
    head, *rows = sheet.iter_rows()
    names = [cell.value for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def lines(found, name, *, delimiter=",", encoding="utf-8"):
    text = found.read(name).decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def same(kind, cell, text):
    """Whether a cell says what the XML says."""
    value = cell.value
    if text == "":
        return value is None
    if isinstance(value, bool):
        return False
    if isinstance(value, datetime) and kind == "dateTime":
        meant = timezone.localtime(datetime.fromisoformat(text)).replace(tzinfo=None)
        return abs(value - meant) < timedelta(milliseconds=1)
    if isinstance(value, datetime) and kind == "date":
        return value.date() == date.fromisoformat(text)
    if isinstance(value, time):
        return value == time.fromisoformat(text).replace(tzinfo=None)
    if isinstance(value, int | float):
        try:
            return Decimal(str(value)) == Decimal(text)
        except InvalidOperation:
            return False
    return value == text


SHEETS = {"": "semua_jenis", "dalam/rumah": "rumah", "dalam/rumah/orang": "orang"}


def test_every_value_of_the_workbook_is_that_of_the_xml(version, answers):
    book = workbook(version.questionnaire, language=NAMES, separator="/")
    read = {path: table(book[name]) for path, name in SHEETS.items()}
    places = dict.fromkeys(SHEETS, 0)
    types = types_of(version)
    checked = 0
    for answer in answers:
        for row in true_rows(answer):
            cells = read[row.table][places[row.table]]
            places[row.table] += 1
            for path, text in row.values.items():
                if types[path] == "binary" or path in ("catatan", "dalam"):
                    continue
                name = path[len(row.table) :].strip("/") if row.table else path
                assert same(types[path], cells[name], text), (path, cells[name].value, text)
                checked += 1
    assert places == {path: len(rows) for path, rows in read.items()}
    assert checked == 47


def test_numbers_days_and_times_are_no_text(version, answers):
    first, second, _third = table(workbook(version.questionnaire)["Semua jenis"])
    assert first["Bilangan bulat"].value == 2147483647
    assert first["Pecahan"].value == -12.5
    assert first["Hari"].is_date
    assert first["Saat"].is_date
    assert isinstance(first["Jam"].value, time)
    assert first["Skala"].value == 7
    assert first["hitung"].value == 2
    assert first["Letak / latitude"].value == pytest.approx(-7.546)
    assert first["Kode batang"].value == "0012345678905"
    assert second["hitung"].value == "007"  # a number of another kind: kept as it was
    assert second["Pecahan"].value == "12345678901234567890.123456789"  # more than Excel can count


def test_what_looks_like_a_formula_stays_text(version, answers):
    book = workbook(version.questionnaire)
    first = table(book["Semua jenis"])[0]["Teks"]
    assert first.value.startswith("=1+1")
    assert first.data_type == "s"
    assert first.quotePrefix
    names = [row["Nama"] for row in table(book["Orang"])]
    assert [(cell.value, cell.data_type) for cell in names[:2]] == [("-Siti", "s"), ("+62812", "s")]
    assert table(book["Rumah"])[2]["Alamat"].data_type == "s"  # "#N/A"


def test_words_in_the_language_chosen_and_both_ways(version, answers):
    q = version.questionnaire
    first, second, _third = table(workbook(q, multiple="both")["Semua jenis"])
    assert first["Satu warna"].value == "Hijau, muda"
    assert first["Beberapa warna"].value == "Merah; Biru"
    assert first["Urutan warna"].value == "Biru; Merah; Hijau, muda"
    flags = [f"Beberapa warna / {name}" for name in ("Merah", "Hijau, muda", "Biru")]
    assert [first[name].value for name in flags] == [1, 0, 1]
    assert first["Urutan warna / Merah"].value == 2
    assert second["Beberapa warna / Merah"].value is None  # not answered is not "no"
    assert second["Satu warna"].value == "ungu"
    english = table(workbook(q, language="English (en)", multiple="columns")["Semua jenis"])[0]
    assert english["One colour"].value == "Green, light"
    assert "Some colours" not in english
    assert english["Some colours / Blue"].value == 1
    plain = table(workbook(q, groups=False, separator=" - ")["Semua jenis"])[0]
    assert plain["Teks dalam"].value == "  dua spasi  "


def test_repeats_stand_on_their_sheets_and_name_what_they_belong_to(version, answers):
    book = workbook(version.questionnaire, base="https://selaras.test")
    assert book.sheetnames == ["Semua jenis", "Rumah", "Orang"]
    houses, persons = table(book["Rumah"]), table(book["Orang"])
    assert [row["_parent_index"].value for row in houses] == [1, 1, 1]
    found = [(row["_parent_table"].value, row["_parent_index"].value) for row in persons]
    assert found == [("Rumah", 1), ("Rumah", 1), ("Rumah", 2)]
    link = persons[0]["_submission"]
    assert link.value == answers[0].instance_id
    assert link.hyperlink.target == f"https://selaras.test{answers[0].get_absolute_url()}"


def test_files_are_links_under_their_own_names(version, answers):
    first, second, _third = table(
        workbook(version.questionnaire, base="https://selaras.test")["Semua jenis"]
    )
    assert first["Gambar"].value == "Foto kantor.png"
    expected = f"https://selaras.test/kuesioner/jawaban/{answers[0].pk}/berkas/foto-1.png"
    assert first["Gambar"].hyperlink.target == expected
    assert second["Berkas"].value == "hilang.pdf"  # has not arrived
    assert second["Berkas"].hyperlink is None


CSV = {"": "semua_jenis.csv", "dalam/rumah": "semua_jenis-rumah.csv"}
CSV["dalam/rumah/orang"] = "semua_jenis-orang.csv"
PARTS = ("Latitude", "Longitude", "Altitude", "Accuracy")


def test_every_value_of_the_archive_is_that_of_the_xml(version, answers):
    found = archive(version.questionnaire)
    read = {path: {row["KEY"]: row for row in lines(found, name)} for path, name in CSV.items()}
    count = dict.fromkeys(CSV, 0)
    for answer in answers:
        for row in true_rows(answer):
            held = read[row.table][row.key]
            count[row.table] += 1
            for path, text in row.values.items():
                name = path[len(row.table) :].strip("/").replace("/", "-")
                if path == "letak":
                    whole = " ".join(held[f"letak-{part}"] for part in PARTS)
                    assert whole.strip() == text
                elif path != "dalam":  # a group that was not relevant
                    assert held[name] == text, path
    assert count == {path: len(rows) for path, rows in read.items()}


def test_the_archive_has_the_columns_of_odk(version, answers):
    found = archive(version.questionnaire, split=True)
    assert found.namelist() == [*CSV.values(), "media/foto-1.png", "media/surat.pdf"]
    head = next(csv.reader(io.StringIO(found.read("semua_jenis.csv").decode())))
    assert head[0] == "SubmissionDate"
    assert head[-11:] == [
        "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
        "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
    ]  # fmt: skip
    assert head[head.index("banyak") + 1 : head.index("urutan")] == [
        "banyak/merah", "banyak/hijau", "banyak/biru",
    ]  # fmt: skip
    assert "dalam-teks" in head
    person = lines(found, CSV["dalam/rumah/orang"])[2]
    key = answers[0].instance_id
    assert list(person)[-2:] == ["PARENT_KEY", "KEY"]
    assert person["PARENT_KEY"] == f"{key}/dalam/rumah[2]"
    assert person["KEY"] == f"{key}/dalam/rumah[2]/orang[1]"
    assert (person["suka"], person["suka/biru"]) == ("merah hijau biru", "1")
    first, second = lines(found, "semua_jenis.csv")[:2]
    assert (first["AttachmentsPresent"], first["AttachmentsExpected"]) == ("2", "2")
    assert (second["AttachmentsPresent"], second["AttachmentsExpected"]) == ("0", "1")
    assert (first["banyak/merah"], first["banyak/hijau"], second["banyak/merah"]) == ("1", "0", "")
    assert found.read("media/foto-1.png").startswith(PNG[:8])


def test_choices_of_the_archive(version, answers):
    q = version.questionnaire
    bare = archive(q, full_names=False, with_files=False)
    assert not [name for name in bare.namelist() if name.startswith("media/")]
    head = next(csv.reader(io.StringIO(bare.read("semua_jenis.csv").decode())))
    assert head.count("teks") == 2
    excel = archive(q, excel=True)
    raw = excel.read("semua_jenis.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = lines(excel, "semua_jenis.csv", delimiter=";", encoding="utf-8-sig")
    assert rows[0]["teks"].startswith("'=1+1")
    assert rows[0]["pecahan"] == "-12,50"
    assert rows[0]["letak-Latitude"] == "-7,5460000"
    people_of = lines(excel, CSV["dalam/rumah/orang"], delimiter=";", encoding="utf-8-sig")
    assert [row["nama"] for row in people_of] == ["'-Siti", "+62812", "Budi"]


def test_a_name_taken_by_another_file_gets_a_folder(version, people, answers, monkeypatch):
    other = dict(TRICKY[0], dalam="", berkas="")
    receive(people.planner, version, other, instance_id="uuid:lain", files=False)
    file = StoredFile.objects.get(kind="pdf")
    Submission.objects.get(instance_id="uuid:lain").files.update(file=file)
    found = archive(version.questionnaire)
    assert found.read("media/foto-1.png") != found.read("media/uuid_lain/foto-1.png")


def test_versions_are_merged_in_the_words_of_the_version_answered(version, people, answers):
    changed = ALL_TYPES.replace(
        "| Semua jenis | semua_jenis | 1 |", "| Semua jenis | semua_jenis | 2 |"
    )
    changed = changed.replace("| | barcode | kode | Kode batang | Barcode | | | |\n", "")
    changed = changed.replace("| Merah | Red |", "| Merah tua | Dark red |")
    newer = publish(changed)
    receive(people.planner, newer, dict(TRICKY[0], satu="merah", start="", dalam=""))
    receive(people.planner, version, {"satu": "merah", "kode": "99"})
    rows = table(workbook(version.questionnaire)["Semua jenis"])
    assert [row["Satu warna"].value for row in rows[-2:]] == ["Merah tua", "Merah"]
    names = list(rows[0])
    assert names.index("Kode batang") == names.index("Skala") + 1
    assert rows[-1]["Kode batang"].value == "99"
    without = archive(version.questionnaire, earlier=False)
    assert "kode" not in lines(without, "semua_jenis.csv")[0]


def test_only_current_answers_and_only_those_chosen(version, people):
    first = receive(people.planner, version, {"teks": "lama"})
    receive(people.planner, version, {"teks": "baru"}, deprecated=first.instance_id)
    flagged = receive(people.planner, version, {"teks": "aneh"})
    Submission.objects.filter(pk=flagged.pk).update(check_state="flagged")
    rows = lines(archive(version.questionnaire), "semua_jenis.csv")
    assert [(row["teks"], row["Edits"], row["ReviewState"]) for row in rows] == [
        ("baru", "1", "edited"),
        ("aneh", "0", "hasIssues"),
    ]
    only = lines(archive(version.questionnaire, state="flagged"), "semua_jenis.csv")
    assert [row["teks"] for row in only] == ["aneh"]
    later = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert lines(archive(version.questionnaire, since=later), "semua_jenis.csv") == []


def test_the_codebook_tells_questions_choices_and_changes(people):
    version = publish(REFERENCE)
    open_form(version)
    receive(people.planner, version, SYSTEMS)
    changed = REFERENCE.replace("2026112601", "2026112602").replace("Jumlah ASN", "Banyak ASN")
    publish(changed)
    with translation.override("en"):
        made = exports.make("codebook", version.questionnaire, Options())
    with made.file:
        book = openpyxl.load_workbook(io.BytesIO(made.file.read()))
    questions, choices, versions, changes = (
        [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    )
    by_name = {row[1]: dict(zip(questions[0], row, strict=True)) for row in questions[1:]}
    group = by_name["jumlah"]
    assert group["Groups"] == "Sistem informasi"
    assert by_name["basis_lain"]["Asked when"] == "“Basis aplikasi” = “Lainnya”"
    assert by_name["basis_lain"]["Repeat"] == "sistem/sis"
    assert by_name["asn"]["Label: Bahasa Indonesia (id)"] == "Banyak ASN"
    assert (by_name["nama_sis"]["Answers"], by_name["biaya"]["Answers"]) == (2, 1)
    assert ["sistem/sis/pengguna", "pegawai", "Pegawai", "Staff", 2, 100] in choices
    assert [row[1] for row in versions[1:]] == ["2026112601", "2026112602"]
    assert any("Banyak ASN" in row[2] for row in changes[1:])


def test_the_cost_in_queries_is_the_same_for_one_and_three(
    version, people, django_assert_max_num_queries
):
    counted = {kind: [] for kind in exports.KINDS}
    for values in TRICKY:
        receive(people.planner, version, values)
        for kind, seen in counted.items():
            with django_assert_max_num_queries(12) as captured:
                exports.make(kind, version.questionnaire, Options()).file.close()
            seen.append(len(captured))
    assert all(seen[0] == seen[-1] for seen in counted.values()), counted


def address(version, *parts):
    return "/".join(["/kuesioner", str(version.questionnaire_id), "unduh", *parts, ""])


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_person_chooses_and_gets_the_file(client_for, people, version, answers):
    client = client_for(people.planner)
    page = client.get(address(version)).content.decode()
    assert "/odata/semua_jenis.svc" in page
    sent = client.post(
        address(version),
        {"kind": "odk", "odk-excel": "true", "odk-split": "on", "odk-full_names": "on"},
    )
    assert sent.status_code == 302
    assert "with_files=false" in sent.url
    got = client.get(sent.url)
    assert got.headers["Content-Disposition"] == 'attachment; filename="semua_jenis-odk.zip"'
    found = zipfile.ZipFile(io.BytesIO(content(got)))
    assert not [name for name in found.namelist() if name.startswith("media/")]
    assert found.read("semua_jenis.csv").startswith(b"\xef\xbb\xbf")
    plain = client.get(address(version, "xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(content(plain)))["Semua jenis"]
    assert table(sheet)[0]["_submission"].hyperlink.target.startswith("http://testserver/kuesioner")


def test_wrong_choices_come_back_with_422(client_for, people, version):
    client = client_for(people.planner)
    bad = {"kind": "xlsx", "xlsx-multiple": "semua", "xlsx-separator": " / "}
    assert client.post(address(version), bad).status_code == 422
    assert client.get(address(version, "xlsx") + "?multiple=x").url == address(version)
    assert client.get(address(version, "pdf")).status_code == 404


def test_many_answers_are_prepared_in_the_background(
    client_for, people, version, answers, monkeypatch
):
    monkeypatch.setattr(exports, "DIRECT", 2)
    client = client_for(people.planner)
    assert client.get(address(version, "odk")).url == address(version)
    sent = client.post(address(version), {"kind": "odk", "odk-excel": "false"})
    job = Job.objects.get()
    assert sent.url == job.get_absolute_url()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    page = client.get(sent.url).content.decode()
    file = StoredFile.objects.get(pk=job.result["file"])
    assert file.get_absolute_url() in page
    got = client.get(file.get_absolute_url())
    rows = lines(zipfile.ZipFile(io.BytesIO(content(got))), "semua_jenis.csv")
    assert len(rows) == 3
    for close in got._resource_closers:  # the whole response would close the database too
        close()
    sweep_exports()
    assert StoredFile.objects.filter(pk=file.pk).exists()
    Job.objects.update(finished=timezone.now() - timedelta(days=8))
    sweep_exports()
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert "file" not in Job.objects.get().result


def test_only_those_who_read_all_answers_take_them_out(client_for, people, version, answers):
    for name, status in {"inspector": 200, "administrator": 200, "officer": 403}.items():
        client = client_for(getattr(people, name))
        for url in (address(version), address(version, "codebook")):
            response = client.get(url)
            assert response.status_code == status, (name, url)
            if response.streaming:
                content(response)
    assert Client().get(address(version)).status_code == 302


def test_one_answer_is_printed_with_its_files(client_for, people, version, answers):
    url = f"/kuesioner/jawaban/{answers[0].pk}/jawaban.pdf"
    got = client_for(people.planner).get(url)
    assert got.headers["Content-Type"] == "application/pdf"
    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(got.content)).pages
    ).replace("\n", " ")
    assert "Semua jenis" in text
    assert "Hijau, muda" in text
    assert "Surat tugas.pdf" in text
    assert StoredFile.objects.get(kind="pdf").sha256[:8] in text
    assert "Planner" in text
    assert client_for(people.officer).get(url).status_code == 403
    own = receive(people.officer, version, {"teks": "milik sendiri"})
    mine = client_for(people.officer).get(f"/kuesioner/jawaban/{own.pk}/jawaban.pdf")
    assert mine.status_code == 200
