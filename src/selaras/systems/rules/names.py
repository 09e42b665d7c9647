"""Several systems that somebody wrote into one cell."""

import re

_LINES = re.compile(r"\n+")
_NUMBERED = re.compile(r"(?:^|(?<=[\n;,\s]))(?:\d{1,2}[.)]|[-–•*])\s*")
_LISTED = re.compile(r"\s*(?:[,;/&+]|\bdan\b)\s*", re.IGNORECASE)
_NICKNAME = re.compile(r"(?:[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*|[Ee]-[A-Z]\w+|[A-Z]{2,}[0-9]*)")
MOST = 12


def split_names(cell: object) -> list[str]:
    """The names in a cell: several only if it is a list beyond doubt.

    A list has numbers or dashes before each of its lines, or is made of short names alone, as in
    “SIMPEG, SIMDA”. “Perizinan, Penanaman Modal dan Investasi” is one name.
    """
    text = str(cell).strip()
    lines = [line.strip() for line in _LINES.split(text) if line.strip()]
    if 1 < len(lines) <= MOST and all(_NUMBERED.match(line) for line in lines):
        names = [_NUMBERED.sub("", line, count=1).strip(" ;,.") for line in lines]
        return [name for name in names if name] or [text]
    pieces = [piece.strip(" .") for piece in _LISTED.split(" , ".join(lines)) if piece.strip(" .")]
    if 1 < len(pieces) <= MOST and all(_NICKNAME.fullmatch(piece) for piece in pieces):
        return list(dict.fromkeys(pieces))
    return [text]
