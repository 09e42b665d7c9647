"""The fields of a system that people and files fill in, as the ledger holds them."""

from typing import Any

from selaras.organisations.models import Agency
from selaras.systems.models import ReferenceCode, System

CODES = ("application_code", "service_code", "process_code", "data_code")
# The parts of a system's sheet, as they are edited.
MAIN = (
    "name",
    "description",
    "purpose",
    "function",
    "status",
    "year",
    "users",
    "user_count",
    "platform",
    "builder",
    "data_held",
    "shares_with",
    "problem",
)
ARCHITECTURE = (
    "register_id",
    "application_code",
    "process_code",
    "service_code",
    "services",
    "data_code",
    "data_input",
    "data_supplier",
    "data_output",
    "output",
    "related_ids",
)
TECHNOLOGY = (
    "more_platforms",
    "server",
    "hosting",
    "license_type",
    "programming_language",
    "framework",
    "database",
    "developer_unit",
    "operator_unit",
    "address",
    "repository",
    "licence",
    "contact",
)
CARE = (
    "cost_yearly",
    "contract",
    "contract_until",
    "support_until",
    "maintainers",
    "has_backup",
    "risk",
    "risk_note",
)
TARGET = ("target", "target_year", "successor", "target_note")
DETAILS = (*MAIN, *ARCHITECTURE, *TECHNOLOGY, *CARE)
PARTS = {"utama": MAIN, "arsitektur": ARCHITECTURE, "teknologi": TECHNOLOGY, "pengelolaan": CARE}


def told(system: System) -> dict[str, Any]:
    """The system as the ledger holds it: linked objects by their lasting names."""
    return {
        "agency": system.agency.slug,
        **{name: plain(getattr(system, name)) for name in (*DETAILS, *TARGET)},
    }


def plain(value: Any) -> Any:
    if isinstance(value, ReferenceCode):
        return f"{value.reference} {value.code}"
    if isinstance(value, Agency):
        return value.slug
    return str(value) if isinstance(value, System) else value
