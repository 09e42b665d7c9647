"""`selaras check`: configuration and health, one line per point."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path


def arguments(_parser: argparse.ArgumentParser) -> None:
    """No further options."""


def run(_options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    failed = False
    for name, problem in _points():
        failed = failed or bool(problem)
        print(f"{'FAULT' if problem else 'ok   '} {name}{f': {problem}' if problem else ''}")
    return 1 if failed else 0


def _points() -> Iterator[tuple[str, str]]:
    from selaras.core.registry import health

    for name, look in (*POINTS, *((name, health[name]) for name in health.names())):
        try:
            yield name, look()
        except Exception as error:  # noqa: BLE001 - a broken point is a fault of that point
            yield name, f"{type(error).__name__}: {error}"


def _data_folder() -> str:
    from django.conf import settings

    probe = Path(settings.DATA) / ".write-test"
    probe.write_text("")
    probe.unlink()
    return ""


def _database() -> str:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations wait; run: selaras manage migrate" if waiting else ""


def _django() -> str:
    from django.conf import settings
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=bool(settings.HTTPS))
    return "; ".join(str(each) for each in found if each.level >= checks.WARNING)


def _fonts() -> str:
    from selaras.lib.document import FONTS

    return "" if any(FONTS.glob("*.[ot]tf")) else "the fonts of the books are missing"


def _files() -> str:
    from django.conf import settings

    from selaras.core.models import StoredFile

    missing = [
        file.pk
        for file in StoredFile.objects.only("path").iterator(chunk_size=2000)
        if not (Path(settings.MEDIA_ROOT) / file.path).is_file()
    ]
    return f"stored files without content: {missing[:10]}" if missing else ""


def _ledger() -> str:
    from selaras.core.verification import verify_database

    faults = verify_database().faults
    return f"entry {faults[0].sequence}: {faults[0].code}; run: selaras verify" if faults else ""


def _schedule() -> str:
    from selaras.core.models import ScheduledRun

    broken = ScheduledRun.objects.exclude(problem="").values_list("name", "problem")
    return "; ".join(f"{name}: {problem}" for name, problem in broken)


def _regency() -> str:
    from selaras.core.preferences import preference

    return "" if preference("regency.name") else "no regency yet; run: selaras init"


POINTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("data folder", _data_folder),
    ("database", _database),
    ("configuration", _django),
    ("fonts", _fonts),
    ("regency", _regency),
    ("files", _files),
    ("ledger", _ledger),
    ("schedule", _schedule),
)
