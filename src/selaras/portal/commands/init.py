"""`selaras init`: a new regency, empty and ready."""

import argparse
import getpass
import re
import sys
from pathlib import Path

from selaras import env
from selaras.portal.commands.setup import fail


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", help="name of the regency, e.g. “Kabupaten Jombang”")
    parser.add_argument("--code", help="Kemendagri area code, e.g. 35.17")
    parser.add_argument("--email", help="e-mail of the first administrator")
    parser.epilog = "The password is asked for, or taken from SELARAS_ADMIN_PASSWORD."
    parser.add_argument("--admin-name", help="name of the first administrator")
    parser.add_argument("--agencies", type=Path, help="agencies as XLSX (see --template)")
    parser.add_argument(
        "--template", type=Path, help="write the empty agencies workbook here and end"
    )


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    setup.prepare()
    from selaras.organisations import actions

    if options.template:
        if not options.template.parent.is_dir():
            return fail(f"{options.template.parent}: no such folder")
        options.template.write_bytes(actions.agency_template())
        print(f"{options.template}: fill it in and give it with --agencies.")
        return 0
    return _set_up(options)


def _set_up(options: argparse.Namespace) -> int:
    from selaras.core.errors import ImportRefused, Refused
    from selaras.core.preferences import preference
    from selaras.portal.regency import found_regency

    if preference("regency.name"):
        return fail(f"This data folder already holds {preference('regency.name')}. Use --data.")
    name = options.name or _ask("Name of the regency")
    code = options.code or _ask("Area code (e.g. 35.17)")
    email = options.email or _ask("E-mail of the first administrator")
    if len(name) > 100:
        return fail("The name is too long; use at most 100 characters.")
    if not re.fullmatch(r"\d\d\.\d\d", code):
        return fail(f"“{code}” is not an area code. Write it like 35.17.")
    if options.agencies and not options.agencies.is_file():
        return fail(f"{options.agencies}: no such file")
    password = env.read("SELARAS_ADMIN_PASSWORD") or _ask_password()
    try:
        count = found_regency(
            name=name,
            code=code,
            email=email,
            admin_name=options.admin_name or email,
            password=password,
            agencies=options.agencies.read_bytes() if options.agencies else None,
        )
    except ImportRefused as refusal:
        return fail("\n".join([str(refusal.text), *(f"  {each}" for each in refusal.problems)]))
    except Refused as refusal:
        return fail(str(refusal.text))
    print(f"{name} is set up with {count} agencies. Start it with: selaras serve")
    return 0


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise SystemExit("Password: give it as SELARAS_ADMIN_PASSWORD (see selaras init --help).")
    return getpass.getpass("Password: ")


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise SystemExit(f"{question}: give it as an option (see selaras init --help).")
    return input(f"{question}: ").strip()
