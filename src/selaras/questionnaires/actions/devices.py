"""Keys of phones and of programs that read: one for each, shown once, taken back at any time."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from selaras.core import ledger
from selaras.core.access import is_office, require
from selaras.organisations.models import User
from selaras.questionnaires.access import can_publish, can_read_answers
from selaras.questionnaires.models import DeviceKey

READER = "OData"  # stands before the name of a key that only reads


@transaction.atomic
def create_device(*, by: Any, name: str, user: User | None = None) -> tuple[DeviceKey, str]:
    """A key for a phone of the person (or of another, by a planner); the secret is shown once."""
    user = user or by
    require(is_office(by) and (user.pk == by.pk or can_publish(by)))
    return _add(by, name, user, "")


@transaction.atomic
def create_reader(*, by: Any, name: str) -> tuple[DeviceKey, str]:
    """A key with which Excel or Power BI reads answers as the person, and does nothing else."""
    require(can_read_answers(by))
    return _add(by, f"{READER}: {name}", by, READER)


def _add(by: Any, name: str, user: Any, purpose: str) -> tuple[DeviceKey, str]:
    secret = secrets.token_urlsafe(24)
    hashed = _hash(secret, purpose)
    key = DeviceKey.objects.create(name=name[:100], secret_hash=hashed, user=user)
    ledger.record(by=by, kind="questionnaires.device_added", subject=key)
    return key, secret


@transaction.atomic
def revoke_device(*, by: Any, key: DeviceKey) -> None:
    require(key.user_id == by.pk or can_publish(by))
    if key.revoked is None:
        key.revoked = timezone.now()
        key.save(update_fields=["revoked"])
        ledger.record(by=by, kind="questionnaires.device_revoked", subject=key)


def device_user(secret: str) -> DeviceKey | None:
    """The key that a phone shows, with its person, while both are valid."""
    return _valid(_hash(secret, ""))


def reader_user(email: str, secret: str) -> Any | None:
    """Who reads with a key instead of a password; the key of a phone is none."""
    key = _valid(_hash(secret, READER))
    return key.user if key is not None and key.user.email.lower() == email.lower() else None


def _valid(hashed: str) -> DeviceKey | None:
    known = DeviceKey.objects.select_related("user")
    key = known.filter(secret_hash=hashed, revoked=None, user__is_active=True).first()
    if key is None:
        return None
    now = timezone.now()
    if key.last_used is None or now - key.last_used > timedelta(minutes=10):
        key.last_used = now
        key.save(update_fields=["last_used"])
    return key


def _hash(secret: str, purpose: str) -> str:
    """Of a key for one purpose: it opens nothing else."""
    return hashlib.sha256(f"{purpose}{secret}".encode()).hexdigest()
