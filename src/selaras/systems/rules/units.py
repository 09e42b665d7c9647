"""Which unit a free text means: by its name, written in the usual ways; anything else is asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from selaras.systems.rules.text import plain, without_asides

LEAST = 55
_SHORT = {
    "din": "dinas",
    "dis": "dinas",
    "bag": "bagian",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "sekda": "sekretariat daerah",
    "sek": "sekretariat",
    "bid": "bidang",
    "kab": "kabupaten",
    "dgn": "dengan",
    "n": "dan",
}


def unit_key(text: str, regency: str = "") -> str:
    """A unit's name as it is compared: abbreviations written out, the regency left away.

    `regency` is the site's own name, e.g. “Kabupaten Jombang”; other regencies stay.
    """
    folded = plain(without_asides(text) or text).replace("&", " dan ").replace("/", " ")
    written = [_SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", folded)]
    key = " ".join(written)
    own = " ".join(re.findall(r"[a-z0-9]+", plain(regency)))
    place = own.split(" ", 1)[1] if " " in own else own
    for tail in (f"pemerintah {own}", own, place):
        if tail and key.endswith(f" {tail}") and (tail != place or _dropped(key, place)):
            key = key.removesuffix(f" {tail}")
    return key


def _dropped(key: str, place: str) -> bool:
    """Whether the place at the end only repeats the regency: not for “Kecamatan Jombang”."""
    return key.startswith(
        ("dinas ", "badan ", "bagian ", "inspektorat ", "satuan ", "sekretariat ")
    )


@dataclass(frozen=True)
class Match:
    """The unit of a text, or else the nearest one as a suggestion."""

    unit: int | None
    suggestion: int | None = None


class UnitMatcher:
    """Finds units by what people type; only what is certain is taken."""

    def __init__(self, units: Iterable[tuple[int, Iterable[str]]], regency: str = "") -> None:
        self.regency = regency
        self.known: dict[str, int] = {}
        shared: set[str] = set()
        for unit, names in units:
            for name in names:
                key = unit_key(name, regency)
                if not key:
                    continue
                if self.known.setdefault(key, unit) != unit:
                    shared.add(key)
        for key in shared:  # two units of one name: neither is certain
            del self.known[key]

    def find(self, text: str, chosen: Mapping[str, int] | None = None) -> Match:
        """`chosen`: what people have said a text means, by `plain` text."""
        if chosen and plain(text) in chosen:
            return Match(chosen[plain(text)])
        for key in _readings(text, self.regency):
            if key in self.known:
                return Match(self.known[key])
        return Match(None, self._nearest(unit_key(text, self.regency)))

    def _nearest(self, key: str) -> int | None:
        found = process.extractOne(key, self.known.keys(), scorer=_likeness, score_cutoff=LEAST)
        return self.known[found[0]] if found else None


def _likeness(
    left: str, right: str, *, score_cutoff: float | None = None, **_more: object
) -> float:
    score = max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right))
    if (
        left
        and right
        and (set(left.split()) < set(right.split()) or set(right.split()) < set(left.split()))
    ):
        score = max(score, 75.0)
    return score if score_cutoff is None or score >= score_cutoff else 0.0


def _readings(text: str, regency: str) -> Iterable[str]:
    """The text, the text without what stands in brackets, and what stands in them."""
    yield unit_key(text, regency)
    for aside in re.findall(r"\(([^)]*)\)", text):
        yield unit_key(aside, regency)
