"""`selaras worker`: background jobs, and the schedule once a minute."""

import argparse
import threading


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--interval", type=float, default=1.0, help="seconds between looks (default: 1)"
    )
    parser.add_argument("--once", action="store_true", help="do what waits, then end")


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    setup.prepare()
    from django.core.management import call_command

    from selaras.core.schedule import run_due

    if options.once:
        run_due()
    else:
        threading.Thread(target=_clock, daemon=True).start()
    call_command("db_worker", interval=options.interval, batch=options.once, verbosity=0)
    return 0


def _clock() -> None:
    """Ask every minute what is due; connections are given back in between."""
    import logging
    import time

    from django.db import DatabaseError, close_old_connections

    from selaras.core.schedule import run_due

    while True:
        close_old_connections()
        try:
            run_due()
        except DatabaseError:
            logging.getLogger(__name__).exception("the schedule could not be read")
        time.sleep(60)
