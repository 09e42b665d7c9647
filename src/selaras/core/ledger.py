"""The ledger: every action writes its event here, in the same transaction as its data.

An RFC 9162 Merkle tree over the events: whoever holds an older root or a published file can tell
whether an entry was changed, dropped, moved or slipped in. Texts and personal data are held apart
(`LedgerContent`); the tree holds their salted commitment only.
"""

import secrets
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from selaras.core.models import Checkpoint, LedgerContent, LedgerEntry, LedgerHead
from selaras.lib import merkle
from selaras.lib.canonical import canonical_json, commitment

EMPTY_ROOT = merkle.root([]).hex()


@dataclass(frozen=True)
class Event:
    """What an action tells the ledger."""

    kind: str  # "needs.created"
    subject: models.Model
    content: Mapping[str, Any] = field(default_factory=dict)
    agency: str = ""  # slug of the agency for whom the person acted
    key: uuid.UUID | None = None


def name_of(subject: models.Model) -> tuple[str, str]:
    """The lasting name of an object: its type and id."""
    return subject._meta.label_lower, str(subject.pk)  # noqa: SLF001 - Django's public way to name a model


def record(
    *,
    by: Any,
    kind: str,
    subject: models.Model,
    content: Mapping[str, Any] | None = None,
    agency: str = "",
    key: uuid.UUID | None = None,
) -> LedgerEntry:
    """Append one event; see `record_all`."""
    return record_all([Event(kind, subject, content or {}, agency, key)], by=by)[0]


def record_all(events: Sequence[Event], *, by: Any) -> list[LedgerEntry]:
    """Append events in order. Must run inside the transaction that writes their data.

    Raises:
        TransactionManagementError: there is no transaction.
    """
    transaction.get_connection().validate_no_broken_transaction()
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("the ledger is written with its data")
    head, _ = LedgerHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"root": EMPTY_ROOT}
    )
    frontier = merkle.Frontier.from_text(head.frontier)
    entries, contents, now = [], [], timezone.now()
    for number, event in enumerate(events, start=head.size + 1):
        entry, content = _entry(number, event, by, now)
        frontier = frontier.append(bytes.fromhex(entry.leaf_hash))
        entries.append(entry)
        contents.append(content)
    LedgerEntry.objects.bulk_create(entries, batch_size=500)
    LedgerContent.objects.bulk_create(contents, batch_size=500)
    head.size += len(entries)
    head.frontier, head.root = frontier.to_text(), frontier.root().hex()
    head.save()
    return entries


def _entry(number: int, event: Event, by: Any, now: Any) -> tuple[LedgerEntry, LedgerContent]:
    object_type, object_id = name_of(event.subject)
    salt, content = secrets.token_bytes(16), plain(event.content)
    entry = LedgerEntry(
        sequence=number,
        actor=str(by.public_id) if by is not None else "system",
        agency=event.agency,
        kind=event.kind,
        object_type=object_type,
        object_id=object_id,
        time=now,
        commitment=commitment(salt, content).hex(),
        key=event.key,
    )
    entry.leaf_hash = merkle.leaf_hash(canonical_json(entry.leaf())).hex()
    return entry, LedgerContent(entry=entry, salt=salt.hex(), content=content)


def plain(value: Any) -> Any:
    """The value as the canonical form can hold it: no floats, dates or objects."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, date | Decimal | float):
        return str(value)
    return str(value)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs, as `{field: [old, new]}`."""
    return {
        name: [before.get(name), after.get(name)]
        for name in after
        if before.get(name) != after.get(name)
    }


def history(subject: models.Model) -> models.QuerySet[LedgerEntry]:
    """Everything that happened to an object, newest first, with its content where not erased."""
    object_type, object_id = name_of(subject)
    return (
        LedgerEntry.objects.filter(object_type=object_type, object_id=object_id)
        .select_related("content")
        .order_by("-sequence")
    )


def told(entry: LedgerEntry) -> dict[str, Any]:
    """The content of an entry; empty where it was erased."""
    content = getattr(entry, "content", None)
    return dict(content.content) if content else {}


def checkpoint() -> Checkpoint | None:
    """Keep the present root; nothing when the log has not grown."""
    head = LedgerHead.objects.filter(pk=1).first()
    if head is None or head.size == 0:
        return None
    return Checkpoint.objects.get_or_create(
        size=head.size, defaults={"root": head.root, "time": timezone.now()}
    )[0]


def published_lines() -> Iterator[str]:
    """The public file: a first line with size and root, then each entry as it was hashed."""
    head = LedgerHead.objects.filter(pk=1).first()
    size, root = (head.size, head.root) if head else (0, EMPTY_ROOT)
    yield canonical_json({"format": "selaras-ledger-1", "size": size, "root": root}).decode()
    entries = LedgerEntry.objects.filter(sequence__lte=size).order_by("sequence")
    for entry in entries.iterator(chunk_size=2000):
        yield canonical_json(entry.leaf()).decode()
