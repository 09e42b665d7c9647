"""One cell into one value: generous in how it was typed, strict in what it means."""

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from selaras.lib.indonesia import parse_date, parse_money, parse_number, whole_rupiah
from selaras.lib.sheets_types import Column, matchable

LARGEST: Final = 10**15  # the most digits that a spreadsheet keeps exactly
_SERIALS: Final = range(20_000, 73_051)  # days from 1954 to 2099 as spreadsheets count them
_FIRST_DAY: Final = date(1899, 12, 30).toordinal()
_YES: Final = {"ya", "y", "yes", "true", "benar", "1", "v", "✓", "✔", "√"}
_NO: Final = {"tidak", "tdk", "no", "n", "t", "false", "salah", "0", "✗", "✘"}
_NOTHING: Final = {"-", "–", "—"}
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ODD_SPACES: Final = re.compile("[\t\u00a0\u2007\u202f\ufeff]")


class Mistake(Exception):  # noqa: N818 - reads as `raise Mistake(...)`
    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def convert(value: object, column: Column, *, percent: bool = False) -> object:
    """The value as `column` means it: str, int, Decimal, date, bool, or None when empty.

    `percent` says that the cell shows 0.85 as 85%: the number that people see is meant.

    Raises:
        Mistake: the value does not fit the column.
    """
    if isinstance(value, str):
        value = clean(value, lines=column.kind == "long")
    if value is None or value == "" or (column.kind not in _TEXTS and value in _NOTHING):
        if column.required:
            raise Mistake("required")
        return None
    if percent and isinstance(value, int | float) and column.kind in {"integer", "decimal"}:
        value = float(_exact(value) * 100)
    return _CONVERTERS[column.kind](value, column)


def clean(text: str, *, lines: bool = False) -> str:
    """Text without control characters and stray spaces; line breaks stay where `lines` says so."""
    if text.isascii() and text.isprintable() and "_x000D_" not in text:
        return " ".join(text.split())
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = _ODD_SPACES.sub(" ", _CONTROLS.sub("", text))
    if not lines:
        return " ".join(text.split())
    rows = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def shown(value: object) -> str:
    """The value as people see it in the cell, for texts and messages."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float | Decimal):
        try:
            return f"{_exact(value).normalize():f}"
        except ValueError:
            return str(value)
    if isinstance(value, date):
        return f"{value:%d/%m/}{value.year:04d}"
    return clean(str(value))


def _exact(value: float | Decimal) -> Decimal:
    """The decimal number that was typed, without the tail of binary fractions."""
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value} is not finite")
    return number


def _text(value: object, column: Column) -> str:
    text = value if isinstance(value, str) else shown(value)
    if column.max_length is not None and len(text) > column.max_length:
        raise Mistake("too_long", limit=str(column.max_length))
    return text


def _integer(value: object, column: Column) -> int:
    number = _number(value, whole=True)
    if number is None or number != number.to_integral_value():
        raise Mistake("not_integer")
    _check_bounds(number, column)
    return int(number)


def _decimal(value: object, column: Column) -> Decimal:
    number = _number(value)
    if number is None:
        raise Mistake("not_decimal")
    _check_bounds(number, column)
    return number


def _money(value: object, column: Column) -> int:
    try:
        number = _number(value, whole=True) if not isinstance(value, str) else parse_money(value)
        amount = None if number is None else whole_rupiah(number)
    except ValueError as error:
        raise Mistake("not_money") from error
    if amount is None:
        raise Mistake("not_money")
    _check_bounds(Decimal(amount), column)
    return amount


def _number(value: object, *, whole: bool = False) -> Decimal | None:
    """The finite number in a cell, None if there is none."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float | Decimal):
            return _exact(value)
        if isinstance(value, str):
            return parse_number(value, whole=whole)
    except ValueError:
        return None
    return None


def _check_bounds(number: Decimal, column: Column) -> None:
    least = -LARGEST if column.minimum is None else column.minimum
    most = LARGEST if column.maximum is None else column.maximum
    if number < least:
        raise Mistake("too_small", limit=str(least))
    if number > most:
        raise Mistake("too_big", limit=str(most))


def _date(value: object, _column: Column) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and value in _SERIALS:
        return date.fromordinal(_FIRST_DAY + int(value))
    try:
        return parse_date(str(value))
    except ValueError as error:
        raise Mistake("not_date") from error


def _choice(value: object, column: Column) -> str:
    wanted = matchable(shown(value))
    known = {matchable(word): choice for word, choice in column.aliases}
    known |= {matchable(choice): choice for choice in column.choices}
    if wanted in known:
        return known[wanted]
    raise Mistake("not_in_list", suggestion=_nearest(wanted, known))


def _yes_no(value: object, _column: Column) -> bool:
    word = matchable(shown(value))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Mistake("not_in_list", suggestion=_nearest(word, {"ya": "Ya", "tidak": "Tidak"}))


def _nearest(wanted: str, known: dict[str, str]) -> str:
    """The choice that was most likely meant, empty if none comes near."""
    close = difflib.get_close_matches(wanted[:200], known, n=1, cutoff=0.6)
    return known[close[0]] if close else ""


_TEXTS: Final = {"text", "long"}
_CONVERTERS: Final[dict[str, Callable[[object, Column], object]]] = {
    "text": _text,
    "long": _text,
    "integer": _integer,
    "money": _money,
    "decimal": _decimal,
    "date": _date,
    "choice": _choice,
    "yes_no": _yes_no,
}
