"""Looking through the register: what the rules see is kept, so that verdicts have a place."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from selaras.strategy.models import Round
from selaras.systems.models import Finding, FindingRun
from selaras.systems.queries import fingerprint, register_of
from selaras.systems.rules.findings import find_all
from selaras.systems.rules.types import Found


def refresh_findings(*, round: Round) -> bool:
    """Run the rules if the register has changed since; whether they ran.

    What people have decided stays. This writes what follows from the register and nothing that
    anybody said, so it needs no person and leaves no trace in the ledger.
    """
    mark = fingerprint(round)
    if FindingRun.objects.filter(round=round, fingerprint=mark).exists():
        return False
    with transaction.atomic():
        run, _made = FindingRun.objects.select_for_update().get_or_create(round=round)
        if run.fingerprint == mark:  # another request was quicker
            return False
        _keep(round, find_all(register_of(round)))
        run.fingerprint, run.done = mark, timezone.now()
        run.save()
    return True


def _keep(round_: Round, found: Sequence[Found]) -> None:
    known = {each.key: each for each in Finding.objects.filter(round=round_)}
    fresh, changed = [], []
    for each in found:
        record = known.get(each.key)
        if record is None:
            record = Finding(round=round_, kind=each.kind, key=each.key)
            _fill(record, each)
            fresh.append(record)
        elif _fill(record, each):
            changed.append(record)
    Finding.objects.bulk_create(fresh, batch_size=500)
    fields = ["title", "reasons", "score", "present"]
    Finding.objects.bulk_update(changed, fields, batch_size=200)
    _link({**known, **{each.key: each for each in fresh}}, found)
    gone = [each.pk for key, each in known.items() if key not in {f.key for f in found}]
    absent = Finding.objects.filter(pk__in=gone)
    absent.filter(verdict=Finding.Verdict.OPEN, need=None).delete()
    absent.update(present=False)


def _fill(record: Finding, found: Found) -> bool:
    """Set what the rules say; whether something differs."""
    values = {
        "title": found.title[:300],
        "reasons": [[reason.code, dict(reason.values)] for reason in found.reasons],
        "score": found.score,
        "present": True,
    }
    differs = any(getattr(record, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(record, name, value)
    return differs


def _link(records: Mapping[str, Finding], found: Sequence[Found]) -> None:
    """Which systems each finding is about, in a few statements."""
    through = Finding.systems.through
    wanted = {(records[each.key].pk, system) for each in found for system in each.systems}
    ids = [records[each.key].pk for each in found]
    present: dict[tuple[int, int], int] = {}
    for start in range(0, len(ids), 500):
        rows = through.objects.filter(finding_id__in=ids[start : start + 500])
        present |= {(row.finding_id, row.system_id): row.pk for row in rows}
    stale = [pk for pair, pk in present.items() if pair not in wanted]
    for start in range(0, len(stale), 500):
        through.objects.filter(pk__in=stale[start : start + 500]).delete()
    through.objects.bulk_create(
        [
            through(finding_id=finding, system_id=system)
            for finding, system in sorted(wanted - present.keys())
        ],
        batch_size=500,
    )
