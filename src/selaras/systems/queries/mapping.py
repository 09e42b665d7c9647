"""Columns and units named in words, as on the command line."""

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter

from selaras.organisations.models import Agency
from selaras.systems.queries.inventory import read_inventory
from selaras.systems.rules.attributes import ATTRIBUTES
from selaras.systems.rules.columns import tidy
from selaras.systems.rules.text import plain
from selaras.systems.types import Mapped


def mapped_from_words(
    data: bytes,
    *,
    sheet: str = "",
    columns: Sequence[str] = (),
    units: Sequence[str] = (),
    carry_units: bool = False,
) -> Mapped:
    """`columns` are “header or letter=attribute”, `units` “text=short address”.

    Raises:
        ValueError: a column, an attribute or a unit is not known; the text says what there is.
    """
    titles: Mapping[int, str] = {}
    if columns:
        header = read_inventory(data, Mapped(sheet)).header
        titles = header.titles if header else {}
    chosen = dict(_column(text, titles) for text in columns)
    return Mapped(sheet, chosen, dict(map(_unit, units)), carry_units)


def _column(text: str, titles: Mapping[int, str]) -> tuple[int, str]:
    name, equals, wanted = (part.strip() for part in text.rpartition("="))
    found = [
        number
        for number, title in titles.items()
        if tidy(title) == tidy(name) or get_column_letter(number) == name.upper()
    ]
    if not equals or not found:
        raise ValueError(f"{text}: no column “{name}”. Columns: {', '.join(titles.values())}")
    keys = {tidy(each.title): each.key for each in ATTRIBUTES}
    keys |= {each.key: each.key for each in ATTRIBUTES}
    key = keys.get(wanted) or keys.get(tidy(wanted)) or ""
    if wanted and not key:
        known = ", ".join(each.key for each in ATTRIBUTES)
        raise ValueError(f"{text}: no attribute “{wanted}”. Attributes: {known}")
    return found[0], key


def _unit(text: str) -> tuple[str, int]:
    name, _equals, slug = (part.strip() for part in text.rpartition("="))
    agency = Agency.objects.current().filter(slug=slug).first()
    if agency is None or not name:
        raise ValueError(f"{text}: no unit has the short address “{slug}”.")
    return plain(name), agency.pk
