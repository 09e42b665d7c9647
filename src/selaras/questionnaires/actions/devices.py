"""Keys of phones: one per phone, shown once, taken back at any time."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from selaras.core import ledger
from selaras.core.access import is_office, require
from selaras.organisations.models import User
from selaras.questionnaires.access import can_publish
from selaras.questionnaires.models import DeviceKey


@transaction.atomic
def create_device(*, by: Any, name: str, user: User | None = None) -> tuple[DeviceKey, str]:
    """A key for a phone of the person (or of another, by a planner); the secret is shown once."""
    user = user or by
    require(is_office(by) and (user.pk == by.pk or can_publish(by)))
    secret = secrets.token_urlsafe(24)
    key = DeviceKey.objects.create(name=name[:100], secret_hash=_hash(secret), user=user)
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
    key = (
        DeviceKey.objects.select_related("user")
        .filter(secret_hash=_hash(secret), revoked=None, user__is_active=True)
        .first()
    )
    if key is None:
        return None
    now = timezone.now()
    if key.last_used is None or now - key.last_used > timedelta(minutes=10):
        key.last_used = now
        key.save(update_fields=["last_used"])
    return key


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
