"""What people write into the cells of a paper list that was typed up."""

import re
from datetime import time

_TIME = re.compile(
    r"(\d{1,2})(?:[.:](\d{1,2}))?(?:[.:]\d{1,2})?\s*(?:wib|wita|wit)?", re.IGNORECASE
)


def parse_time(text: str) -> time | None:
    """08.15, 8:15, 8.3 (a spreadsheet's 8.30) or 08:15:00; None for an empty text.

    Raises:
        ValueError: it is no time of the day.
    """
    if not text.strip():
        return None
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    minutes = (match[2] or "0").ljust(2, "0")
    return time(int(match[1]), int(minutes))


def is_cut_number(text: str) -> bool:
    """Whether a spreadsheet has taken a long number (NIP) for an amount and lost its end."""
    digits = text.replace(" ", "")
    return digits.isdigit() and len(digits) > 15 and digits.endswith("000")
