"""Other people's XLSForm workbooks against ours: published, refused in words, or crashed.

    SELARAS_WORKBOOKS=folder .venv/bin/python scripts/workbooks.py

Nothing is stored. With Java each form is loaded and its blank answer re-checked as well. The
source of pyxform 1.3.3 holds 57 (`pip download --no-deps --no-binary :all: pyxform==1.3.3`).
"""

import os
import sys
import warnings
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.settings")

import django

django.setup()

from django.utils import translation

from selaras.lib.xforms import javarosa
from selaras.lib.xforms.conversion import Converted, FormRefused, Problem, convert_workbook
from selaras.lib.xforms.faults import problem_of
from selaras.questionnaires.words import describe

INSTANCE = ".//{http://www.w3.org/2002/xforms}instance"


def outcome(data: bytes) -> tuple[str, list[Problem]]:
    """What publishing would say, and why."""
    try:
        made = convert_workbook(data)
        if fault := javarosa.form_fault(made.xform):
            return "refused", [problem_of(fault, made.rows)]
        if javarosa.available():
            blank(made)
    except FormRefused as refusal:
        return "refused", refusal.problems
    except Exception as error:  # noqa: BLE001 - this is what we look for
        return "crashed", [Problem(f"{type(error).__name__}: {error}")]
    return "published", []


def blank(made: Converted) -> None:
    """The engine must take the form's own empty answer."""
    instance = ElementTree.fromstring(made.xform).find(INSTANCE)
    assert instance is not None
    repeats = {each.path for each in made.definition.repeats}
    javarosa.check(made.xform, ElementTree.tostring(instance[0], encoding="unicode"), repeats)


def main() -> int:
    folder = Path(os.environ.get("SELARAS_WORKBOOKS") or (sys.argv[1:] or ["."])[0])
    warnings.simplefilter("ignore")
    counts: Counter[str] = Counter()
    with translation.override("id"):
        for path in sorted(folder.rglob("*.xls*")):
            found, problems = outcome(path.read_bytes())
            counts[found] += 1
            print(f"{found:10} {path.relative_to(folder)}")
            for problem in problems:
                print(f"{'':10} {describe(problem)}")
    print(", ".join(f"{counts[name]} {name}" for name in ("published", "refused", "crashed")))
    return 1 if counts["crashed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
