"""What a person does with one need."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.needs.access import can_create, can_edit
from selaras.needs.models import Need
from selaras.needs.queries import need_document
from selaras.organisations.access import can_act_for
from selaras.organisations.models import Agency
from selaras.strategy.models import Dimension, Round, Subdimension

FIELDS = (
    "kind",
    "title",
    "description",
    "dimension",
    "subdimension",
    "agency",
    "urgency",
    "affected",
)


@transaction.atomic
def create_need(
    *,
    by: Any,
    round: Round,
    title: str,
    dimension: Dimension,
    kind: str = Need.Kind.NEED,
    description: str = "",
    subdimension: Subdimension | None = None,
    agency: Agency | None = None,
    urgency: str = Need.Urgency.MEDIUM,
    affected: str = "",
) -> Need:
    require(can_create(by) and can_act_for(by, agency.pk if agency else None))
    need = Need(
        round=round,
        title=title,
        dimension=dimension,
        kind=kind,
        description=description,
        subdimension=subdimension,
        agency=agency,
        urgency=urgency,
        affected=affected,
        edited=True,
        is_demo=round.is_demo,
    )
    _check(need)
    need.save()
    _tell(need, by=by, kind="needs.created", content=told(need))
    return need


@transaction.atomic
def update_need(*, by: Any, need: Need, values: Mapping[str, Any]) -> Need:
    """Set the given fields; from now on no workbook overwrites this need."""
    require(can_edit(by, need))
    before = told(need)
    for name in FIELDS:
        if name in values:
            setattr(need, name, values[name])
    require(can_act_for(by, need.agency_id))
    _check(need)
    changes = ledger.changes(before, told(need))
    if not changes:
        return need
    need.edited = True
    need.save()
    _tell(need, by=by, kind="needs.updated", content=changes)
    return need


def told(need: Need) -> dict[str, str]:
    """The need as the ledger holds it."""
    return {
        "kind": need.kind,
        "title": need.title,
        "description": need.description,
        "dimension": need.dimension.code,
        "subdimension": need.subdimension.code if need.subdimension else "",
        "agency": need.agency.slug if need.agency else "",
        "urgency": need.urgency,
        "affected": need.affected,
    }


def _check(need: Need) -> None:
    if need.dimension.edition_id != need.round.edition_id:
        raise Refused(_("Choose a dimension of this round."), field="dimension")
    if need.subdimension and need.subdimension.dimension_id != need.dimension_id:
        raise Refused(
            _("The sub-dimension belongs to another dimension. Choose one of “%(dimension)s”.")
            % {"dimension": need.dimension.name},
            field="subdimension",
        )


def _tell(need: Need, *, by: Any, kind: str, content: Mapping[str, Any]) -> None:
    agency = need.agency.slug if need.agency else ""
    ledger.record(by=by, kind=kind, subject=need, content=content, agency=agency)
    search.put([need_document(need)])
