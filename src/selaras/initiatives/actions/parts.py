"""Each part of a programme sheet is saved by itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.initiatives.access import can_edit
from selaras.initiatives.actions import replace
from selaras.initiatives.actions.create import check_frame
from selaras.initiatives.models import Initiative
from selaras.initiatives.queries import initiative_document
from selaras.initiatives.types import BudgetRow, KpiRow, MilestoneRow, RiskRow
from selaras.organisations.access import can_act_for
from selaras.organisations.models import Agency, Area

# Fields of the sheet's first part that a form or a workbook may set.
FIELDS = (
    "title",
    "dimension",
    "subdimension",
    "owner",
    "problem",
    "goal",
    "output",
    "outcome",
    "beneficiaries",
    "place",
    "phase",
    "start_year",
    "end_year",
    "plan_node",
    "nomenclature_code",
    "nomenclature_name",
    "inspiration",
)


@transaction.atomic
def update_initiative(
    *,
    by: Any,
    initiative: Initiative,
    supporters: Iterable[Agency] | None = None,
    areas: Iterable[Area] | None = None,
    **fields: Any,
) -> Initiative:
    """Change the first part of the sheet; nothing happens when nothing differs.

    Raises:
        Refused: years or dimension do not fit the round.
    """
    locked = Initiative.objects.select_related("round", "owner").get(pk=initiative.pk)
    require(can_edit(by, locked))
    owner = fields.get("owner", locked.owner)
    require(can_act_for(by, owner.pk))
    changes = assign(locked, fields, supporters, areas)
    finish(by, locked, changes)
    return locked


def assign(
    initiative: Initiative,
    fields: Mapping[str, Any],
    supporters: Iterable[Agency] | None,
    areas: Iterable[Area] | None,
) -> dict[str, Any]:
    """Set fields and neighbours; what differs, as text, by field."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not part of the sheet: {sorted(unknown)}")
    before = {name: getattr(initiative, name) for name in fields}
    for name, value in fields.items():
        setattr(initiative, name, value)
    check_frame(
        initiative.round,
        initiative.dimension,
        initiative.subdimension,
        initiative.start_year,
        initiative.end_year,
    )
    changed = ledger.changes(before, dict(fields))
    if changed:
        initiative.save(update_fields=list(changed))
    return {
        **{name: [str(old or ""), str(new or "")] for name, (old, new) in changed.items()},
        **_neighbours(initiative.supporters, "supporters", supporters),
        **_neighbours(initiative.areas, "areas", areas),
    }


def _neighbours(manager: Any, name: str, wanted: Iterable[Any] | None) -> dict[str, Any]:
    if wanted is None:
        return {}
    before, after = {each.pk: each for each in manager.all()}, {each.pk: each for each in wanted}
    if before.keys() == after.keys():
        return {}
    manager.set(after.values())
    return {name: [sorted(map(str, before.values())), sorted(map(str, after.values()))]}


def finish(by: Any, initiative: Initiative, changes: Mapping[str, Any]) -> None:
    """Ledger and search, if anything changed."""
    if not changes:
        return
    ledger.record(
        by=by,
        kind="initiatives.changed",
        subject=initiative,
        content=changes,
        agency=initiative.owner.slug,
    )
    search.put([initiative_document(initiative)])


@transaction.atomic
def save_topics(*, by: Any, initiative: Initiative, answers: Mapping[str, str]) -> None:
    require(can_edit(by, initiative))
    finish(by, initiative, replace.replace_topics(initiative, answers))


@transaction.atomic
def save_milestones(
    *,
    by: Any,
    initiative: Initiative,
    rows: Sequence[MilestoneRow],
) -> None:
    require(can_edit(by, initiative))
    _once([row.title for row in rows], _("The milestone “%(name)s” stands here twice."))
    finish(by, initiative, replace.replace_milestones(initiative, rows))


@transaction.atomic
def save_budget(
    *,
    by: Any,
    initiative: Initiative,
    rows: Sequence[BudgetRow],
) -> None:
    require(can_edit(by, initiative))
    for row in rows:
        if row.amount < 0:
            raise Refused(_("An amount cannot be less than zero."))
        if row.year not in initiative.round.years:
            raise Refused(
                _("The year %(year)s is outside the years of the masterplan.") % {"year": row.year}
            )
    finish(by, initiative, replace.replace_budget(initiative, rows))


@transaction.atomic
def save_kpis(*, by: Any, initiative: Initiative, rows: Sequence[KpiRow]) -> None:
    require(can_edit(by, initiative))
    _once([row.name for row in rows], _("The indicator “%(name)s” stands here twice."))
    finish(by, initiative, replace.replace_kpis(initiative, rows))


@transaction.atomic
def save_risks(*, by: Any, initiative: Initiative, rows: Sequence[RiskRow]) -> None:
    require(can_edit(by, initiative))
    _once([row.text for row in rows], _("The risk “%(name)s” stands here twice."))
    finish(by, initiative, replace.replace_risks(initiative, rows))


def _once(names: Sequence[str], text: str) -> None:
    """Two rows of one name could not be told apart later."""
    for position, name in enumerate(names):
        if name and name in names[:position]:
            raise Refused(text % {"name": name})
