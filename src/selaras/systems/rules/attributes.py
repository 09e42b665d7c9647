"""The attributes of a system: the 21 of entity 04 in their order, then the regency's own.

They stand in `data/columns.csv` with what real inventories write above such a column. A label
“umum” or “khusus” is not among those of the reference code: local lists mean other things by it.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

Kind = Literal[
    "unit",
    "text",
    "long",
    "choice",
    "platforms",
    "year",
    "whole",
    "money",
    "date",
    "yes_no",
    "code",
]
FILE = Path(__file__).parent.parent / "data" / "columns.csv"
# Headers that number or sign the rows, or mean what no attribute means.
_NOTHING = (
    "no|nomor|no urut|nomor urut|num|keterangan|ket|paraf|tanda tangan|jenis aplikasi"
    "|klasifikasi aplikasi|kategori aplikasi|klasifikasi|kategori|jenis|sumber dana|dasar hukum"
    "|regulasi|payung hukum"
)
NO_ATTRIBUTE = frozenset(_NOTHING.split("|"))


@dataclass(frozen=True)
class Attribute:
    """`key` is the field of the register; `number` is the place in entity 04, 0 for local ones.

    A key `tick:web` is a column that holds a tick for one form of the system.
    """

    key: str
    number: int
    title: str
    kind: Kind
    limit: int
    reference: str
    synonyms: tuple[str, ...]


def _load() -> tuple[Attribute, ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Attribute(
                row["key"],
                int(row["number"] or 0),
                row["title"],
                cast(Kind, row["kind"]),
                int(row["limit"] or 0),
                row["reference"],
                (row["title"].lower(), *filter(None, row["synonyms"].split("|"))),
            )
            for row in csv.DictReader(lines)
        )


ATTRIBUTES = _load()
BY_KEY = {attribute.key: attribute for attribute in ATTRIBUTES}
OFFICIAL = tuple(each for each in ATTRIBUTES if each.number)
OWN = tuple(each for each in ATTRIBUTES if not each.number and ":" not in each.key)
TICKS = tuple(each for each in ATTRIBUTES if each.key.startswith("tick:"))
