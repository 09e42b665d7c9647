"""What systems exchange, or should."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.strategy.models import Round
from selaras.systems.access import can_link
from selaras.systems.models import Interface
from selaras.systems.types import InterfaceValues

FIELDS = (
    "source",
    "source_text",
    "target",
    "target_text",
    "data",
    "data_code",
    "method",
    "frequency",
    "state",
    "note",
)


@transaction.atomic
def save_interface(
    *,
    by: Any,
    round: Round,
    values: InterfaceValues,
    interface: Interface | None = None,
) -> Interface:
    """Enter an interface, or change it.

    Raises:
        Refused: an end is missing, both are the same, or the same exchange is there already.
    """
    _check(round, values, interface)
    require(can_link(by, values.source, values.target))
    if interface is not None:
        require(can_link(by, interface.source, interface.target))
    saved = interface or Interface(round=round, is_demo=round.is_demo)
    before = told(saved) if interface is not None else {}
    for name in FIELDS:
        setattr(saved, name, getattr(values, name))
    saved.source_text = "" if saved.source else saved.source_text.strip()
    saved.target_text = "" if saved.target else saved.target_text.strip()
    changes = ledger.changes(before, told(saved)) if interface is not None else _filled(saved)
    if changes or interface is None:
        saved.save()
        kind = "systems.interface_changed" if interface is not None else "systems.interface_entered"
        ledger.record(by=by, kind=kind, subject=saved, content=changes, agency=_agency(saved))
    return saved


@transaction.atomic
def remove_interface(*, by: Any, interface: Interface) -> None:
    """Take an interface out of the register; the ledger keeps what it was."""
    require(can_link(by, interface.source, interface.target))
    ledger.record(
        by=by,
        kind="systems.interface_removed",
        subject=interface,
        content=_filled(interface),
        agency=_agency(interface),
    )
    interface.delete()


def told(interface: Interface) -> dict[str, Any]:
    return {
        **{name: getattr(interface, name) for name in FIELDS},
        "source": interface.source_label,
        "target": interface.target_label,
        "data_code": interface.data_code.code if interface.data_code else "",
    }


def _filled(interface: Interface) -> dict[str, Any]:
    return {name: value for name, value in told(interface).items() if value}


def _agency(interface: Interface) -> str:
    end = interface.source or interface.target
    return end.agency.slug if end else ""


def _check(round_: Round, values: InterfaceValues, interface: Interface | None) -> None:
    if values.source is None and values.target is None:
        raise Refused(_("At least one end must be a system of the register."), field="source")
    if values.source is None and not values.source_text.strip():
        raise Refused(_("Say where the data come from."), field="source")
    if values.target is None and not values.target_text.strip():
        raise Refused(_("Say where the data go."), field="target")
    if values.source is not None and values.source == values.target:
        raise Refused(_("A system does not exchange data with itself."), field="target")
    for name, system in (("source", values.source), ("target", values.target)):
        if system is not None and system.round_id != round_.pk:
            raise Refused(_("That system belongs to another round."), field=name)
    same = Interface.objects.filter(
        round=round_,
        source=values.source,
        target=values.target,
        source_text="" if values.source else values.source_text.strip(),
        target_text="" if values.target else values.target_text.strip(),
        data__iexact=values.data,
    )
    if interface is not None:
        same = same.exclude(pk=interface.pk)
    if same.exists():
        raise Refused(_("This exchange is already entered. Change that one."), field="data")
