"""Reads of the register, of what was found in it, and of files on their way into it."""

from selaras.systems.queries.exported import architecture, official_table, software_of
from selaras.systems.queries.facts import fingerprint, register_of
from selaras.systems.queries.inventory import read_inventory
from selaras.systems.queries.judged import (
    finding_counts,
    findings_about,
    findings_of_round,
    kind_counts,
    needs_from_findings,
    quadrant_of,
    reasons_of,
)
from selaras.systems.queries.mapping import mapped_from_words
from selaras.systems.queries.maps import ego_of, exchange_map, heat_map, target_view
from selaras.systems.queries.plan import Plan, plan_import, problems_of
from selaras.systems.queries.register import (
    appraisals_of,
    codes_of,
    current_appraisals,
    interfaces_of,
    interfaces_of_round,
    system_document,
    system_documents,
    systems_of_round,
)

__all__ = [
    "Plan",
    "appraisals_of",
    "architecture",
    "codes_of",
    "current_appraisals",
    "ego_of",
    "exchange_map",
    "finding_counts",
    "findings_about",
    "findings_of_round",
    "fingerprint",
    "heat_map",
    "interfaces_of",
    "interfaces_of_round",
    "kind_counts",
    "mapped_from_words",
    "needs_from_findings",
    "official_table",
    "plan_import",
    "problems_of",
    "quadrant_of",
    "read_inventory",
    "reasons_of",
    "register_of",
    "software_of",
    "system_document",
    "system_documents",
    "systems_of_round",
    "target_view",
]
