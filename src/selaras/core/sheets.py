"""Problems of a workbook, in words an officer can act on."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.lib.sheets import CellError

TEXTS: dict[str, Promise] = {
    "not_a_workbook": _(
        "This is not an Excel workbook (.xlsx). Save it as .xlsx and upload again."
    ),
    "too_large": _("The workbook is too large. Remove pictures and empty sheets."),
    "too_many_rows": _("There are too many rows. Split the workbook."),
    "sheet_missing": _("The sheet “%(sheet)s” is missing. Use the workbook that you downloaded."),
    "column_missing": _(
        "The column “%(column)s” is missing. Use the workbook that you downloaded."
    ),
    "required": _("“%(column)s” is empty. Fill it in."),
    "not_integer": _("“%(value)s” is not a whole number."),
    "not_money": _("“%(value)s” is not an amount of money. Write digits only, e.g. 250000000."),
    "not_decimal": _("“%(value)s” is not a number."),
    "not_date": _("“%(value)s” is not a date. Write it like 27/11/2019."),
    "not_in_list": _("“%(value)s” is not in the list for “%(column)s”. Choose from the list."),
    "did_you_mean": _("“%(value)s” is not in the list. Did you mean “%(suggestion)s”?"),
    "too_long": _("The text is too long. Use at most %(limit)s characters."),
    "too_small": _("%(value)s is too small. The least is %(limit)s."),
    "too_big": _("%(value)s is too large. The most is %(limit)s."),
    "formula_error": _("The formula gives an error. Replace it with its value."),
    "duplicate_key": _("“%(value)s” stands in more than one row."),
    "unknown": _("“%(value)s” is not known here."),
    "bad_email": _("“%(value)s” is not an e-mail address."),
    "begins_after_end": _("The unit has ended before %(value)s. Correct the date."),
    "under_itself": _("A unit cannot stand under itself. Choose another one than “%(value)s”."),
    "bad_area_code": _(
        "“%(value)s” does not fit its level. Write 35 for a province, 35.17 for a regency,"
        " 35.17.09 for a sub-district, 35.17.09.2001 for a village."
    ),
    "no_area_above": _("The area “%(above)s”, in which “%(value)s” lies, is missing. Add it."),
}


def describe_all(errors: Iterable[CellError]) -> list[str]:
    """A line each, in the order in which a reader meets them: sheet by sheet, row by row."""
    found = list(errors)
    sheets = list(dict.fromkeys(error.sheet for error in found))
    found.sort(key=lambda error: (sheets.index(error.sheet), _place(error.cell)))
    return [describe(error) for error in found]


def _place(cell: str) -> tuple[int, int, str]:
    """(row, width of the column's name, column): AA stands after Z."""
    column = cell.rstrip("0123456789")
    return int(cell[len(column) :] or 0), len(column), column


def describe(error: CellError) -> str:
    """One line: where, what is wrong, what to do."""
    code = error.code
    if code == "not_in_list" and error.params.get("suggestion"):
        code = "did_you_mean"
    params = dict.fromkeys(("column", "value", "limit", "suggestion", "above"), "")
    params |= {"sheet": error.sheet, **error.params}
    text = str(TEXTS.get(code, TEXTS["unknown"])) % params
    place = " · ".join(part for part in (error.sheet, error.cell) if part)
    return f"{place}: {text}" if place else text
