"""What a person chose for a download, as plain values that a job can carry."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from selaras.questionnaires.types import Chosen

NAMES = "-"  # instead of a language: the names of the form, as programs know them


@dataclass(frozen=True)
class Options:
    """`language` is a form's own name of a language, "" for its first, NAMES for no words."""

    language: str = ""
    groups: bool = True  # the groups around a question stand before it in the header
    separator: str = " / "
    multiple: str = "one"  # one column | columns of 0 and 1 | both
    split: bool = False  # CSV: also a column of 0 and 1 for each choice
    full_names: bool = True  # CSV: groups before the name
    earlier: bool = True  # also what only earlier versions asked
    with_files: bool = True  # CSV: with the files that were sent
    excel: bool = False  # CSV: for Excel in Indonesia (semicolon, byte order mark, no formulas)
    state: str = ""
    since: str = ""  # ISO days
    until: str = ""
    within: str = ""
    base: str = ""  # address of the site, for links

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.state, _day(self.since), _day(self.until), self.within)

    @property
    def by_name(self) -> bool:
        return self.language == NAMES

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Options":
        """From the values of a form or a job; what is no option is left out."""
        known = {field.name for field in fields(cls)}
        plain: dict[str, Any] = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if name in known and value is not None
        }
        return cls(**plain)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
