from typing import Any

import pytest
from django.utils.translation import gettext, override

from selaras.lib.xforms.conversion import FormRefused, convert_workbook
from selaras.lib.xforms.faults import problem_of
from selaras.questionnaires.words import PROBLEMS, describe
from tests.questionnaires.forms import REFERENCE

COLUMNS = "type | name | label"


def survey(*rows: str, columns: str = COLUMNS, more: str = "") -> bytes:
    lines = ["| survey |", f"| | {columns} |", *(f"| | {row} |" for row in rows)]
    return ("\n".join(lines) + f"\n{more}").encode()


def refused(data: bytes) -> list[str]:
    with pytest.raises(FormRefused) as error:
        convert_workbook(data)
    with override("id"):
        return [str(describe(problem)) for problem in error.value.problems]


CHOICES = "| choices |\n| | list_name | name | label |\n| | y | 1 | A |\n"
RULES = f"{COLUMNS} | calculation"
BAD = {
    "type": (survey("text | a | A", "txt | b | B"), 3, "type", "“txt”"),
    "twice": (survey("text | a | A", "text | a | B"), 3, "name", "“a”"),
    "name": (survey("text | 1 a | A"), 2, "name", ""),
    "list": (survey("select_one x | a | A", more=CHOICES), 2, "type", "“x”"),
    "begin": (survey("begin_group | g | G", "text | a | A"), 2, "", "“g”"),
    "end": (survey("text | a | A", "end_group | | "), 3, "", ""),
    "reference": (survey("calculate | b | | ${zz}", columns=RULES), 2, "calculation", "“zz”"),
    "calculation": (survey("calculate | b | ", columns=RULES), 2, "calculation", ""),
    "label": (survey("text | b | "), 2, "label", "“b”"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "row", "column", "word"), BAD.values(), ids=BAD)
def test_problems_carry_their_place(data: bytes, row: int | None, column: str, word: str) -> None:
    with pytest.raises(FormRefused) as error:
        convert_workbook(data)
    (problem,) = error.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", row, column)
    assert problem.code in PROBLEMS
    (line,) = refused(data)
    place, _colon, text = line.partition(": ")
    assert place.startswith("survey")
    assert str(row or "") in place
    assert column in place
    assert word in text


def test_problems_are_told_in_indonesian() -> None:
    if gettext_in("id", "row %(row)s") == "row %(row)s":
        pytest.skip("the catalogue does not hold these words yet")
    (line,) = refused(BAD["type"][0])
    assert line.startswith("survey, baris 3, kolom type: ")
    assert all(gettext_in("id", each) != each for each in map(english, PROBLEMS.values()))


def english(lazy: Any) -> str:
    with override("en"):
        return str(lazy)


def gettext_in(language: str, text: str) -> str:
    with override(language):
        return gettext(text)


@pytest.mark.parametrize("data", [b"", b"bukan", b"PK\x03\x04rusak", b"%PDF-1.7", b"\x00\xff"])
def test_what_is_no_workbook_is_refused_in_words(data: bytes) -> None:
    (line,) = refused(data)
    assert ".xlsx" in line


def test_warnings_carry_row_and_column() -> None:
    made = convert_workbook(REFERENCE.encode())
    found = {each.code: (each.sheet, each.row, each.column) for each in made.warnings}
    assert found["sum_over_blanks"] == ("survey", 18, "calculation")
    assert found["large_pictures"][:2] == ("survey", 14)
    assert made.definition.form_id == "survei_sistem"


def test_form_that_asks_nothing_is_told() -> None:
    made = convert_workbook(survey("note | a | A"))
    assert [each.code for each in made.warnings] == ["no_questions"]


FAULTS = {
    "function": (
        "java.lang.RuntimeException: Error evaluating field 'b' (/data/b[1]): The problem was"
        " located in Calculate expression for /data/b\n"
        "XPath evaluation: cannot handle function 'hitung'",
        ("unknown_function", 3, "calculation", "hitung"),
    ),
    "cycle": (
        "org.javarosa.xform.parse.XFormParseException: Cycle detected in form's logic!\n"
        "The following nodes are likely involved in the loop:\n/data/b\n/data/a",
        ("formula_cycle", 2, "", "a, b"),
    ),
    "constraint": (
        "org.javarosa.xform.parse.XFormParseException: bind for /data/b contains invalid"
        " constraint expression [. >] Bad node: org.javarosa.xpath.parser.ast.Node@1",
        ("broken_formula", 3, "constraint", ". >"),
    ),
    "filter": (
        "org.javarosa.xpath.XPathUnsupportedException: XPath evaluation: unsupported construct"
        " [Unsupported nodeset expression: instance('l')/root/item[x= /data/a  and]]",
        ("broken_formula", 4, "choice_filter", "x=${a} and"),
    ),
    "somewhere": ("java.lang.Oops: What now", ("broken_formula", None, "", "What now")),
}


@pytest.mark.parametrize(("fault", "expected"), FAULTS.values(), ids=FAULTS)
def test_fault_of_the_engine_is_found_in_the_workbook(
    fault: str, expected: tuple[object, ...]
) -> None:
    rows = (
        {"name": "a", "type": "text"},
        {"name": "b", "calculation": "hitung(${a})", "constraint": ". >"},
        {"name": "c", "choice_filter": "x=${a} and"},
    )
    made = problem_of(fault, rows)
    assert (made.code, made.row, made.column, made.params["value"]) == expected
