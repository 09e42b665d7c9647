"""Which systems are compared at all: everything with everything would take minutes.

A register is read once; systems that share nothing telling are never looked at together.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from selaras.systems.rules.text import core_words, data_names, terms
from selaras.systems.rules.types import Facts

LIKE_NAME = 84  # of 100, for names written differently
LIKE_TEXT = 0.3
RARE_TERMS = 6
PRIOR = 20  # systems that one imagines besides: in a small register every word is rare
COMMON = 200  # a word that more systems bear is no reason to compare them

Pairs = set[tuple[int, int]]
Vector = Mapping[str, float]


@dataclass(frozen=True)
class Reading:
    """A system as it is compared."""

    facts: Facts
    core: tuple[str, ...]
    name: str  # the core's words, sorted: order does not matter
    terms: Mapping[str, str]
    data: Mapping[str, str]


def read(facts: Facts, ignored: frozenset[str]) -> Reading:
    core = core_words(facts.name, ignored)
    return Reading(
        facts,
        core,
        " ".join(sorted(core)),
        terms(f"{facts.name} {facts.text}", ignored),
        data_names(facts.data_input or facts.data_held),
    )


def candidates(readings: Sequence[Reading], vectors: Sequence[Vector]) -> Pairs:
    """Pairs of positions that are worth a closer look, the smaller one first."""
    return _like_names(readings) | _contained(readings) | _like_texts(vectors) | _shared(readings)


def _like_names(readings: Sequence[Reading]) -> Pairs:
    """Names that are nearly written alike, or one of which is part of the other."""
    order = sorted(range(len(readings)), key=lambda at: len(readings[at].name))
    names = [readings[at].name for at in order]
    pairs: Pairs = set()
    last = 0
    for position, name in enumerate(names):
        if len(name) <= 3:
            continue
        # ratio ≥ LIKE_NAME bounds the length of the other name
        longest = len(name) * (200 - LIKE_NAME) / LIKE_NAME
        last = max(last, position)
        while last < len(names) and len(names[last]) <= longest:
            last += 1
        near = process.extract_iter(
            name, names[position + 1 : last], scorer=fuzz.ratio, score_cutoff=LIKE_NAME
        )
        for _name, _score, at in near:
            pairs.add(_ordered(order[position], order[position + 1 + at]))
    return pairs


def _contained(readings: Sequence[Reading]) -> Pairs:
    holding: dict[str, list[int]] = defaultdict(list)
    for at, reading in enumerate(readings):
        for word in reading.core:
            holding[word].append(at)
    pairs: Pairs = set()
    for at, reading in enumerate(readings):
        if len(reading.core) < 2:
            continue
        shortest = min((holding[word] for word in reading.core), key=len)
        if len(shortest) > COMMON:
            continue
        own = set(reading.core)
        pairs |= {
            _ordered(at, other)
            for other in shortest
            if other != at and own < set(readings[other].core)
        }
    return pairs


def term_vectors(readings: Sequence[Reading]) -> list[Vector]:
    """The terms of each system with their weight: the rarer in the register, the heavier."""
    spread = Counter(term for reading in readings for term in reading.terms)
    count = len(readings)
    weight = {term: math.log((count + PRIOR) / (seen + 0.5)) for term, seen in spread.items()}
    vectors: list[Vector] = []
    for reading in readings:
        length = math.sqrt(sum(weight[term] ** 2 for term in reading.terms)) or 1.0
        vectors.append({term: weight[term] / length for term in reading.terms})
    return vectors


def cosine(left: Vector, right: Vector) -> float:
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    return sum(value * large[term] for term, value in small.items() if term in large)


def _like_texts(vectors: Sequence[Vector]) -> Pairs:
    """Systems that share telling words: only each one's rarest words are looked up."""
    most = 40 + len(vectors) // 100
    holding: dict[str, list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        for term in sorted(vector, key=vector.__getitem__, reverse=True)[:RARE_TERMS]:
            holding[term].append(at)
    overlap: dict[tuple[int, int], float] = defaultdict(float)
    for term, holders in holding.items():
        if 1 < len(holders) <= most:
            for place, left in enumerate(holders):
                weight = vectors[left][term]
                for right in holders[place + 1 :]:
                    overlap[left, right] += weight * vectors[right][term]
    return {pair for pair, value in overlap.items() if value >= LIKE_TEXT / 2}


def _shared(readings: Sequence[Reading]) -> Pairs:
    """Systems with the same local code, or with the same data."""
    holding: dict[str, list[int]] = defaultdict(list)
    for at, reading in enumerate(readings):
        for code in reading.facts.codes:
            if code.count(".") >= 2:
                holding[f"code {code}"].append(at)
        for key in reading.data:
            holding[f"data {key}"].append(at)
    return {
        (left, right)
        for holders in holding.values()
        if len(holders) <= 40
        for place, left in enumerate(holders)
        for right in holders[place + 1 :]
    }


def _ordered(left: int, right: int) -> tuple[int, int]:
    return (left, right) if left < right else (right, left)
