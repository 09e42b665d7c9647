"""A regency of any number of units, filled in through the rooms' own actions."""

import os
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("SELARAS_DATA", tempfile.mkdtemp(prefix="selaras-bench-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "selaras.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from selaras.core import search
from selaras.initiatives import workbook
from selaras.initiatives.actions import import_initiatives
from selaras.lib.sheets import write_workbook
from selaras.masterplan.actions import build, create_books
from selaras.organisations.models import Agency, Role, User
from selaras.portal.commands.setup import collect_static
from selaras.portal.demo.load import load
from selaras.portal.demo.rows import Names, need_row, programme_rows, system_row
from selaras.strategy.actions import create_round, load_frameworks
from selaras.strategy.models import FrameworkEdition, Round
from selaras.surveys.actions import create_survey, take_in_workbook
from selaras.surveys.workbooks import meta_of, parts_of, unit_workbook
from selaras.systems.actions import load_reference


def timed(label: str, work: Callable[[], Any], *, per: int = 1, unit: str = "") -> Any:
    """Run and print how long it took; with `per`, also the share of one."""
    began = time.perf_counter()
    result = work()
    took = time.perf_counter() - began
    share = f"  {took / per * 1000:8.1f} ms per {unit}" if unit else ""
    print(f"  {label:<44}{took:8.2f} s{share}")
    return result


def start() -> None:
    """An empty database: the one of DATABASE_URL (emptied!), else SQLite in a temporary folder."""
    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    load_frameworks()
    load_reference()
    collect_static()
    print(f"database: {connection.vendor} {connection.Database.__name__}")


def people() -> User:
    planner = User.objects.create_user("bench@example.test", None, name="Perencana")
    for kind in ("planner", "administrator"):
        Role.objects.create(user=planner, kind=kind)
    return planner


def fill(units: int, planner: User) -> Round:
    """Units with answers like the demo's, and one programme for every second unit."""
    Agency.objects.bulk_create(
        Agency(slug=f"unit-{n}", name=f"Unit kerja {n:03}", short_name=f"U{n:03}")
        for n in range(units)
    )
    round_ = create_round(
        by=planner,
        name=f"Putaran {units} unit",
        start_year=2020,
        end_year=2029,
        edition=FrameworkEdition.objects.get(code="jombang-2019"),
        variant="jombang-2019",
        public=True,
    )
    survey = create_survey(by=planner, round=round_, name="Survei")
    agencies = list(Agency.objects.order_by("pk"))
    timed(
        "workbooks made",
        lambda: [unit_workbook(survey, a) for a in agencies],
        per=units,
        unit="unit",
    )
    answers, names = load("survey"), Names(round_)
    with translation.override("id"):
        parts = parts_of(round_.pk)
        files = [
            (
                f"{agency.slug}.xlsx",
                write_workbook(
                    [part.sheet for part in parts],
                    _rows(answers[n % len(answers)], names),
                    meta=meta_of(survey, agency),
                ),
            )
            for n, agency in enumerate(agencies)
        ]
    take = lambda: [take_in_workbook(by=planner, survey=survey, name=n, data=d) for n, d in files]  # noqa: E731
    timed("workbooks taken in", take, per=units, unit="unit")
    timed("the same workbooks again", take, per=units, unit="unit")
    programmes(round_, planner, units // 2)
    timed("search index rebuilt", search.rebuild)
    return round_


def _rows(row: dict[str, Any], names: Names) -> dict[str, list[dict[str, object]]]:
    return {
        "systems": [system_row(each) for each in row["systems"]],
        "needs": [need_row(each, names) for each in row["needs"]],
        "ideas": [need_row(each, names) for each in row["ideas"]],
    }


def programmes(round_: Round, planner: User, count: int) -> None:
    source, agencies = load("initiatives"), list(Agency.objects.order_by("pk"))
    rows = []
    for n in range(count):
        row = {
            **source[n % len(source)],
            "needs": [],
            "depends_on": [],
            "partners": [],
            "areas": [],
        }
        row |= {"code": f"P-{n:03}", "supporters": [], "areas": [], "owner": agencies[n].slug}
        rows.append(row)
    with translation.override("id"):
        data = workbook.build(round_, programme_rows(rows, Names(round_)))
    timed(
        f"{count} programmes imported",
        lambda: import_initiatives(by=planner, round=round_, data=data),
        per=count,
        unit="programme",
    )


def books(round_: Round, planner: User) -> None:
    with transaction.atomic():
        create_books(by=planner, round=round_)
    timed("three books as PDF, DOCX and HTML", lambda: build(by=planner, round=round_))
