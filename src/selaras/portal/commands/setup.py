"""Shared steps of the commands: start Django, bring the database up to date, tell progress."""

import sys
import time
from pathlib import Path


def start() -> None:
    import django

    django.setup()


def fail(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


def prepare() -> None:
    """Make the folders, the tables and the shipped reference data; quick when all is there."""
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    from selaras.strategy.actions import load_frameworks
    from selaras.surveys.actions import publish_shipped
    from selaras.systems.actions import load_reference

    load_frameworks()
    load_reference()
    publish_shipped()


def collect_static() -> None:
    """Collect the stylesheets and scripts once per version."""
    from importlib.metadata import PackageNotFoundError, version

    from django.conf import settings
    from django.core.management import call_command

    try:
        mark = version("selaras")
    except PackageNotFoundError:
        mark = "source"
    newest = max(path.stat().st_mtime_ns for path in Path(settings.PACKAGE).glob("*/static/**/*"))
    stamp, text = Path(settings.STATIC_ROOT) / ".collected", f"{mark} {newest}"
    if stamp.exists() and stamp.read_text() == text:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(text)


class Steps:
    """Prints numbered steps with their time, and a bar inside long ones."""

    def __init__(self, total: int) -> None:
        self.total, self.number, self.began = total, 0, 0.0
        self.live = sys.stdout.isatty()

    def next(self, text: str) -> None:
        self.finish()
        self.number += 1
        self.began = time.monotonic()
        end = "" if self.live else "\n"
        print(f"[{self.number}/{self.total}] {text} …", end=end, flush=True)
        self.text = text

    def report(self, done: int, total: int, message: str = "") -> None:
        if self.live and total:
            filled = round(20 * done / total)
            bar = "#" * filled + "." * (20 - filled)
            print(
                f"\r[{self.number}/{self.total}] {self.text} [{bar}] {done}/{total} {message:.30}",
                end="",
                flush=True,
            )

    def finish(self) -> None:
        if not self.began:
            return
        took = f"{time.monotonic() - self.began:.1f} s"
        if self.live:
            print(f"\r[{self.number}/{self.total}] {self.text}: {took}{' ' * 50}")
        else:
            print(f"      {took}", flush=True)
        self.began = 0.0
