"""The register of information systems, what they exchange, and what was found and decided."""

from selaras.systems.models.imports import Import
from selaras.systems.models.interface import Interface
from selaras.systems.models.judging import Appraisal, Finding, FindingRun
from selaras.systems.models.reference import Edition, MetadataAttribute, ReferenceCode
from selaras.systems.models.system import System

__all__ = [
    "Appraisal",
    "Edition",
    "Finding",
    "FindingRun",
    "Import",
    "Interface",
    "MetadataAttribute",
    "ReferenceCode",
    "System",
]
