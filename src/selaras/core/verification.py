"""Checking the ledger: the database against itself, its checkpoints and a published file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from selaras.core.ledger import EMPTY_ROOT
from selaras.core.models import Checkpoint, LedgerEntry, LedgerHead
from selaras.lib import merkle
from selaras.lib.canonical import canonical_json, commitment


@dataclass(frozen=True)
class Fault:
    """Something is wrong with entry `sequence` (0: with the log as a whole)."""

    sequence: int
    code: str  # changed | content_changed | missing | added | root | file_root | file_differs …
    detail: str = ""


@dataclass(frozen=True)
class Outcome:
    size: int
    root: str
    faults: tuple[Fault, ...]


def verify_database() -> Outcome:
    """Recompute every leaf, every commitment, the root and all kept checkpoints."""
    head = LedgerHead.objects.filter(pk=1).first()
    checkpoints = {point.size: point.root for point in Checkpoint.objects.all()}
    faults: list[Fault] = []
    frontier, expected = merkle.Frontier.from_text(""), 1
    entries = LedgerEntry.objects.select_related("content").order_by("sequence")
    for entry in entries.iterator(chunk_size=2000):
        if entry.sequence != expected:
            faults.append(Fault(expected, "missing", f"{expected}–{entry.sequence - 1}"))
        expected = entry.sequence + 1
        leaf = merkle.leaf_hash(canonical_json(entry.leaf()))
        if leaf.hex() != entry.leaf_hash:
            faults.append(Fault(entry.sequence, "changed"))
        if not content_holds(entry):
            faults.append(Fault(entry.sequence, "content_changed"))
        frontier = frontier.append(leaf)
        if checkpoints.get(frontier.size, frontier.root().hex()) != frontier.root().hex():
            faults.append(Fault(entry.sequence, "checkpoint"))
    size, root = (head.size, head.root) if head else (0, EMPTY_ROOT)
    if expected - 1 < size:
        faults.append(Fault(expected, "missing", f"{expected}–{size}"))
    if expected - 1 > size:
        faults.append(Fault(size + 1, "added"))
    if frontier.root().hex() != root:
        faults.append(Fault(0, "root"))
    return Outcome(expected - 1, frontier.root().hex(), tuple(faults))


def content_holds(entry: LedgerEntry) -> bool:
    """Whether the entry's content is the one it was committed to, or was lawfully erased."""
    content = getattr(entry, "content", None)
    if content is None:  # lawfully erased: the commitment alone remains
        return True
    return commitment(bytes.fromhex(content.salt), content.content).hex() == entry.commitment


def verify_file(lines: Iterable[str]) -> Outcome:
    """Check a published file by itself, then entry by entry against this database.

    A database that has grown since is fine; one that lacks or alters an entry of the file is not.
    """
    numbered = iter(lines)
    try:
        header = json.loads(next(numbered))
        leaves = [json.loads(line) for line in numbered if line.strip()]
        size, root = int(header["size"]), str(header["root"])
        hashes = [merkle.leaf_hash(canonical_json(dict(leaf))) for leaf in leaves]
    except (StopIteration, ValueError, KeyError, TypeError):
        return Outcome(0, "", (Fault(0, "file_unreadable"),))
    faults = []
    if len(leaves) != size:
        faults.append(Fault(min(len(leaves), size) + 1, "file_incomplete", f"{len(leaves)}/{size}"))
    computed = merkle.root(hashes).hex()
    if computed != root:
        faults.append(Fault(0, "file_root"))
    known = LedgerEntry.objects.filter(sequence__lte=len(leaves)).in_bulk()
    for number, (leaf, hashed) in enumerate(zip(leaves, hashes, strict=True), start=1):
        entry = known.get(number)
        if entry is None:
            faults.append(Fault(number, "file_only"))
        elif merkle.leaf_hash(canonical_json(entry.leaf())) != hashed:
            faults.append(Fault(number, "file_differs", _differences(leaf, entry.leaf())))
    return Outcome(len(leaves), computed, tuple(faults))


def _differences(ours: dict[str, object], theirs: dict[str, object]) -> str:
    return ", ".join(name for name in theirs if ours.get(name) != theirs[name])
