"""What other rooms hand over when they take needs in, and how rows of workbooks are told apart."""

import hashlib
from dataclasses import dataclass

from selaras.lib.sheets import Row


@dataclass(frozen=True)
class Origin:
    """The source that a batch of records came from; becomes their evidence.

    `kind` is a name in `core.registry.evidence_kinds`; object_type and object_id name the object
    of the upper room (a meeting, a survey response).
    """

    kind: str
    label: str
    url: str = ""
    file_id: int | None = None
    object_type: str = ""
    object_id: str = ""
    demo: bool = False


@dataclass(frozen=True)
class NeedRow:
    """One row or card of a source.

    `source_key` is its stable name within the round; `need_id` names the need that it corrects
    when the source knows it.
    """

    source_key: str
    kind: str
    title: str
    dimension_id: int
    description: str = ""
    subdimension_id: int | None = None
    agency_id: int | None = None
    urgency: str = "medium"
    affected: str = ""
    need_id: int | None = None
    locator: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Answer:
    """A row of a workbook, read by the keys of its columns."""

    row: Row

    def text(self, key: str) -> str:
        value = self.row.values.get(key)
        return "" if value is None else str(value).strip()

    def whole(self, key: str) -> int | None:
        value = self.row.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def cell(self, key: str) -> str:
        return self.row.cells.get(key, str(self.row.number))


def plain_title(title: str) -> str:
    """The title as it is compared: case and spaces do not matter."""
    return " ".join(title.split()).casefold()


def title_key(title: str) -> str:
    """A short stable name for a row that has no code yet."""
    return hashlib.sha256(plain_title(title).encode()).hexdigest()[:16]


def code_number(code: str, prefix: str) -> int | None:
    """The number of a row code such as K12; None when it is not one."""
    digits = code.strip().upper().removeprefix(prefix)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None
