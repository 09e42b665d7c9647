"""Long work in the background, with progress a person can watch."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from selaras.core.errors import ImportRefused, Refused
from selaras.core.models import Job
from selaras.core.registry import jobs

logger = logging.getLogger(__name__)


def start_job(
    *,
    kind: str,
    title: str,
    by: Any,
    payload: Mapping[str, Any],
    back: str = "",
) -> Job:
    """Queue work of a registered kind; the job row commits with the caller's data."""
    jobs[kind]
    job = Job.objects.create(
        kind=kind, title=str(title)[:200], by=by, payload=dict(payload), back=back
    )
    run_job.enqueue(str(job.pk))
    return job


@task()
def run_job(job_id: str) -> None:
    perform(Job.objects.get(pk=job_id))


def perform(job: Job) -> Job:
    """Run a job now. A refusal or a fault is its result, told in words; work is rolled back."""
    if job.state in (Job.State.DONE, Job.State.FAILED):
        return job
    _update(job, state=Job.State.RUNNING)

    def report(done: int, total: int, message: str = "") -> None:
        _update(job, done=done, total=total, message=message[:300])

    try:
        result = dict(jobs[job.kind].run(job, report) or {})
    except ImportRefused as refusal:
        problems = [str(problem) for problem in refusal.problems]
        _finish(job, Job.State.FAILED, {"error": str(refusal.text), "problems": problems})
    except Refused as refusal:
        _finish(job, Job.State.FAILED, {"error": str(refusal.text)})
    except Exception:
        logger.exception("job %s failed", job.pk)
        _finish(job, Job.State.FAILED, {"error": ""})
    else:
        _finish(job, Job.State.DONE, result)
    return job


def _finish(job: Job, state: str, result: Mapping[str, Any]) -> None:
    _update(job, state=state, result=dict(result), finished=timezone.now())


def _update(job: Job, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(job, name, value)
    with transaction.atomic():
        job.save(update_fields=list(fields))
