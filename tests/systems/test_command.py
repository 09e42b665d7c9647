import pytest

from selaras.portal.commands import setup, systems
from selaras.systems.models import Import, System

pytestmark = pytest.mark.usefixtures("reference", "round_", "units")


@pytest.fixture
def run(monkeypatch, tmp_path, messy_data, capsys):
    """Run the command on the messy inventory; exit code and what it printed."""
    import argparse

    monkeypatch.setattr(setup, "start", lambda: None)
    monkeypatch.setattr(setup, "prepare", lambda: None)
    path = tmp_path / "inventaris.xlsx"
    path.write_bytes(messy_data)

    def go(*words, file=path):
        parser = argparse.ArgumentParser()
        systems.arguments(parser)
        code = systems.run(parser.parse_args(["import", str(file), *words]))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return go


def test_it_prints_what_it_understood_and_takes_all_in(run):
    code, out, _err = run()
    assert code == 0
    assert "header in row 5" in out
    assert "4 new, 0 changed, 0 unchanged" in out
    assert System.objects.count() == 4
    assert Import.objects.get().by is None
    assert run()[1].rstrip().endswith("0 new, 0 changed, 4 unchanged.")


def test_dry_run_changes_nothing(run):
    assert run("--dry-run")[0] == 0
    assert not System.objects.exists()
    assert not Import.objects.exists()


def test_bad_rows_are_all_printed_and_the_code_is_1(run):
    code, out, err = run("--map", "NO=year", "--map", "H=")
    assert code == 1
    assert out.count("BAD") == 4
    assert "4 problems" in err
    assert not System.objects.exists()


@pytest.mark.parametrize(
    "words", [("--map", "Zzz=year"), ("--map", "H=zzz"), ("--unit", "a=zzz"), ("--round", "zzz")]
)
def test_what_is_not_known_is_told(run, words):
    code, _out, err = run(*words)
    assert code == 1
    assert "zzz" in err.casefold()


def test_a_missing_file_is_told(run, tmp_path):
    code, _out, err = run(file=tmp_path / "tidak-ada.xlsx")
    assert (code, "no such file" in err) == (1, True)
