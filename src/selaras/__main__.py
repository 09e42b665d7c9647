"""The command `selaras`."""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

COMMANDS = {
    "init": "set up a new regency: name, code, agencies, first administrator",
    "serve": "serve the site and run the background worker until stopped",
    "worker": "run the background worker alone",
    "demo": "load Jombang's 2019 round, build its books and serve it",
    "check": "check configuration and health, one line per point",
    "verify": "check the ledger, or a published ledger file against it",
    "book": "build the books of a round",
    "questionnaire": "publish a questionnaire from an XLSForm workbook",
    "systems": "bring a list of information systems into the register",
    "manage": "run a Django management command",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = argparse.ArgumentParser(
        prog="selaras", description="Plan a regency's smart city together."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text.capitalize() + ".")
        command.add_argument(
            "--data", type=Path, help="folder of database and files (default: data)"
        )
        module = import_module(f"selaras.portal.commands.{name}")
        module.arguments(command)
        command.set_defaults(module=module)
    options = parser.parse_args(argv)
    if options.data:
        os.environ["SELARAS_DATA"] = str(options.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.settings")
    try:
        return int(options.module.run(options) or 0)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
