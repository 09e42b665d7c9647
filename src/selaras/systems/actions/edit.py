"""What a person does with one system."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.organisations.access import can_act_for
from selaras.organisations.models import Agency
from selaras.strategy.models import Round
from selaras.systems.access import can_edit, can_set_target
from selaras.systems.actions.details import CODES, DETAILS, TARGET, told
from selaras.systems.models import System
from selaras.systems.queries import system_document

REFERENCES = dict(zip(CODES, ("RAA", "RAL", "RAB", "RAD"), strict=True))


@transaction.atomic
def create_system(
    *,
    by: Any,
    round: Round,
    agency: Agency,
    name: str,
    **details: Any,
) -> System:
    """Enter a system by hand; `details` are further fields of DETAILS."""
    require(can_act_for(by, agency.pk))
    _check_name(round.pk, agency.pk, name, None)
    system = System(round=round, agency=agency, name=name, edited=True, is_demo=round.is_demo)
    for field in DETAILS[1:]:
        if field in details:
            setattr(system, field, details[field])
    _check(system)
    system.save()
    _tell(system, by=by, kind="systems.created", content=_filled(told(system)))
    return system


@transaction.atomic
def update_system(*, by: Any, system: System, values: Mapping[str, Any]) -> System:
    """Set the given fields; from now on no workbook overwrites this system."""
    require(can_edit(by, system))
    before = told(system)
    for field in (*DETAILS, "agency"):
        if field in values:
            setattr(system, field, values[field])
    require(can_edit(by, system))
    _check_name(system.round_id, system.agency_id, system.name, system.pk)
    _check(system)
    changes = ledger.changes(before, told(system))
    if not changes:
        return system
    system.edited = True
    system.save()
    _tell(system, by=by, kind="systems.updated", content=changes)
    return system


@transaction.atomic
def set_target(*, by: Any, system: System, values: Mapping[str, Any]) -> System:
    """Say what becomes of a system: one of Target, by which year, continued by which other.

    Raises:
        Refused: the other system is missing, is this one, or leads back to it.
    """
    require(can_set_target(by))
    before = told(system)
    for field in TARGET:
        if field in values:
            setattr(system, field, values[field])
    if system.target not in (System.Target.REPLACE, System.Target.MERGE):
        system.successor = None
    elif system.target == System.Target.MERGE and system.successor is None:
        raise Refused(_("Choose the system into which it is merged."), field="successor")
    _check_successor(system)
    changes = ledger.changes(before, told(system))
    if changes:
        system.save()
        _tell(system, by=by, kind="systems.targeted", content=changes)
    return system


def _check_successor(system: System) -> None:
    following, seen = system.successor, {system.pk}
    if following is not None and following.round_id != system.round_id:
        raise Refused(_("That system belongs to another round."), field="successor")
    while following is not None:
        if following.pk in seen:
            raise Refused(
                _("The systems would follow each other in a circle. Choose another one."),
                field="successor",
            )
        seen.add(following.pk)
        following = following.successor


def _check_name(round_id: int, agency_id: int, name: str, own_id: int | None) -> None:
    same = System.objects.filter(round_id=round_id, agency_id=agency_id, name__iexact=name)
    if any(pk != own_id for pk in same.values_list("pk", flat=True)):
        raise Refused(
            _("This unit already has a system “%(name)s”. Change that one instead.")
            % {"name": name},
            field="name",
        )


def _check(system: System) -> None:
    """The ID is one system's alone; codes belong to the reference of their field."""
    if system.register_id:
        same = System.objects.filter(
            round_id=system.round_id, register_id__iexact=system.register_id
        ).exclude(pk=system.pk)
        other = same.first()
        if other is not None:
            raise Refused(
                _("The ID “%(value)s” belongs to another system, “%(name)s”.")
                % {"value": system.register_id, "name": other.name},
                field="register_id",
            )
    for field, reference in REFERENCES.items():
        code = getattr(system, field)
        if code is not None and code.reference != reference:
            raise Refused(_("Choose a code of %(name)s.") % {"name": reference}, field=field)


def _filled(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value not in (None, "")}


def _tell(system: System, *, by: Any, kind: str, content: Mapping[str, Any]) -> None:
    ledger.record(by=by, kind=kind, subject=system, content=content, agency=system.agency.slug)
    search.put([system_document(system)])
