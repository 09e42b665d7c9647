"""Which attribute a column means, by what stands above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from selaras.systems.rules.attributes import ATTRIBUTES, NO_ATTRIBUTE, Attribute
from selaras.systems.rules.text import plain, without_asides

SURE, LIKELY, LEAST = 95, 74, 62
NAMED_LIKE = 88
# Too common to mean an attribute within a longer header.
_VAGUE = frozenset(
    ("aplikasi", "nama", "data", "unit", "layanan", "hasil", "media", "bahasa", "tujuan", "asal")
)
Trust = Literal["sure", "likely", "weak"]


@dataclass(frozen=True)
class Suggestion:
    """What a column probably is; `score` of 100."""

    attribute: str
    score: int

    @property
    def trust(self) -> Trust:
        return "sure" if self.score >= SURE else "likely" if self.score >= LIKELY else "weak"


def tidy(title: object) -> str:
    """A header as it is compared: letters and digits only."""
    return " ".join(re.findall(r"[a-z0-9]+", plain(title)))


_KNOWN: Mapping[str, Attribute] = {
    tidy(synonym): attribute
    for attribute in reversed(ATTRIBUTES)
    for synonym in reversed(attribute.synonyms)
}


@lru_cache(maxsize=4096)
def best_match(title: str) -> Suggestion | None:
    """The attribute a header most likely means, if any comes near."""
    whole, short = tidy(title), tidy(without_asides(title))
    if not whole or whole in NO_ATTRIBUTE or short in NO_ATTRIBUTE:
        return None
    if whole in _KNOWN:
        return Suggestion(_KNOWN[whole].key, 100)
    if short in _KNOWN:
        return Suggestion(_KNOWN[short].key, 98)
    best = max(
        ((_likeness(short or whole, known), attribute.key) for known, attribute in _KNOWN.items()),
        key=lambda pair: pair[0],
    )
    return Suggestion(best[1], best[0]) if best[0] >= LEAST else None


def _likeness(title: str, known: str) -> int:
    """Typing errors, another order of words, or a known header within a longer one."""
    ours, theirs = title.split(), known.split()
    if sorted(ours) == sorted(theirs):
        return 96
    if len(title) > 5 and len(known) > 5:
        written = fuzz.ratio(title, known)
        if written >= NAMED_LIKE and title[:2] == known[:2]:
            return round(written) - 1
    if set(theirs) <= set(ours) and len(ours) <= 8 and known not in _VAGUE:
        covered = sum(map(len, theirs)) / max(sum(map(len, ours)), 1)
        first = 6 if ours[: len(theirs)] == theirs else 0
        return round(50 + 38 * covered) + first
    return 0


def suggest(titles: Mapping[int, Sequence[str]]) -> dict[int, Suggestion]:
    """For each column (by number, with the headers it may have) one attribute; none twice."""
    scored: list[tuple[int, int, str]] = []
    for column, alternatives in titles.items():
        matches = [match for match in map(best_match, alternatives) if match]
        scored += [(match.score, -column, match.attribute) for match in matches]
    found: dict[int, Suggestion] = {}
    taken: set[str] = set()
    for score, column, attribute in sorted(scored, reverse=True):
        if -column not in found and attribute not in taken:
            found[-column] = Suggestion(attribute, score)
            taken.add(attribute)
    return found
