"""Write the table of environment variables into the operator's manual."""

from pathlib import Path

from selaras.env import VARIABLES

PAGE = Path(__file__).parent.parent / "docs/operator/README.md"
MARK = "<!-- made by scripts/settings_table.py -->\n"


def table() -> str:
    rows = [f"| `{each.name}` | `{each.default}` | {each.doc} |" for each in VARIABLES]
    return "\n".join(["", "| variable | default | meaning |", "|---|---|---|", *rows, ""])


def page() -> str:
    return PAGE.read_text().split(MARK)[0] + MARK + table()


if __name__ == "__main__":
    PAGE.write_text(page())
