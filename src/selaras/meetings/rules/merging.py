"""Merging cards of a wall: every original stays, and what is merged always stands under a root.

`parents` says of each card into which it is merged (None: it stands by itself).
"""

from collections.abc import Iterable, Mapping

Parents = Mapping[int, int | None]


class NotMerged(Exception):  # noqa: N818 - reads as `raise NotMerged(card)`
    """The card is merged into another already, so it can be neither a root nor merged again."""

    def __init__(self, card: int) -> None:
        super().__init__(card)
        self.card = card


def merged(parents: Parents, root: int, cards: Iterable[int]) -> dict[int, int]:
    """What changes when the cards are merged into `root`; what hung under them comes along.

    Merging again what is there already changes nothing.

    Raises:
        NotMerged: the root or one of the cards was merged into another card meanwhile.
    """
    if parents[root] is not None:
        raise NotMerged(root)
    changes: dict[int, int] = {}
    for card in dict.fromkeys(cards):
        if card == root or parents[card] == root:
            continue
        if parents[card] is not None:
            raise NotMerged(card)
        changes[card] = root
        changes |= {below: root for below, above in parents.items() if above == card}
    return changes


def root_of(parents: Parents, card: int) -> int:
    """The card that stands for this one on the wall."""
    above = parents[card]
    return card if above is None else above
