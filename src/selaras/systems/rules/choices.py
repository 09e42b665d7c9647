"""What people write for a choice, from `data/words.json`, by the words without punctuation."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from selaras.systems.rules.text import plain

FILE = Path(__file__).parent.parent / "data" / "words.json"


def _load() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _by_word(choices: Mapping[str, str]) -> dict[str, str]:
    """Word → code; the codes themselves are words too."""
    words = {word: code for code, listed in choices.items() for word in listed.split("|")}
    return {**words, **{" ".join(re.findall(r"[a-z0-9]+", code)): code for code in choices}}


_DATA = _load()
NOTHING = frozenset(_DATA.pop("nothing"))
Words = Mapping[str, Mapping[str, str]]
WORDS: Words = {key: _by_word(words) for key, words in _DATA.items()}


def with_labels(labels: Mapping[str, Mapping[str, str]]) -> Words:
    """The words and besides them what the register itself calls its choices: label → code."""
    own = {
        key: {" ".join(re.findall(r"[a-z0-9]+", plain(text))): code for text, code in each.items()}
        for key, each in labels.items()
    }
    return {key: {**words, **own.get(key, {})} for key, words in WORDS.items()}
