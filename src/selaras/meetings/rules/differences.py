"""Two texts of one section side by side, and a text that loses nothing of either."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `only` tells that the other text does not have it."""

    text: str
    only: bool = False


def side_by_side(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, with what stands in one of them alone marked."""
    ours, theirs = _WORDS.findall(left), _WORDS.findall(right)
    first: list[Piece] = []
    second: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        _put(first, ours[i1:i2], only=kind != "equal")
        _put(second, theirs[j1:j2], only=kind != "equal")
    return first, second


def _put(pieces: list[Piece], words: Sequence[str], *, only: bool) -> None:
    if words:
        pieces.append(Piece("".join(words), only))


def merged(base: str, theirs: str, mine: str) -> str:
    """What both made of `base`, line by line; where both changed the same lines, both stand.

    Nothing that either wrote is lost: the writer strikes out what is too much.
    """
    old, kept = base.splitlines(), theirs.splitlines()
    changes = _changes(old, mine.splitlines())
    out: list[str] = []
    at = 0
    for start, end, fresh in _changes(old, kept):
        # My changes before this one of theirs, then those that touch the same lines.
        while changes and changes[0][1] <= start and changes[0][0] < start:
            at = _apply(out, old, at, changes.pop(0))
        both = []
        while changes and changes[0][0] <= max(end, start):
            both.append(changes.pop(0))
        begin = min([start, *(each[0] for each in both)])
        finish = max([end, *(each[1] for each in both)])
        out += old[at:begin]
        _join(out, fresh, [line for each in both for line in each[2]])
        at = max(at, finish)
    for each in changes:
        at = _apply(out, old, at, each)
    return "\n".join(out + old[at:])


def _join(out: list[str], theirs: list[str], mine: list[str]) -> None:
    """Add every line of both in its order; what stands in both, at the same place, once.

    Where both wrote something else after an empty line, an empty line keeps the two apart.
    """
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        apart = kind == "replace" and bool(out) and not out[-1].strip() and bool(mine[j1].strip())
        out += theirs[i1:i2]
        if kind != "equal":
            out += ([""] if apart else []) + mine[j1:j2]


Change = tuple[int, int, list[str]]


def _changes(old: list[str], new: list[str]) -> list[Change]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i1, i2, new[j1:j2]) for kind, i1, i2, j1, j2 in codes if kind != "equal"]


def _apply(out: list[str], old: list[str], at: int, change: Change) -> int:
    out += old[at : change[0]] + change[2]
    return max(at, change[1])
