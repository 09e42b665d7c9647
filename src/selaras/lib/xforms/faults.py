"""Where in the workbook the fault lies that the second engine finds in a form."""

import re
from collections.abc import Mapping, Sequence

from selaras.lib.xforms.conversion import Problem, row_of

Rows = Sequence[Mapping[str, str]]
FORMULAS = ("calculation", "relevant", "constraint", "choice_filter", "required", "read_only",
            "default", "repeat_count")  # fmt: skip
_COLUMN = {"calculate": "calculation", "condition": "relevant", "readonly": "read_only"}
SHORTEST = 4  # signs of a formula that are enough to know it again


def problem_of(fault: str, rows: Rows) -> Problem:
    """The engine's words as a problem of the survey sheet, with row and column where known."""
    lines = [bare for line in fault.splitlines() if (bare := _bare(line))]
    names = dict.fromkeys(re.findall(r"/([\w.\-]+)(?=\[\d+\]|[\s\"'):,]|$)", fault))
    places = {name: number for name in names if (number := row_of(rows, "name", name))}
    asked = sorted(places, key=lambda name: places[name])
    row, column = _cell(fault, rows, asked)
    if row is None and asked and "nodeset" not in fault:
        row, column = places[asked[0]], _column(fault)
    code, value = _kind(fault, asked)
    if not value:
        value = rows[row - 2].get(column, "") if row else ""
    text = (lines or [""])[-1][:300]
    return Problem(text, code, "survey", row, column, {"value": value or text})


def _kind(fault: str, asked: Sequence[str]) -> tuple[str, str]:
    if re.search(r"\bCycle\b|\bin the loop\b", fault):
        return "formula_cycle", ", ".join(asked)
    if match := re.search(r"cannot handle function '([^']+)'", fault):
        return "unknown_function", match[1]
    return "broken_formula", ""


def _bare(line: str) -> str:
    """A line without the names of Java classes before it."""
    return re.sub(r"^\s*(?:(?:[a-z]\w*\.)+[A-Z]\w*:\s*)+", "", line).strip()


def _cell(fault: str, rows: Rows, asked: Sequence[str]) -> tuple[int | None, str]:
    """The cell whose formula the engine repeats; its references stand there as paths."""
    said = "".join(fault.split())
    found = [
        (number, column)
        for number, row in enumerate(rows, 2)
        for column in FORMULAS
        if _repeats(said, row.get(column, ""))
    ]
    named = (each for each in found if rows[each[0] - 2].get("name") in asked)
    return next(named, found[0] if found else (None, ""))


def _repeats(said: str, formula: str) -> bool:
    pieces = re.split(r"\$\{[^}]*\}", "".join(formula.split()))
    if len("".join(pieces)) < SHORTEST:
        return False
    return re.search(".{1,150}?".join(map(re.escape, pieces)), said) is not None


def _column(fault: str) -> str:
    match = re.search(r"invalid (\w+)|in (\w+) expression for", fault, re.IGNORECASE)
    said = ((match[1] or match[2]) if match else "").lower()
    return _COLUMN.get(said, said if said in FORMULAS else "")
