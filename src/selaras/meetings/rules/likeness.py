"""Needs that say the same as a card: suggested to a person, never joined by themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

LEAST = 76  # of 100: below it more strangers than doubles are shown
MOST = 3
# Words that say nothing about what is needed.
_EMPTY = (
    "yang dan di ke dari untuk dengan pada dalam oleh agar supaya bagi atau adalah ada belum"
    " tidak sudah akan perlu masih lebih secara para sebagai antara kabupaten daerah"
)
EMPTY = frozenset(_EMPTY.split())
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Known:
    """A need that the round has already."""

    key: int
    title: str
    description: str = ""


@dataclass(frozen=True)
class Likeness:
    """`reason`: same_title, like_title or like_words; `words`: what both say."""

    key: int
    percent: int
    reason: str
    words: tuple[str, ...]


def compared(text: str) -> str:
    """The telling words of a text in their order, as they are compared."""
    words = _WORD.findall(text.casefold())
    return " ".join(word for word in words if word not in EMPTY)


class Needs:
    """The needs of a round, read once and asked for each card."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = known
        self.titles = [compared(each.title) for each in known]
        self.texts = [compared(f"{each.title} {each.description}") for each in known]

    def like(self, title: str, description: str = "") -> list[Likeness]:
        """The needs most like a card, best first, at most three."""
        asked = compared(title)
        if not asked:
            return []
        found = self._by_title(asked)
        for each in self._by_words(asked, compared(f"{title} {description}")):
            found.setdefault(each.key, each)
        return sorted(found.values(), key=lambda each: (-each.percent, each.key))[:MOST]

    def _by_title(self, asked: str) -> dict[int, Likeness]:
        scored = process.extract(
            asked, self.titles, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST, limit=MOST
        )
        found = {}
        for title, score, at in scored:
            reason = "same_title" if title == asked else "like_title"
            # Letters that happen to agree are no reason: at least one word must be shared.
            if shared := _shared(asked, title):
                key = self.known[at].key
                found[key] = Likeness(key, round(score), reason, shared)
        return found

    def _by_words(self, asked: str, text: str) -> list[Likeness]:
        """Needs that hold nearly all words of the card, or whose title stands in the card."""
        made = []
        for words, others in ((asked, self.texts), (text, self.titles)):
            scored = process.extract(
                words, others, scorer=fuzz.token_set_ratio, score_cutoff=90, limit=MOST
            )
            for other, score, at in scored:
                shared = _shared(words, other)
                if len(shared) >= 2:
                    percent = round(score * LEAST / 100) - 1  # below every likeness of titles
                    made.append(Likeness(self.known[at].key, percent, "like_words", shared))
        return made


def _shared(left: str, right: str) -> tuple[str, ...]:
    others = set(right.split())
    return tuple(dict.fromkeys(word for word in left.split() if word in others))[:6]
