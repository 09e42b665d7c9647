"""Which unit an answer is from, and of what kind: the upper room knows it by the subject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selaras.core.registry import respondents


@dataclass(frozen=True)
class Unit:
    name: str = "–"
    kind: str = "–"


NONE = Unit()


def units_of(subjects: Iterable[str]) -> dict[str, Unit]:
    """Unit by subject; NONE where nobody knows, as for answers that stand for themselves."""
    keys: dict[str, dict[str, str]] = {}  # kind of respondent → key → subject
    for subject in set(subjects):
        kind, _sep, key = subject.partition("/")
        keys.setdefault(kind, {})[key] = subject
    found = {}
    for kind, wanted in keys.items():
        known = _groups(kind, list(wanted))
        for key, subject in wanted.items():
            name, of_kind = known.get(key, ("", ""))
            found[subject] = Unit(name or NONE.name, of_kind or NONE.kind)
    return found


def _groups(kind: str, keys: list[str]) -> Mapping[str, tuple[str, str]]:
    respondent = respondents.get(kind)
    many = getattr(respondent, "groups", None)
    if many is not None:
        answered: Mapping[str, tuple[str, str]] = many(keys)
        return answered
    one = getattr(respondent, "group", None)
    return {key: one(key) for key in keys} if one is not None else {}


def series_of(form_id: str) -> list[tuple[str, str]]:
    """("<kind>:<code>", name) of every survey or the like in which a questionnaire was asked."""
    return [
        (f"{kind}:{code}", name)
        for kind in respondents.names()
        if (known := getattr(respondents[kind], "series", None)) is not None
        for code, name in known(form_id)
    ]


def subjects_in(within: str) -> list[str]:
    """The subjects of answers of one of them."""
    kind, _sep, code = within.partition(":")
    known = getattr(respondents.get(kind), "keys_in", None)
    return [f"{kind}/{key}" for key in known(code)] if known is not None else []
