"""`selaras questionnaire publish` tells what it understood, and why it refuses."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.conf import LazySettings

from selaras.__main__ import main
from selaras.portal.commands import setup
from selaras.questionnaires.models import FormVersion, Questionnaire

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _same_database(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "start", lambda: None)
    monkeypatch.setattr(setup, "prepare", lambda: None)
    monkeypatch.setattr("selaras.lib.xforms.javarosa.available", lambda: False)
    settings.MEDIA_ROOT = tmp_path / "files"


def workbook(folder: Path, *questions: tuple[str, ...], version: str = "1") -> str:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), *questions):
        book.active.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version"))
    settings.append(("Survei uji", "survei_uji", version))
    out = io.BytesIO()
    book.save(out)
    path = folder / "survei.xlsx"
    path.write_bytes(out.getvalue())
    return str(path)


def publish(*words: str) -> int:
    return main(["questionnaire", "publish", *words])


def test_trial_run_tells_and_writes_nothing(tmp_path: Path, capsys: Capture) -> None:
    file = workbook(tmp_path, ("text", "nama", "Nama"), ("image", "foto", "Foto"))
    assert publish(file, "--dry-run") == 0
    told = capsys.readouterr().out
    assert all(each in told for each in ("Survei uji", "survei_uji", "2 ", "max-pixels"))
    assert not Questionnaire.objects.exists()


def test_versions_are_published_with_their_files(tmp_path: Path, capsys: Capture) -> None:
    desa = tmp_path / "desa.csv"
    desa.write_text("name\na\n")
    file = workbook(tmp_path, ("text", "nama", "Nama"))
    assert publish(file, "--media", str(desa)) == 0
    version = FormVersion.objects.get()
    assert (version.version, version.by, version.workbook.name) == ("1", None, "survei.xlsx")
    assert version.media.get().name == "desa.csv"
    assert publish(file) == 0
    assert FormVersion.objects.count() == 1
    capsys.readouterr()
    assert publish(workbook(tmp_path, ("text", "nama", "Nama unit"), version="2")) == 0
    told = capsys.readouterr().out
    assert "“Nama”" in told
    assert "“Nama unit”" in told
    assert FormVersion.objects.count() == 2


def test_refused_form_names_each_place(tmp_path: Path, capsys: Capture) -> None:
    bad = workbook(tmp_path, ("text", "nama", "A"), ("text", "nama", "B"))
    assert publish(bad, "--dry-run") == 1
    told = capsys.readouterr().err
    assert "survey" in told
    assert "3" in told
    assert "“nama”" in told
    assert publish(workbook(tmp_path, ("text", "a", "A"))) == 0
    assert publish(workbook(tmp_path, ("text", "a", "B"))) == 1
    assert "settings" in capsys.readouterr().err
    assert FormVersion.objects.count() == 1


def test_file_that_cannot_be_used_ends_with_1(tmp_path: Path, capsys: Capture) -> None:
    file = workbook(tmp_path, ("text", "nama", "Nama"))
    wrong = tmp_path / "a.exe"
    wrong.write_bytes(b"MZ")
    assert publish(str(tmp_path / "tidak-ada.xlsx")) == 1
    assert "tidak-ada.xlsx" in capsys.readouterr().err
    assert publish(file, "--media", str(tmp_path / "tidak-ada.csv")) == 1
    assert "tidak-ada.csv" in capsys.readouterr().err
    assert publish(file, "--media", str(wrong)) == 1
    assert "a.exe" in capsys.readouterr().err
    assert publish(str(wrong)) == 1
    assert not Questionnaire.objects.exists()
