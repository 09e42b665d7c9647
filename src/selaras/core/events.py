"""Typed events: a frozen dataclass is published, and delivered after the transaction commits.

For notices, search, caches and counters only; a business result is never left to an event.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)
logger = logging.getLogger(__name__)


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        _listeners[event_type].append(listener)
        return listener

    return register


def publish(event: object) -> None:
    for listener in _listeners[type(event)]:
        # robust: a listener that fails is logged and cannot undo what is committed. Django logs
        # the callback's name, which a `partial` does not have.
        transaction.on_commit(update_wrapper(partial(listener, event), listener), robust=True)
