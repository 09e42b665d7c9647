"""Reference codes as people write them: “RAA 02.02”, “02.02 Aplikasi …”, 2.02 as a number."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from selaras.systems.rules.text import plain

_CODE = re.compile(
    r"^\s*(?:(RA[A-Z])[\s.:_-]*)?(\d{1,2}(?:[.\s]\d{1,3}){0,3})\b[\s.:–-]*(.*)$", re.IGNORECASE
)
DEEPEST = 4


@dataclass(frozen=True)
class Known:
    """A code of the register's references."""

    reference: str
    code: str
    name: str
    key: int


@dataclass(frozen=True)
class NewCode:
    """A code of the regency's own, below a national one."""

    reference: str
    code: str
    name: str


class UnknownCode(Exception):  # noqa: N818 - reads as `raise UnknownCode(...)`
    """Neither a code nor a name of the reference; `nearest` is its parent, if that is known."""

    def __init__(self, nearest: str = "") -> None:
        super().__init__(nearest)
        self.nearest = nearest


class Codes:
    """All codes, found by code or by name."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_code: dict[tuple[str, str], Known] = {}
        self.by_name: dict[tuple[str, str], Known] = {}
        for each in known:
            self.by_code[each.reference, each.code] = each
            self.by_name[each.reference, plain(each.name)] = each  # the deeper one wins

    def find(self, value: object, reference: str) -> Known | NewCode:
        """The code a cell means.

        Raises:
            UnknownCode: it means none, or one of another reference.
        """
        text = f"{value:.2f}" if isinstance(value, float) else str(value).strip()
        if (named := self.by_name.get((reference, plain(text)))) is not None:
            return named
        match = _CODE.match(text)
        if match is None or (match[1] and match[1].upper() != reference):
            raise UnknownCode
        steps = [f"{int(step):02}" for step in re.split(r"[.\s]", match[2])]
        code = ".".join(steps[:DEEPEST])
        if (reference, code) in self.by_code:
            return self.by_code[reference, code]
        parent = ".".join(steps[:2])
        if len(steps) > 2 and (reference, parent) in self.by_code:
            return NewCode(reference, code, match[3].strip()[:200] or code)
        raise UnknownCode(parent if (reference, parent) in self.by_code else "")


def chain_of(code: NewCode, known: Container[object]) -> list[NewCode]:
    """The code with those between it and its national parent that are not there yet."""
    steps = code.code.split(".")
    between = [".".join(steps[:length]) for length in range(3, len(steps))]
    missing = [
        NewCode(code.reference, step, step)
        for step in between
        if (code.reference, step) not in known
    ]
    return [*missing, code]
