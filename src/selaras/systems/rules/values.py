"""Cells of a foreign inventory into values of the register: generous in how a thing is written,
strict in what it means. What could mean two things is refused with a suggestion.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz import fuzz, process

from selaras.lib.indonesia import parse_date, parse_money, parse_number, whole_rupiah
from selaras.lib.sheets_values import shown
from selaras.systems.rules.attributes import Attribute
from selaras.systems.rules.choices import NOTHING, WORDS, Words
from selaras.systems.rules.text import plain
from selaras.systems.rules.types import Reason

FIRST_YEAR = 1980
ADDRESSES = ("address", "repository")  # often written without “https://”
MOST = 10**9
LARGEST_MONEY = 10**15
_YEAR = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)(?!\d)")
_NUMBER = re.compile(r"\d[\d.,]*")
_SPLIT = re.compile(r"[,;/&+\n|]+|\bdan\b|\bserta\b")
_PER = re.compile(r"(?:/|per|setiap|tiap) ?(?:tahun|thn|th)\.?$")
_YES = "v|x|✓|✔|√|☑|✅|1|ya|y|ada|yes|true|•|●|*|o|sudah|sudah ada|tersedia|punya|aktif|iya"
_NO = (
    "0|tidak|tdk|no|false|n|t|✗|✘|✕|×|❌|☐|tidak ada|tdk ada|belum|belum ada|blm"
    "|tidak tersedia|belum tersedia|tidak punya"
)
_TICKS, _NO_TICKS = frozenset(_YES.split("|")), frozenset(_NO.split("|"))
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)


class Mistake(Exception):  # noqa: N818 - reads as `raise Mistake(...)`
    """The cell cannot be read; `reason` says why, with what was probably meant."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.reason = Reason(code, values)


@dataclass(frozen=True)
class Taken:
    """A value, with a note where it was read in a way that people should see."""

    value: object
    note: Reason | None = None


NONE = Taken(None)


def take(value: object, attribute: Attribute, this_year: int, words: Words = WORDS) -> Taken:
    """The value of a cell for an attribute; None when there is nothing in it.

    `words` are those of the choices. Codes and units are not for here: they are looked up in the
    register.

    Raises:
        Mistake: it cannot be read.
    """
    text = shown(value)
    if plain(text) in NOTHING and attribute.kind not in ("text", "long"):
        return NONE
    if plain(text) in ("-", "–", "—", ""):
        return NONE
    if attribute.kind == "year":
        return _year(value, text, this_year)
    if attribute.kind == "choice":
        return Taken(_word(text, words[attribute.key]))
    if attribute.kind == "platforms":
        return _platforms(text, words[attribute.key])
    return _TAKERS[attribute.kind](value, text, attribute)


def _text(value: object, text: str, attribute: Attribute) -> Taken:
    if attribute.kind == "long" and isinstance(value, str):
        text = value.strip()
    if attribute.key in ADDRESSES and _DOMAIN.fullmatch(text):
        text = f"https://{text}"
    if attribute.limit and len(text) > attribute.limit:
        raise Mistake("too_long", limit=attribute.limit)
    return Taken(text)


def _year(value: object, text: str, this_year: int) -> Taken:
    if isinstance(value, date):
        return Taken(value.year)
    years = sorted({int(found) for found in _YEAR.findall(text)})
    possible = [year for year in years if FIRST_YEAR <= year <= this_year + 10]
    if not possible:
        raise Mistake("not_a_year", value=text[:80])
    if len(years) > 1:
        return Taken(possible[0], Reason("first_of", {"value": text[:80], "taken": possible[0]}))
    return Taken(possible[0])


def _whole(value: object, text: str, _attribute: Attribute) -> Taken:
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        if number < 0 or number != int(number) or number > MOST:
            raise Mistake("not_whole", value=text[:80])
        return Taken(int(number))
    found = _NUMBER.findall(text)
    try:
        if len(found) != 1 or "-" in text.lstrip()[:1]:
            raise ValueError(text)
        number = parse_number(found[0].rstrip(".,"), whole=True)  # type: ignore[assignment]
        if number != int(number) or number > MOST:
            raise ValueError(text)
    except ValueError:
        raise Mistake("not_whole", value=text[:80]) from None
    bare = plain(text) == found[0]
    note = None if bare else Reason("read_as", {"value": text[:80], "taken": int(number)})
    return Taken(int(number), note)


def _money(value: object, text: str, _attribute: Attribute) -> Taken:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            amount = whole_rupiah(value)
        else:
            amount = parse_money(_PER.sub("", plain(text)).strip())
    except (ValueError, OverflowError, ArithmeticError):
        raise Mistake("not_money", value=text[:80]) from None
    if not 0 <= amount < LARGEST_MONEY:
        raise Mistake("not_money", value=text[:80])
    return Taken(amount)


def _date(value: object, text: str, _attribute: Attribute) -> Taken:
    if isinstance(value, datetime):
        return Taken(value.date())
    if isinstance(value, date):
        return Taken(value)
    for part in (
        text,
        re.sub(r"^.*?(?:s\.?d\.?|sampai(?: dengan)?|hingga)\s*", "", text, flags=re.IGNORECASE),
    ):
        try:
            return Taken(parse_date(part))
        except ValueError:
            continue
    years = _YEAR.findall(text)
    if len(years) == 1 and not re.sub(
        r"(?i)tahun|thn|akhir|s\.?d\.?|sampai|[\s.]", "", text.replace(years[0], "")
    ):
        day = date(int(years[0]), 12, 31)
        return Taken(day, Reason("end_of_year", {"value": text[:80], "taken": str(day)}))
    raise Mistake("not_a_date", value=text[:80])


def _yes_no(_value: object, text: str, _attribute: Attribute) -> Taken:
    word = plain(text).replace("\ufe0f", "").strip(" .")
    if word in _TICKS or word in _NO_TICKS:
        return Taken(word in _TICKS)
    raise Mistake("not_yes_no", value=text[:80])


def _platforms(text: str, known: Mapping[str, str]) -> Taken:
    """All forms that the cell names, in its order."""
    whole = plain(text)
    if whole in known:
        return Taken((known[whole],))
    pieces = [piece.strip() for piece in _SPLIT.split(whole) if piece.strip(" .()")]
    return Taken(tuple(dict.fromkeys(_word(piece, known) for piece in pieces)))


def _word(text: str, known: Mapping[str, str]) -> str:
    """The code of a word: as it is listed, or with further words that change nothing."""
    word = " ".join(re.findall(r"[a-z0-9]+", plain(text)))
    if word in known:
        return known[word]
    shortened = re.sub(
        r"\b(?:berbasis|based|aplikasi|sistem|sudah|masih|status|oleh|dari)\b", "", word
    )
    shortened = " ".join(shortened.split())
    if shortened in known:
        return known[shortened]
    near = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=60)
    raise Mistake("not_listed", value=text[:80], suggestion=near[0] if near else "")


_TAKERS: Mapping[str, Callable[[object, str, Attribute], Taken]] = {
    "text": _text,
    "long": _text,
    "whole": _whole,
    "money": _money,
    "date": _date,
    "yes_no": _yes_no,
}
