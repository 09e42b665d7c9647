"""Stages by the calendar, the shape of a plan's tree, and nomenclature codes."""

import re
from datetime import date
from typing import Literal

StageStatus = Literal["done", "late", "running", "next", "open"]

# urusan.bidang.program[.kewenangan.kegiatan[.subkegiatan]] of Permendagri 90/2019 and its updates
# (Kepmendagri 050-3708/2020 and successors): part four is 1 province or 2 regency, sub-activities
# have two digits in the first and four in later decrees.
NOMENCLATURE = re.compile(r"[1-9X]\.(\d\d|XX)\.\d\d(\.[12]\.\d\d(\.\d\d(\d\d)?)?)?")

PARENTS: dict[str, tuple[str, ...]] = {
    "vision": ("",),
    "mission": ("vision", ""),
    "goal": ("mission",),
    "objective": ("goal",),
    "indicator": ("mission", "goal", "objective", "programme"),
    "programme": ("mission", "goal", "objective"),
}


def is_nomenclature_code(code: str) -> bool:
    return NOMENCLATURE.fullmatch(code) is not None


def can_stand_under(kind: str, parent_kind: str) -> bool:
    """Whether a node of the plan may stand under one of the other kind ("" for the top)."""
    return parent_kind in PARENTS[kind]


def stage_status(
    *, starts: date | None, due: date | None, completed: date | None, today: date, is_next: bool
) -> StageStatus:
    """What the board says of a stage today; `is_next` marks the first that is not completed."""
    if completed:
        return "done"
    if due and due < today:
        return "late"
    if starts and starts <= today:
        return "running"
    return "next" if is_next else "open"
