"""`selaras book`: build the books of a round into a folder."""

import argparse
from pathlib import Path

from selaras.portal.commands.setup import fail


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--round", required=True, help="short address of the round (slug)")
    parser.add_argument(
        "--out", type=Path, default=Path("out"), help="folder to write to (default: out)"
    )


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    setup.prepare()
    from selaras.strategy.models import Round

    round_ = Round.objects.filter(slug=options.round).first()
    if round_ is None:
        known = ", ".join(Round.objects.values_list("slug", flat=True)) or "none yet"
        return fail(f"There is no round “{options.round}”. Rounds: {known}.")
    from selaras.masterplan.actions import build, create_books, write_books

    steps = setup.Steps(1)
    steps.next(f"Building the books of {round_}")
    create_books(by=None, round=round_)
    edition = build(by=None, round=round_, report=steps.report)
    steps.finish()
    for path in write_books(edition=edition, out=options.out):
        print(path)
    return 0
