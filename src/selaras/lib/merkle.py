"""The Merkle tree of RFC 9162 §2.1 with SHA-256, over hashes of leaves.

All functions are pure. `leaves` are always leaf hashes (32 bytes each), never the data itself.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

HASH_SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; the empty tree has the hash of the empty string."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def _parents(level: Sequence[bytes]) -> list[bytes]:
    """The next level up; a node without a sibling rises unchanged."""
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [node_hash(left, right) for left, right in pairs]
    if len(level) % 2:
        above.append(level[-1])
    return above


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the path from leaf `index` (from 0) to the root (RFC 9162 §2.1.3.1).

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of {len(leaves)}")
    level, proof = list(leaves), []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level, index = _parents(level), index >> 1
    return proof


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether leaf hash `leaf` stands at `index` in the tree of `size` leaves (§2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    position, last, computed = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            computed = node_hash(beside, computed)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            computed = node_hash(computed, beside)
        position, last = position >> 1, last >> 1
    return last == 0 and hmac.compare_digest(computed, root)


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """The hashes that show the first `first` leaves to be unchanged (§2.1.4.1).

    The empty tree is consistent with every tree: its proof is empty.

    Raises:
        IndexError: the tree never had `first` leaves.
    """
    if not 0 <= first <= len(leaves):
        raise IndexError(f"size {first} of {len(leaves)}")
    if first == 0:
        return []
    start, end, width, whole = 0, len(leaves), first, True
    proof: list[bytes] = []
    while width != end - start:
        split = _largest_power_below(end - start)
        if width <= split:
            proof.append(root(leaves[start + split : end]))
            end = start + split
        else:
            proof.append(root(leaves[start : start + split]))
            start, width, whole = start + split, width - split, False
    if not whole:
        proof.append(root(leaves[start:end]))
    return proof[::-1]


def _largest_power_below(number: int) -> int:
    """The largest power of two smaller than `number` (at least 2)."""
    return 1 << ((number - 1).bit_length() - 1)


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of `second` leaves only appended to the tree of `first` (§2.1.4.2)."""
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first == second:
        return not proof and hmac.compare_digest(first_root, second_root)
    if first == 0:
        return not proof and hmac.compare_digest(first_root, root([]))
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    if not path:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    older = newer = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            older, newer = node_hash(beside, older), node_hash(beside, newer)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            newer = node_hash(newer, beside)
        position, last = position >> 1, last >> 1
    same = hmac.compare_digest(older, first_root) and hmac.compare_digest(newer, second_root)
    return last == 0 and same


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


@dataclass(frozen=True)
class Frontier:
    """What a growing tree must remember: the roots of its full subtrees, the largest first."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise ValueError("the number of nodes does not fit the size")
        if not _are_hashes(*self.nodes):
            raise ValueError("a node is not a SHA-256 hash")

    def append(self, leaf: bytes) -> "Frontier":
        """The frontier after one more leaf hash; O(log n)."""
        nodes, carried, full = list(self.nodes), leaf, self.size
        while full & 1:
            carried, full = node_hash(nodes.pop(), carried), full >> 1
        return Frontier(self.size + 1, (*nodes, carried))

    def root(self) -> bytes:
        if not self.nodes:
            return root([])
        computed = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            computed = node_hash(node, computed)
        return computed

    def to_text(self) -> str:
        """One line: the size, then each node in hex; empty for the empty tree."""
        return " ".join([str(self.size), *(node.hex() for node in self.nodes)] if self.size else [])

    @classmethod
    def from_text(cls, text: str) -> "Frontier":
        """Read `to_text` back.

        Raises:
            ValueError: the text is not a frontier.
        """
        if not text.strip():
            return cls()
        size, *nodes = text.split()
        return cls(int(size), tuple(bytes.fromhex(node) for node in nodes))
