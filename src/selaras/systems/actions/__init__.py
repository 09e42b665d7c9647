"""Writes of the register: by hand, from workbooks and foreign files, and verdicts on it."""

from selaras.systems.actions.details import ARCHITECTURE, CARE, DETAILS, MAIN, TARGET, TECHNOLOGY
from selaras.systems.actions.edit import create_system, set_target, update_system
from selaras.systems.actions.findings import refresh_findings
from selaras.systems.actions.imports import (
    columns_of,
    map_inventory,
    mapped_of,
    preview_inventory,
    take_in_inventory,
    upload_inventory,
)
from selaras.systems.actions.intake import take_in_systems
from selaras.systems.actions.interfaces import remove_interface, save_interface
from selaras.systems.actions.judging import appraise_system, decide_finding, make_need
from selaras.systems.actions.reference import load_reference

__all__ = [
    "ARCHITECTURE",
    "CARE",
    "DETAILS",
    "MAIN",
    "TARGET",
    "TECHNOLOGY",
    "appraise_system",
    "columns_of",
    "create_system",
    "decide_finding",
    "load_reference",
    "make_need",
    "map_inventory",
    "mapped_of",
    "preview_inventory",
    "refresh_findings",
    "remove_interface",
    "save_interface",
    "set_target",
    "take_in_inventory",
    "take_in_systems",
    "update_system",
    "upload_inventory",
]
