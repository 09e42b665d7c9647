"""Replaces the rows of one part of a sheet; the same row stays the same record.

No rights and no ledger here: `parts` and `imports` see to those. Each function tells what changed
as `{part: [before, after]}`, or an empty mapping.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from selaras.initiatives.models import Initiative, Kpi, KpiTarget, TopicAnswer
from selaras.initiatives.rules import TOPICS
from selaras.initiatives.types import BudgetRow, KpiRow, MilestoneRow, RiskRow
from selaras.lib.sheets_values import clean

Changes = dict[str, Any]


def replace_topics(initiative: Initiative, answers: Mapping[str, str]) -> Changes:
    """Answers by topic code; an empty answer is taken away, a topic not named stays."""
    before = {each.topic: each.text for each in initiative.topics.all()}
    wanted = {
        **before,
        **{code: clean(text, lines=True) for code, text in answers.items() if code in TOPICS},
    }
    after = {code: text for code, text in wanted.items() if text}
    if before == after:
        return {}
    initiative.topics.exclude(topic__in=list(after)).delete()
    TopicAnswer.objects.bulk_create(
        [
            TopicAnswer(initiative=initiative, topic=code, text=text)
            for code, text in after.items()
            if before.get(code) != text
        ],
        update_conflicts=True,
        unique_fields=["initiative", "topic"],
        update_fields=["text"],
    )
    return {
        "topics": sorted(code for code in {*before, *after} if before.get(code) != after.get(code))
    }


def replace_budget(initiative: Initiative, rows: Sequence[BudgetRow]) -> Changes:
    """Amounts of zero are no line."""
    before = {(line.year, line.source): line for line in initiative.budget.all()}
    after = {(row.year, row.source): row.amount for row in rows if row.amount}
    kept = {key: line.amount for key, line in before.items()}
    if kept == after:
        return {}
    for key, line in before.items():
        if key not in after:
            line.delete()
        elif line.amount != after[key]:
            line.amount = after[key]
            line.save(update_fields=["amount"])
    for (year, source), amount in after.items():
        if (year, source) not in before:
            initiative.budget.create(year=year, source=source, amount=amount)
    return {"budget": [_money(kept), _money(after)]}


def _money(amounts: Mapping[tuple[int, str], int]) -> dict[str, int]:
    return {f"{year} {source}": amount for (year, source), amount in sorted(amounts.items())}


def replace_milestones(initiative: Initiative, rows: Sequence[MilestoneRow]) -> Changes:
    """`done_on` of a row is kept as it is in the record when the row says nothing."""
    plain = [
        (row.pk, {"title": row.title, "due": row.due, **_done(row)}) for row in rows if row.title
    ]
    return _replace(initiative, "milestones", plain, name="title")


def _done(row: MilestoneRow) -> dict[str, Any]:
    return {"done_on": row.done_on} if row.done_on else {}


def replace_risks(initiative: Initiative, rows: Sequence[RiskRow]) -> Changes:
    plain = [
        (
            row.pk,
            {
                "text": row.text,
                "likelihood": row.likelihood,
                "impact": row.impact,
                "mitigation": row.mitigation,
            },
        )
        for row in rows
        if row.text
    ]
    return _replace(initiative, "risks", plain, name="text")


def replace_kpis(initiative: Initiative, rows: Sequence[KpiRow]) -> Changes:
    plain = [
        (row.pk, {"name": row.name, "unit": row.unit, "baseline": row.baseline})
        for row in rows
        if row.name
    ]
    changes = _replace(initiative, "kpis", plain, name="name")
    kpis = {kpi.name: kpi for kpi in Kpi.objects.filter(initiative=initiative)}
    targets = {row.name: dict(row.targets) for row in rows if row.name}
    moved = {name: found for name in targets if (found := _targets(kpis[name], targets[name]))}
    return {**changes, **({"targets": moved} if moved else {})}


def _targets(kpi: Kpi, after: dict[int, Any]) -> list[Any]:
    before = {target.year: target.value for target in kpi.targets.all()}
    if before == after:
        return []
    kpi.targets.exclude(year__in=list(after)).delete()
    KpiTarget.objects.bulk_create(
        [KpiTarget(kpi=kpi, year=year, value=value) for year, value in after.items()],
        update_conflicts=True,
        unique_fields=["kpi", "year"],
        update_fields=["value"],
    )
    return [before, after]


def _replace(
    initiative: Initiative,
    part: str,
    rows: Sequence[tuple[int | None, dict[str, Any]]],
    *,
    name: str,
) -> Changes:
    """Match rows to records by id, else by name; add, change and take away what differs."""
    records = getattr(initiative, part)
    known = {record.pk: record for record in records.all()}
    before = [str(record) for record in known.values()]
    by_name = {getattr(record, name): record for record in known.values()}
    seen: set[int] = set()
    changed = False
    for pk, values in rows:
        record = known.get(pk or 0) or by_name.get(values[name])
        if record is None or record.pk in seen:
            seen.add(records.create(**values).pk)
            changed = True
            continue
        seen.add(record.pk)
        changed |= _assign(record, values)
    gone = [pk for pk in known if pk not in seen]
    if gone:
        records.filter(pk__in=gone).delete()
    return {part: [before, [values[name] for _pk, values in rows]]} if changed or gone else {}


def _assign(record: Model, values: Mapping[str, Any]) -> bool:
    different = [field for field, value in values.items() if getattr(record, field) != value]
    for field in different:
        setattr(record, field, values[field])
    if different:
        record.save(update_fields=different)
    return bool(different)
