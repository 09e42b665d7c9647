"""`selaras …` as an operator types it. Each test that starts a process of its own is slow."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.db import transaction

from selaras.__main__ import COMMANDS, main
from selaras.core import files, ledger
from selaras.core.models import LedgerEntry, StoredFile
from selaras.core.preferences import preference
from selaras.lib.sheets import write_workbook
from selaras.organisations.actions.imports import SHEET
from selaras.organisations.models import Agency, Area, User
from selaras.portal.commands import setup
from selaras.strategy.models import Round

PASSWORD = "kata-sandi-yang-panjang"
WHO = ["--name", "Kabupaten Uji", "--code", "35.17", "--email", "admin@example.test"]


def workbook(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "unit.xlsx"
    path.write_bytes(write_workbook([SHEET], {"agencies": list(rows)}, meta={}))
    return path


def selaras(*words: object, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, on its own data folder."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("SELARAS_") and key != "DATABASE_URL"
    }
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    command, *rest = map(str, words)
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "selaras", command, "--data", str(data), *rest],
        capture_output=True,
        text=True,
        env={**kept, "SELARAS_ADMIN_PASSWORD": PASSWORD, **more},
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture
def _same_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in this process keep its settings and its test database."""
    monkeypatch.setattr(setup, "start", lambda: None)
    monkeypatch.setattr(setup, "prepare", lambda: None)
    monkeypatch.setenv("SELARAS_ADMIN_PASSWORD", PASSWORD)


@pytest.fixture
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def log(agency: Agency) -> list[LedgerEntry]:
    with transaction.atomic():
        return [
            ledger.record(by=None, kind="test.made", subject=agency, content={"n": number})
            for number in range(3)
        ]


in_process = pytest.mark.usefixtures("_same_database")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_of_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"] if command else ["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS) if not command else "--data" in shown


@pytest.mark.parametrize("words", [[], ["terbang"], ["book"], ["serve", "--port", "x"]])
def test_what_is_no_command_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


