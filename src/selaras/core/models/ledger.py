"""The append-only log: one row per event, hashed into an RFC 9162 Merkle tree."""

from datetime import UTC
from typing import NoReturn

from django.db import models


class LedgerEntry(models.Model):
    """One event. Only pseudonyms and codes here; the content lies apart, so it can be erased."""

    sequence = models.BigIntegerField(primary_key=True)
    actor = models.CharField(max_length=40, blank=True)  # User.public_id, or "system"
    agency = models.CharField(max_length=80, blank=True)  # Agency.slug for whom the person acted
    kind = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    time = models.DateTimeField()
    commitment = models.CharField(max_length=64)
    leaf_hash = models.CharField(max_length=64)
    # Made by the client of a write that may be repeated; the same key is written once.
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("sequence",)
        indexes = (models.Index(fields=["object_type", "object_id", "sequence"]),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.object_type} {self.object_id}"

    def leaf(self) -> dict[str, object]:
        """What is hashed: everything an outsider may see, and nothing else."""
        return {
            "sequence": self.sequence,
            "actor": self.actor,
            "agency": self.agency,
            "kind": self.kind,
            "object_type": self.object_type,
            "object_id": self.object_id,
            "time": self.time.astimezone(UTC).isoformat(timespec="microseconds"),
            "commitment": self.commitment,
        }

    def save(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("the ledger is written by selaras.core.ledger.record alone")

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("nothing is deleted from the ledger")


class LedgerContent(models.Model):
    """What happened, in the open, with the salt of its commitment; may be erased by law."""

    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, primary_key=True, related_name="content"
    )
    salt = models.CharField(max_length=32)
    content = models.JSONField()

    def __str__(self) -> str:
        return str(self.entry_id)


class LedgerHead(models.Model):
    """The one row that a writer locks: how long the log is, and the tree's right edge."""

    size = models.BigIntegerField(default=0)
    frontier = models.TextField(blank=True)
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.size} {self.root}"


class Checkpoint(models.Model):
    """The root as it was at a size, kept and published so that a rewritten log can be told."""

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    time = models.DateTimeField()

    class Meta:
        ordering = ("size",)

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
