"""Settings kept in the database, read once per request or job."""

from typing import Any

from django.core.signals import request_started
from django.db import transaction

from selaras.core import ledger
from selaras.core.models import Setting
from selaras.core.registry import settings

_loaded: dict[str, dict[str, Any]] = {}


def preference(key: str) -> Any:
    """The value set by an administrator, else the default of its definition."""
    if "all" not in _loaded:
        _loaded["all"] = dict(Setting.objects.values_list("key", "value"))
    return _loaded["all"].get(key, settings[key].default)


def forget(**_kwargs: object) -> None:
    """Read again at next use: another process may have changed a value."""
    _loaded.clear()


request_started.connect(forget, dispatch_uid="forget_preferences")


@transaction.atomic
def save_preferences(values: dict[str, Any], *, by: Any) -> None:
    """Store the values that differ, with one ledger event each."""
    for key, value in values.items():
        before = preference(key)
        if value == before:
            continue
        setting, _ = Setting.objects.update_or_create(key=key, defaults={"value": value})
        ledger.record(
            by=by, kind="settings.changed", subject=setting, content={"value": [before, value]}
        )
    transaction.on_commit(forget)
    forget()
