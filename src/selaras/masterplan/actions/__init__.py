"""Writes of masterplans."""

from selaras.masterplan.actions.building import build, write_books
from selaras.masterplan.actions.sections import (
    add_section,
    create_books,
    outline,
    remove_section,
    save_section,
    section_document,
)

__all__ = [
    "add_section",
    "build",
    "create_books",
    "outline",
    "remove_section",
    "save_section",
    "section_document",
    "write_books",
]
