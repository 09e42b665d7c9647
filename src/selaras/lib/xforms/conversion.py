"""From an XLSForm workbook to an XForm, with every problem as sheet, row, column and words."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform
from pyxform.xls2xform import convert

from selaras.lib.xforms.definition import FormDefinition, parse_form
from selaras.lib.xforms.lint import lint


@dataclass(frozen=True)
class Problem:
    """Something in the workbook; `code` is ours ("" where only pyxform's own words are known)."""

    text: str  # in English, as the converter says it
    code: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Converted:
    xform: str
    definition: FormDefinition
    warnings: tuple[Problem, ...]
    itemsets: str | None  # CSV of external choices, to be attached as itemsets.csv
    rows: tuple[Mapping[str, str], ...] = ()  # of the survey sheet; the first is row 2


class FormRefused(Exception):  # noqa: N818 - reads as `raise FormRefused(...)`
    """The workbook is no form that can be published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


def convert_workbook(data: bytes) -> Converted:
    """Convert and look over; XLSX, XLS, CSV and Markdown are told apart by the converter.

    Raises:
        FormRefused: with every problem the converter names.
    """
    rows: tuple[Mapping[str, str], ...] = ()
    try:
        rows = _rows(get_xlsform(io.BytesIO(data)))
        made = convert(io.BytesIO(data), validate=False)
    except PyXFormError as error:
        raise FormRefused(_problems(str(error), rows)) from error
    except Exception as error:  # a damaged file breaks the reader in many ways
        raise FormRefused([Problem(str(error), "unreadable")]) from error
    definition = parse_form(made.xform)
    if not definition.fields:
        raise FormRefused([Problem("The form asks nothing.", "no_questions", "survey")])
    ours = [
        Problem(
            each.text,
            each.code,
            "survey",
            row_of(rows, "name", each.name),
            each.column,
            each.params,
        )
        for each in lint(definition)
    ]
    theirs = [problem for text in made.warnings for problem in _problems(text, rows)]
    return Converted(made.xform, definition, (*ours, *theirs), made.itemsets, rows)


def _rows(workbook: DefinitionData) -> tuple[Mapping[str, str], ...]:
    """The survey sheet by its headings as they stand there, in small letters."""
    return tuple(
        {str(key).strip().lower(): str(held) for key, held in row.items() if held}
        for row in workbook.survey or ()
    )


def row_of(rows: Sequence[Mapping[str, str]], column: str, value: str) -> int | None:
    """The first row of the survey sheet that holds a value; the header is row 1."""
    found = (number for number, row in enumerate(rows, 2) if value and row.get(column) == value)
    return next(found, None)


_ROW = re.compile(r"\[row\s*:\s*(\d+)\]|\brow[: ]+(\d+)", re.IGNORECASE)
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices)' sheet", re.IGNORECASE)
_COLUMN = re.compile(r"the '([\w:.\-]+)' (?:value|column)", re.IGNORECASE)
# What the converter says, as a code with the part that matters; the first that fits.
_CODES: tuple[tuple[str, str], ...] = (
    ("missing_name", r"group with no name|has no name"),
    ("unknown_type", r"Unknown question type '(?P<value>[^'\n]*)'"),
    ("duplicate_name", r"'name' value '(?P<value>[^']*)' is (?:invalid|problematic).*unique"),
    ("bad_name", r"Names must begin with a letter"),
    ("choices_missing", r"There should be a choices sheet"),
    ("list_missing", r"List name not in (?:choices|columns) sheet: (?P<value>\S+)"),
    ("calculation_missing", r"Missing calculation"),
    ("label_missing", r"element named '(?P<value>[^']*)' has no label or hint"),
    ("include", r"section has not been included"),
    ("row_skipped", r"Row without name, text, or label is being skipped"),
    ("repeat_without_label", r"Repeat has no label"),
    ("type_withdrawn", r"(?P<value>\w+) is no longer supported on most devices"),
    ("other_untranslated", r"uses or_other and translations"),
    ("reference_missing", r"Could not find the name '(?P<value>[^']*)'"),
    ("reference_bad", r"Reference variable"),
    ("unmatched_begin", r"Unmatched 'begin_\w+'.*for the name '(?P<value>[^']*)'"),
    ("unmatched_end", r"Unmatched 'end_\w+'"),
    ("choice_without_name", r"Choices must have a name"),
    ("choice_twice", r"Choice names must be unique"),
    ("choice_without_label", r"Choices should have a label"),
    ("sheet_missing", r"You must have a sheet named '(?P<value>\w+)'"),
    ("columns_alike", r"different names for the same column were found: (?P<value>.+?)\. Rename"),
    ("column_twice", r"Duplicate column header: (?P<value>[^\n]+)"),
    ("heading_spaces", r"the '(?P<value>[^']*)' value is invalid. Column headers must not"),
    ("header_missing", r"Invalid headers provided for sheet: '(?P<value>\w+)'"),
    ("unreadable", r"was not recognized as a supported type"),
    ("language_code", r"do not contain valid machine-readable codes"),
    ("translation_missing", r"^Language '(?P<value>[^']+)' is missing"),
    ("large_pictures", r"max-pixels"),
)


def _problems(text: str, rows: Sequence[Mapping[str, str]]) -> list[Problem]:
    """A message may hold several, one a line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    many = [line for line in lines if _ROW.search(line)]
    return [_problem(line, rows) for line in (many if len(many) > 1 else [" ".join(lines)])]


def _problem(text: str, rows: Sequence[Mapping[str, str]]) -> Problem:
    row, sheet, column = _ROW.search(text), _SHEET.search(text), _COLUMN.search(text)
    code, params = _code(text)
    number = int(row[1] or row[2]) if row else None
    if code in _SOUGHT:
        number = row_of(rows, _SOUGHT[code], params["value"] or "include") or number
    if code in _HEADINGS:
        number = 1
    return Problem(
        text,
        code,
        sheet[1].lower() if sheet else ("survey" if number else ""),
        number,
        column[1] if column else _COLUMNS.get(code, ""),
        params,
    )


_COLUMNS = {
    "unknown_type": "type",
    "missing_name": "name",
    "list_missing": "type",
    "calculation_missing": "calculation",
    "label_missing": "label",
    "include": "type",
}
_SOUGHT = {"unknown_type": "type", "label_missing": "name", "include": "type"}
_HEADINGS = ("column_twice", "columns_alike")


def _code(text: str) -> tuple[str, dict[str, str]]:
    for code, pattern in _CODES:
        if match := re.search(pattern, text, re.IGNORECASE | re.DOTALL):
            return code, {"value": (match.groupdict().get("value") or "").strip()}
    return "", {}


def with_identity(
    xform: str, form: FormDefinition, *, form_id: str, version: str, title: str
) -> str:
    """The XForm with id, version and title where the workbook's settings gave none."""
    head = re.compile(rf"<{re.escape(form.root)}\b([^>]*)>")
    match = head.search(xform)
    assert match is not None
    kept = re.sub(r'\s(?:id|version)="[^"]*"', "", match[1])
    named = f"<{form.root}{kept} id={quoteattr(form_id)} version={quoteattr(version)}>"
    xform = f"{xform[: match.start()]}{named}{xform[match.end() :]}"
    words = f"<h:title>{escape(title)}</h:title>"
    return re.sub(r"<h:title>.*?</h:title>", lambda _old: words, xform, count=1)