@in_process
@pytest.mark.django_db
def test_init_founds_the_regency(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = workbook(
        tmp_path, {"name": "Dinas A", "kind": "dinas"}, {"name": "Badan B", "kind": "badan"}
    )
    assert main(["init", *WHO, "--admin-name", "Admin", "--agencies", str(book)]) == 0
    assert "2 agencies" in capsys.readouterr().out
    admin = User.objects.get()
    assert admin.check_password(PASSWORD)
    assert {role.kind for role in admin.roles.all()} == {"administrator", "planner"}
    assert preference("regency.name") == "Kabupaten Uji"
    assert Area.objects.get(code="35.17").parent.code == "35"
    assert LedgerEntry.objects.get(kind="people.founded").actor == str(admin.public_id)
    assert main(["init", *WHO]) == 1  # once is enough
    assert "Kabupaten Uji" in capsys.readouterr().err


@in_process
@pytest.mark.django_db
def test_init_names_sheet_and_cell_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = workbook(
        tmp_path,
        {"name": "Dinas A", "kind": "dins"},
        {"name": "Dinas B", "kind": "dinas", "parent": "Dinas Entah", "valid_from": "besok"},
    )
    assert main(["init", *WHO, "--agencies", str(book)]) == 1
    told = capsys.readouterr().err
    for place in ("Perangkat daerah · C4", "Perangkat daerah · G5"):
        assert place in told
    assert not User.objects.exists()
    assert not Agency.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert preference("regency.name") == ""


@in_process
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "password", "told"),
    [
        (["--code", "3517"], PASSWORD, "35.17"),
        (["--email", "bukan surel"], PASSWORD, ""),
        ([], "12345678", ""),
        (["--agencies", "tidak-ada.xlsx"], PASSWORD, "tidak-ada.xlsx"),
    ],
)
def test_init_refuses_what_cannot_be(
    words: list[str],
    password: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SELARAS_ADMIN_PASSWORD", password)
    assert main(["init", *WHO, *words]) == 1
    error = capsys.readouterr().err
    assert error.strip()
    assert told in error
    assert not User.objects.exists()


@in_process
@pytest.mark.django_db
def test_check_tells_each_fault(
    media: Path, log: list[LedgerEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    from selaras.core.preferences import save_preferences

    assert main(["check"]) == 1
    assert "FAULT regency" in capsys.readouterr().out
    save_preferences({"regency.name": "Kabupaten Uji"}, by=None)
    stored = files.store(name="a.pdf", data=b"%PDF-1.7", accepted=("pdf",), by=None)
    assert main(["check"]) == 0, capsys.readouterr().out
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 8
    assert all(line.startswith("ok ") for line in lines)
    (media / stored.path).unlink()
    assert main(["check"]) == 1
    faults = [line for line in capsys.readouterr().out.splitlines() if line.startswith("FAULT")]
    assert len(faults) == 1
    assert str([stored.pk]) in faults[0]
    StoredFile.objects.all().delete()
    LedgerEntry.objects.filter(pk=2).update(kind="test.forged")
    assert main(["check"]) == 1
    assert "FAULT ledger: entry 2" in capsys.readouterr().out


@in_process
@pytest.mark.django_db
def test_verify_holds_and_names_the_wrong_entry(
    log: list[LedgerEntry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = tmp_path / "selaras-ledger.jsonl"
    lines = list(ledger.published_lines())
    published.write_text("\n".join(lines) + "\n")
    assert main(["verify"]) == 0
    assert main(["verify", str(published)]) == 0
    shown = capsys.readouterr().out
    assert shown.count("3 entries") == 3
    assert shown.count("Every entry holds.") == 2
    edited = json.loads(lines[2])
    edited["kind"] = "test.forged"
    published.write_text("\n".join([*lines[:2], json.dumps(edited), lines[3]]) + "\n")
    assert main(["verify", str(published)]) == 1
    shown = capsys.readouterr().out
    assert "entry 2 is not the same in the file and in the database (kind)" in shown
    assert "entry 1" not in shown
    assert "The ledger does not hold." in shown
    assert main(["verify", str(tmp_path / "tidak-ada")]) == 1
    published.write_bytes(b"\x89PNG")
    assert main(["verify", str(published)]) == 1


@in_process
@pytest.mark.django_db
def test_verify_names_what_was_changed_in_the_database(
    log: list[LedgerEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    LedgerEntry.objects.filter(pk=2).update(kind="test.forged")
    assert main(["verify"]) == 1
    assert "entry 2 was altered after it was written" in capsys.readouterr().out


@in_process
@pytest.mark.django_db
def test_book_of_an_unknown_round_lists_the_known_ones(
    round_: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "buku"
    assert main(["book", "--round", "entah", "--out", str(out)]) == 1
    error = capsys.readouterr().err
    assert "entah" in error
    assert round_.slug in error
    assert not out.exists()
    Round.objects.all().delete()
    assert main(["book", "--round", "entah"]) == 1
    assert "none yet" in capsys.readouterr().err


@in_process
@pytest.mark.django_db
def test_book_writes_nine_files(
    round_: Round,
    people: SimpleNamespace,
    media: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "buku"
    assert main(["book", "--round", round_.slug, "--out", str(out)]) == 0
    written = {path.name for path in out.iterdir()}
    assert written == {f"buku-{n}.{kind}" for n in (1, 2, 3) for kind in ("pdf", "docx", "html")}
    shown = capsys.readouterr().out
    assert all(name in shown for name in written)
    assert round_.editions.count() == 1


def test_progress_is_plain_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    steps = setup.Steps(2)
    steps.next("Pertama")
    steps.report(1, 2, "separuh")
    steps.next("Kedua")
    steps.finish()
    shown = capsys.readouterr().out
    assert "[1/2] Pertama" in shown
    assert "[2/2] Kedua" in shown
    assert "\r" not in shown


def test_serve_says_when_the_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    from selaras.portal.commands.serve import serve

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve("127.0.0.1", port) == 1
    assert str(port) in capsys.readouterr().err


@pytest.mark.slow
def test_new_data_folder_from_template_to_check(tmp_path: Path) -> None:
    """The first quarter of an hour of an operator, in processes of its own."""
    data, template = tmp_path / "data", tmp_path / "unit.xlsx"
    made = selaras("init", "--template", template, data=data)
    assert (made.returncode, template.read_bytes()[:2]) == (0, b"PK"), made.stderr
    wrong = workbook(tmp_path, {"name": "Dinas A", "kind": "dins"})
    refused = selaras("init", *WHO, "--agencies", wrong, data=data)
    assert refused.returncode == 1
    assert "Perangkat daerah · C4" in refused.stderr
    assert "Traceback" not in refused.stderr
    right = workbook(tmp_path, {"name": "Dinas A", "kind": "dinas"})
    done = selaras("init", *WHO, "--agencies", right, data=data)
    assert (done.returncode, "1 agencies" in done.stdout) == (0, True), done.stderr
    assert (data / "secret_key").stat().st_mode & 0o077 == 0
    checked = selaras("check", data=data)
    assert (checked.returncode, "FAULT" in checked.stdout) == (0, False), checked.stdout
    verified = selaras("verify", data=data)
    assert (verified.returncode, verified.stderr) == (0, "")
    unknown = selaras("book", "--round", "entah", data=data)
    assert (unknown.returncode, "none yet" in unknown.stderr) == (1, True)


@pytest.mark.slow
def test_init_without_a_terminal_says_what_is_missing(tmp_path: Path) -> None:
    asked = selaras("init", "--name", "Kabupaten Uji", data=tmp_path / "data")
    assert asked.returncode == 1
    assert "Area code" in asked.stderr
    assert "Traceback" not in asked.stderr
