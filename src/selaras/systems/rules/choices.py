"""What people write for a choice, from `data/words.json`, by the words without punctuation."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
PLATFORMS: Mapping[str, str] = _by_word(_DATA.pop("platform"))
WORDS: Mapping[str, Mapping[str, str]] = {key: _by_word(words) for key, words in _DATA.items()}
