"""`selaras systems import FILE`: bring a foreign list of information systems into the register."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selaras.portal.commands.setup import fail

if TYPE_CHECKING:
    from selaras.strategy.models import Round
    from selaras.systems.queries import Plan


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    text = "take a spreadsheet (.xlsx, .xls, .ods or .csv) of any layout in; all rows or none"
    taking = actions.add_parser("import", help=text, description=text.capitalize() + ".")
    taking.add_argument("file", type=Path, help="the spreadsheet")
    taking.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    taking.add_argument(
        "--dry-run", action="store_true", help="say what would happen and change nothing"
    )
    taking.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=ATTRIBUTE",
        help="what a column means: its header or letter, and an attribute (empty: leave it out)",
    )
    taking.add_argument("--round", metavar="SLUG", help="planning round (default: the one in use)")
    taking.add_argument(
        "--sheet", default="", help="sheet (default: the one that looks like a list)"
    )
    taking.add_argument(
        "--unit",
        action="append",
        default=[],
        metavar="TEXT=UNIT",
        help="which unit a text in the file means, by its short address; *=UNIT for all rows",
    )
    taking.add_argument(
        "--carry-units",
        action="store_true",
        help="an empty unit is the one of the row above",
    )


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    setup.prepare()
    from django.conf import settings
    from django.utils import translation

    if not options.file.is_file():
        return fail(f"{options.file}: no such file")
    round_ = _round(options.round)
    if round_ is None:
        return fail(f"There is no planning round {options.round or ''}".strip() + ".")
    with translation.override(settings.LANGUAGE_CODE):
        return _import(options, round_)


def _round(slug: str | None) -> "Round | None":
    from selaras.strategy.models import Round

    rounds = Round.objects.select_related("edition")
    if slug:
        return rounds.filter(slug=slug).first()
    running = rounds.exclude(state=Round.State.CLOSED)
    return running.first() or rounds.first()


def _import(options: argparse.Namespace, round_: "Round") -> int:
    from selaras.core.errors import ImportRefused, Refused
    from selaras.systems.actions import map_inventory, take_in_inventory, upload_inventory
    from selaras.systems.queries import mapped_from_words, plan_import

    data = options.file.read_bytes()
    try:
        mapped = mapped_from_words(
            data,
            sheet=options.sheet,
            columns=options.map,
            units=options.unit,
            carry_units=options.carry_units,
        )
    except ValueError as error:
        return fail(str(error))
    plan = plan_import(by=None, round=round_, data=data, mapped=mapped)
    _tell(plan)
    if not plan.is_good:
        return fail(f"Nothing was changed: {len(plan.problems)} problems.")
    if options.dry_run:
        print("Only looked at; nothing was changed.")
        return 0
    try:
        made = upload_inventory(by=None, round=round_, name=options.file.name, data=data)
        map_inventory(by=None, made=made, mapped=mapped)
        done = take_in_inventory(by=None, made=made)
    except ImportRefused as refusal:
        return fail("\n".join([str(refusal.text), *map(str, refusal.problems)]))
    except Refused as refusal:
        return fail(str(refusal.text))
    numbers = done.summary
    print(
        f"Taken in: {numbers['created']} new, {numbers['updated']} changed,"
        f" {numbers['unchanged']} unchanged."
    )
    return 0


def _tell(plan: "Plan") -> None:
    """What was understood, and every bad row."""
    inventory: Any = plan.inventory
    if inventory.header:
        rows = len(inventory.entries)
        print(f"Sheet “{inventory.sheet}”, header in row {inventory.header.row}, {rows} rows")
        for column, title in sorted(inventory.header.titles.items()):
            print(f"  {title!s:<40.40} {inventory.columns.get(column) or '–'}")
    for number, text in inventory.left_out:
        print(f"  row {number} is no record: {text or '–'}")
    for row in plan.rows:
        for note in row.notes:
            print(f"  row {row.entry.row}, {row.entry.name}: {note}")
    for problem in plan.problems:
        print(f"  BAD {problem}")
    counts = plan.counts
    print(
        f"{counts.created} new, {counts.updated} changed, {counts.unchanged} unchanged,"
        f" {len(plan.problems)} problems"
    )
