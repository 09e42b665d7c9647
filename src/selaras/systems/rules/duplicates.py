"""Systems that do the same: by name, by text, by code and by data, each with its reason.

Nothing is merged here. A pair is shown when the signals together are strong enough; people say
whether it is true.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from selaras.systems.rules.candidates import (
    LIKE_NAME,
    LIKE_TEXT,
    Reading,
    candidates,
    cosine,
    read,
    term_vectors,
)
from selaras.systems.rules.types import Facts, Found, Reason

LEAST_SCORE = 0.5
LIKE_DATA = 0.34
# How much one signal alone is worth; they add up as independent hints do.
WEIGHTS = {"name": 0.75, "text": 0.7, "local_code": 0.6, "code": 0.18, "data": 0.45}
MOST_PER_SYSTEM = 12
GROUP_SHOWN = 6


def find_duplicates(systems: Sequence[Facts], ignored: frozenset[str] = frozenset()) -> list[Found]:
    """All findings, strongest first. `ignored`: words of places (see `text.ignored_words`)."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for facts in systems:
        if facts.is_active:
            reading = read(facts, ignored)
            groups[reading.name].append(reading)
    found = [_same_name(name, group) for name, group in groups.items() if len(group) > 1]
    found += _pairs([group[0] for group in groups.values()])
    return sorted(found, key=lambda each: (-each.score, each.key))


def _same_name(name: str, group: Sequence[Reading]) -> Found:
    """One finding for all systems of one name, not one for each pair."""
    members = [each.facts for each in group]
    exact = len({each.name.casefold() for each in members}) == 1
    reasons = [Reason("same_name", {"count": len(members), "units": _units(members)})]
    score = 90 if exact else 75
    if all(each.is_lent for each in members):
        reasons.append(Reason("shared_national"))
        score = 40
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    title = members[0].name if exact else _joined([each.name for each in members])
    keys = tuple(sorted(each.key for each in members))
    return Found("duplicate", f"duplicate:name:{digest}", title, keys, score, tuple(reasons))


def _pairs(readings: Sequence[Reading]) -> list[Found]:
    vectors = term_vectors(readings)
    scored = []
    for left, right in candidates(readings, vectors):
        score, reasons = _compare(
            readings[left], readings[right], cosine(vectors[left], vectors[right])
        )
        if score >= LEAST_SCORE:
            scored.append((score, left, right, reasons))
    scored.sort(key=lambda row: (-row[0], row[1], row[2]))
    seen: Counter[int] = Counter()
    found = []
    for score, left, right, reasons in scored:
        if seen[left] < MOST_PER_SYSTEM and seen[right] < MOST_PER_SYSTEM:
            seen.update((left, right))
            found.append(_pair(readings[left].facts, readings[right].facts, score, reasons))
    return found


def _pair(left: Facts, right: Facts, score: float, reasons: Sequence[Reason]) -> Found:
    first, second = sorted((left, right), key=lambda each: each.key)
    return Found(
        "duplicate",
        f"duplicate:{first.key}-{second.key}",
        _joined([first.name, second.name]),
        (first.key, second.key),
        round(score * 100),
        tuple(reasons),
    )


def _compare(left: Reading, right: Reading, likeness: float) -> tuple[float, list[Reason]]:
    """How much speaks for the same function (0 to 1), and what."""
    hints: list[tuple[float, Reason]] = []
    if name := _name_likeness(left, right):
        hints.append((WEIGHTS["name"] * name, Reason("like_name", {"percent": round(name * 100)})))
    if likeness >= LIKE_TEXT:
        both = sorted(left.terms[term] for term in left.terms.keys() & right.terms.keys())[:8]
        values: dict[str, str | int] = {"percent": round(likeness * 100), "words": ", ".join(both)}
        hints.append((WEIGHTS["text"] * likeness, Reason("like_text", values)))
    hints += _code_hint(left.facts, right.facts)
    hints += _data_hint(left, right)
    if all(reason.code == "same_code" for _weight, reason in hints):
        return 0.0, []  # a code of a whole field of work says nothing by itself
    doubt = math.prod(1 - weight for weight, _reason in hints)
    return 1 - doubt, [reason for _weight, reason in hints]


def _name_likeness(left: Reading, right: Reading) -> float:
    small, large = sorted((set(left.core), set(right.core)), key=len)
    if len(small) >= 2 and small < large:
        return 0.85
    likeness = fuzz.ratio(left.name, right.name) if min(len(left.name), len(right.name)) > 3 else 0
    return likeness / 100 if likeness >= LIKE_NAME else 0.0


def _code_hint(left: Facts, right: Facts) -> list[tuple[float, Reason]]:
    shared = set(left.codes) & set(right.codes)
    local = sorted(code for code in shared if code.count(".") >= 2)
    if local and _same_users(left, right):
        return [(WEIGHTS["local_code"], Reason("same_local_code", {"code": local[0]}))]
    telling = sorted(code for code in shared if "." in code and not code.startswith("RAA"))
    if telling:
        return [(WEIGHTS["code"], Reason("same_code", {"code": ", ".join(telling)}))]
    return []


def _same_users(left: Facts, right: Facts) -> bool:
    return bool(left.users and right.users) and (
        left.users == right.users or "both" in (left.users, right.users)
    )


def _data_hint(left: Reading, right: Reading) -> list[tuple[float, Reason]]:
    shared = left.data.keys() & right.data.keys()
    every = left.data.keys() | right.data.keys()
    likeness = len(shared) / len(every) if every else 0.0
    if likeness < LIKE_DATA:
        return []
    named = ", ".join(sorted(left.data[key] for key in shared)[:4])
    return [(WEIGHTS["data"] * likeness, Reason("same_data", {"data": named}))]


def _units(members: Iterable[Facts]) -> str:
    names = sorted({each.unit_name for each in members if each.unit_name})
    more = len(names) - GROUP_SHOWN
    return ", ".join(names[:GROUP_SHOWN]) + (f" (+{more})" if more > 0 else "")


def _joined(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    text = " · ".join(shown[:3])
    return text + (f" (+{len(shown) - 3})" if len(shown) > 3 else "")
