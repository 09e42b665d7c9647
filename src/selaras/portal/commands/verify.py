"""`selaras verify [FILE]`: is the ledger as it was written?"""

import argparse
from pathlib import Path

from selaras.portal.commands.setup import fail

WORDS = {
    "changed": "was altered after it was written",
    "content_changed": "has a content that does not fit its commitment",
    "missing": "is missing",
    "added": "was added outside Selaras",
    "checkpoint": "does not lead to the root kept at that time: an entry up to here was rewritten",
    "root": "the root of the tree does not fit the entries",
    "file_unreadable": "the file is not a Selaras ledger file",
    "file_incomplete": "the file does not hold as many entries as it says",
    "file_root": "the root in the file does not fit its own entries",
    "file_only": "is in the file but not in the database",
    "file_differs": "is not the same in the file and in the database",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="a published ledger file (.jsonl)")


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    setup.prepare()
    from selaras.core.verification import verify_database, verify_file

    if options.file and not options.file.is_file():
        return fail(f"{options.file}: no such file")
    outcomes = [("database", verify_database())]
    if options.file:
        with options.file.open(encoding="utf-8") as lines:
            outcomes.append((str(options.file), verify_file(lines)))
    broken = False
    for name, outcome in outcomes:
        print(f"{name}: {outcome.size} entries, root {outcome.root}")
        for fault in outcome.faults:
            broken = True
            entry = f"entry {fault.sequence} " if fault.sequence else ""
            print(
                f"  FAULT {entry}{WORDS[fault.code]}{f' ({fault.detail})' if fault.detail else ''}"
            )
    print("The ledger does not hold." if broken else "Every entry holds.")
    return 1 if broken else 0
