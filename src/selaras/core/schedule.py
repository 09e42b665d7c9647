"""Work by the clock: the worker asks every minute what is due."""

import logging

from django.db import transaction
from django.utils import timezone

from selaras.core.models import ScheduledRun
from selaras.core.registry import scheduled

logger = logging.getLogger(__name__)


def run_due() -> list[str]:
    """Run each scheduled job whose time has come, once among all workers; their names."""
    return [name for name in scheduled.names() if _claim(name) and _run(name)]


def _claim(name: str) -> bool:
    now = timezone.now()
    with transaction.atomic():
        row, _ = ScheduledRun.objects.select_for_update().get_or_create(name=name)
        if row.last_run and now - row.last_run < scheduled[name].every:
            return False
        row.last_run = now
        row.save(update_fields=["last_run"])
    return True


def _run(name: str) -> bool:
    problem = ""
    try:
        scheduled[name].run()
    except Exception as error:
        logger.exception("scheduled job %s failed", name)
        problem = repr(error)
    ScheduledRun.objects.filter(name=name).update(problem=problem)
    return True
