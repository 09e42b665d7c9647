"""Reading a returned workbook: whose it is, and every problem in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from selaras.core.sheets import describe
from selaras.lib.sheets import CellError, Row, read_workbook
from selaras.surveys.access import can_answer_for
from selaras.surveys.models import Response, Survey
from selaras.surveys.rules import unknown_codes
from selaras.surveys.workbooks import FORMAT, Part, filled_rows, kept_rows


@dataclass(frozen=True)
class Problem:
    """A line of the report: sheet and cell (empty for the whole file), and what to do."""

    sheet: str
    cell: str
    text: str

    def as_json(self) -> dict[str, str]:
        return {"sheet": self.sheet, "cell": self.cell, "text": self.text}


@dataclass
class Answer:
    response: Response | None = None
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_answer(survey: Survey, parts: Sequence[Part], data: bytes, by: Any) -> Answer:
    """The rows of a workbook with all that is wrong; nothing is written."""
    result = read_workbook(data, [part.sheet for part in parts])
    answer = Answer(rows=result.rows)
    if any(not error.sheet for error in result.errors):  # the file itself cannot be read
        answer.problems = [_problem(error) for error in result.errors if not error.sheet]
        return answer
    answer.response, reason = _whose(survey, result.meta)
    if answer.response is None:
        answer.problems = [Problem("", "", reason)]
        return answer
    if not can_answer_for(by, answer.response.agency_id):
        text = _("This is the workbook of %(unit)s. You can only upload that of your own unit.")
        text %= {"unit": answer.response.agency.name}
        return Answer(problems=[Problem("", "", text)])
    errors = [*result.errors, *_check(survey, parts, result.rows, answer.response.agency_id)]
    answer.problems = [_problem(error) for error in errors]
    if not answer.problems and not any(result.rows.values()):
        text = _("All sheets are empty. Fill in at least one row.")
        answer.problems.append(Problem("", "", text))
    return answer


def _whose(survey: Survey, meta: Mapping[str, str]) -> tuple[Response | None, str]:
    """The unit's part in this survey, or why the workbook does not fit."""
    if meta.get("format") != FORMAT:
        return None, _(
            "The workbook does not say whose it is. Copy the answers into the workbook that was"
            " downloaded for the unit."
        )
    if meta.get("survey") != str(survey.pk) or meta.get("round") != survey.round.slug:
        return None, _("The workbook belongs to another survey. Upload it there.")
    slug = meta.get("agency", "")
    response = survey.responses.select_related("agency", "file").filter(agency__slug=slug).first()
    if response is None:
        return None, _("The unit “%(unit)s” does not take part in this survey.") % {"unit": slug}
    return response, ""


def _check(
    survey: Survey, parts: Sequence[Part], rows: Mapping[str, Sequence[Row]], agency_id: int
) -> list[CellError]:
    errors: list[CellError] = []
    for part in parts:
        given = rows[part.sheet.key]
        errors += part.consumer.check(survey.round_id, given)
        kept = kept_rows(part, survey.round_id, agency_id)
        for at in unknown_codes(filled_rows(part, given), kept):
            value = str(given[at].values.get("code"))
            cell = given[at].cells.get("code", "")
            errors.append(CellError(part.sheet.title, cell, "unknown_code", {"value": value}))
    return errors


def _problem(error: CellError) -> Problem:
    place = " · ".join(part for part in (error.sheet, error.cell) if part)
    text = describe(error).removeprefix(f"{place}: ")
    return Problem(error.sheet, error.cell, text)
