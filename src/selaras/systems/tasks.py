"""What the room does in the background: large inventories, and looking for findings."""

from typing import Any

from django.utils.translation import gettext as _

from selaras.core.jobs import start_job
from selaras.core.models import Job
from selaras.core.registry import Report
from selaras.strategy.models import Round
from selaras.systems.actions import refresh_findings, take_in_inventory
from selaras.systems.models import Import

JOB = "systems.take_in"
AT_ONCE = 500  # rows that a request may take in itself


def start_take_in(*, by: Any, made: Import, rows: int) -> Job:
    title = _("Taking in %(file)s") % {"file": made.file.name}
    payload = {"import": made.pk, "rows": rows}
    return start_job(kind=JOB, title=title, by=by, payload=payload, back=made.get_absolute_url())


def run_take_in(job: Job, report: Report) -> dict[str, Any]:
    made = Import.objects.select_related("round", "file").get(pk=job.payload["import"])
    rows = int(job.payload["rows"])
    report(0, rows, _("Taking in %(count)s rows") % {"count": rows})
    done = take_in_inventory(by=job.by, made=made)
    report(rows, rows)
    return {"summary": summary_of(done)}


def summary_of(done: Import) -> str:
    text = _("Taken in: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
    return text % done.summary


def refresh_all() -> None:
    """Keep the findings of running rounds up to date, for pages that only count them."""
    for round_ in Round.objects.filter(state=Round.State.RUNNING):
        refresh_findings(round=round_)
