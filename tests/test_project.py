"""Rules of the house that hold for the whole project."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import polib
import pytest

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src/selaras"
MODULES = [path for path in SRC.rglob("*.py") if "migrations" not in path.parts]
OPEN = {"queries", "actions", "models", "access", "events", "types"}
GROUND = {"core", "web", "lib"}  # every module of these floors is open


def test_apps_are_used_through_their_open_modules() -> None:
    graph = grimp.build_graph("selaras", cache_dir=None)
    bad = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            here, there = importer.split("."), imported.split(".")
            if min(len(here), len(there)) < 3 or here[1] == there[1] or there[1] in GROUND:
                continue
            if there[2] not in OPEN and f"{importer} {imported}" not in DOORS:
                bad.append(f"{importer} -> {imported}")
    assert bad == []


# Doors beside the open modules: the programme sheet as part of a book, the workbooks and blocks
# that the demo fills in as a user would, and an answer in words beside the comments on it.
DOORS = {
    "selaras.masterplan.blocks.programmes selaras.initiatives.documents",
    "selaras.portal.demo.load selaras.initiatives.workbook",
    "selaras.portal.demo.papers selaras.meetings.letters",
    "selaras.portal.demo.rows selaras.initiatives.topics",
    "selaras.portal.demo.rows selaras.initiatives.workbook",
    "selaras.surveys.views.responses selaras.questionnaires.reading",
}


def test_sizes() -> None:
    long_files = [str(path) for path in MODULES if len(path.read_text().splitlines()) > 400]
    long_functions = [
        f"{path.name}:{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 60
    ]
    assert (long_files, long_functions) == ([], [])


def test_most_files_and_functions_are_short() -> None:
    files = sorted(len(path.read_text().splitlines()) for path in MODULES)
    functions = sorted(
        node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    )
    assert files[int(len(files) * 0.9)] <= 200
    assert functions[int(len(functions) * 0.9)] <= 25


def test_templates_are_short() -> None:
    lines = sorted(len(path.read_text().splitlines()) for path in SRC.rglob("templates/**/*.html"))
    assert lines[int(len(lines) * 0.9)] <= 80


def test_indonesian_is_complete() -> None:
    catalogue = polib.pofile(str(SRC / "locale/id/LC_MESSAGES/django.po"))
    missing = [entry.msgid for entry in catalogue if not entry.translated() and not entry.obsolete]
    assert missing == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_compiled_catalogues_are_fresh(language: str) -> None:
    folder = SRC / f"locale/{language}/LC_MESSAGES"
    text, compiled = (
        {(each.msgctxt, each.msgid): each.msgstr for each in file if each.msgid and each.msgstr}
        for file in (
            polib.pofile(str(folder / "django.po")),
            polib.mofile(str(folder / "django.mo")),
        )
    )
    assert text == compiled


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_every_message_is_in_the_catalogue(tmp_path: Path) -> None:
    copy = tmp_path / "selaras"
    shutil.copytree(
        SRC, copy, ignore=shutil.ignore_patterns("__pycache__", "vendor", "icons", "*.otf")
    )
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "id",
        "--no-location",
        "--no-obsolete",
    ]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=plain)
    fresh = polib.pofile(str(copy / "locale/id/LC_MESSAGES/django.po"))
    assert [entry.msgid for entry in fresh if not entry.translated()] == []


def test_placeholders_survive_translation() -> None:
    named = re.compile(r"%\((\w+)\)s")
    wrong = []
    for entry in polib.pofile(str(SRC / "locale/id/LC_MESSAGES/django.po")):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and not set(named.findall(text)) <= set(
                named.findall(entry.msgid + entry.msgid_plural)
            ):
                wrong.append(entry.msgid)
    assert wrong == []


def test_settings_table_is_fresh() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    import settings_table

    assert settings_table.PAGE.read_text() == settings_table.page()


def test_vendored_files_are_unchanged() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/vendor.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_locks_name_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(), lock
