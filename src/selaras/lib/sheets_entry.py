"""The checks that a spreadsheet itself makes while people type."""

from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from selaras.lib.sheets_export import storable
from selaras.lib.sheets_types import CHOICES_SHEET, Column, Labels

_FAR = 10**15
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 225


class Lists:
    """Choices on a hidden sheet, where they may be long; the same list is kept once."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.tab.sheet_state = "hidden"
        self.ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, choices: tuple[str, ...]) -> str:
        if choices not in self.ranges:
            number = len(self.ranges) + 1
            for row, choice in enumerate(choices, start=1):
                cell = self.tab.cell(row, number)
                cell.value = storable(choice)
                cell.data_type = "s"
            letter = get_column_letter(number)
            self.ranges[choices] = f"'{CHOICES_SHEET}'!${letter}$1:${letter}${len(choices)}"
        return self.ranges[choices]


def entry_check(column: Column, lists: Lists, words: Labels) -> DataValidation | None:
    """The rule for a column's cells, with its message; None where anything goes."""
    if column.kind == "choice" and column.choices:
        return _check(
            column, words, words.choose, type="list", formula1=lists.range_of(column.choices)
        )
    if column.kind == "yes_no":
        answers = lists.range_of((words.yes, words.no))
        return _check(column, words, words.choose, type="list", formula1=answers)
    if column.kind in {"integer", "money"}:
        message = words.money if column.kind == "money" else words.whole_number
        return _between(column, words, message, kind="whole")
    if column.kind == "decimal":
        return _between(column, words, words.decimal, kind="decimal")
    if column.kind == "date":
        bounds = {
            "operator": "between",
            "formula1": "DATE(1901,1,1)",
            "formula2": "DATE(2999,12,31)",
        }
        return _check(column, words, words.day, type="date", **bounds)
    if column.max_length is not None:
        bound = {"operator": "lessThanOrEqual", "formula1": str(column.max_length)}
        message = f"{words.shorter} (≤ {column.max_length})"
        return _check(column, words, message, type="textLength", **bound)
    return None


def _between(column: Column, words: Labels, message: str, *, kind: str) -> DataValidation:
    least = -_FAR if column.minimum is None else column.minimum
    most = _FAR if column.maximum is None else column.maximum
    if column.minimum is not None or column.maximum is not None:
        shown = [str(bound) for bound in (column.minimum, column.maximum) if bound is not None]
        mark = "–" if len(shown) == 2 else ("≥ " if column.maximum is None else "≤ ")
        message += f" ({mark.join(shown) if len(shown) == 2 else mark + shown[0]})"
    return _check(
        column,
        words,
        message,
        type=kind,
        operator="between",
        formula1=str(least),
        formula2=str(most),
    )


def _check(column: Column, words: Labels, message: str, **rule: str) -> DataValidation:
    check = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True, **rule)
    check.errorStyle = "stop"
    check.errorTitle = words.check_entry[:_LONGEST_TITLE]
    check.error = message[:_LONGEST_MESSAGE]
    check.promptTitle = column.title[:_LONGEST_TITLE]
    check.prompt = (column.help or message)[:_LONGEST_MESSAGE]
    return check
