"""Values of answers by their type: from the text of the XML, and back to the same text."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from selaras.lib.xforms.definition import Field

NUMBERS = ("int", "decimal")


def typed(field: Field, text: str) -> Any:
    """The value of its type; the text itself where it does not fit, None where it is empty.

    int → int, decimal → Decimal, date → date, dateTime → datetime with its zone, time → time,
    several choices → list of values; everything else stays text.
    """
    if text == "":
        return None
    if field.multiple:
        return text.split()
    try:
        return _CONVERT[field.type](text) if field.type in _CONVERT else text
    except (ValueError, InvalidOperation):
        return text


def fits(field: Field, text: str) -> bool:
    """Whether a text is a value of the field's type."""
    return text == "" or field.type not in _CONVERT or not isinstance(typed(field, text), str)


def _int(text: str) -> int:
    if "_" in text:  # a number to Python alone
        raise ValueError
    return int(text)


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or "_" in text:
        raise InvalidOperation
    return value


_CONVERT: dict[str, Any] = {
    "int": _int,
    "decimal": _decimal,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "time": time.fromisoformat,
}
