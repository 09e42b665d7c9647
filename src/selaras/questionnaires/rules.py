"""What changed between two versions of a form, and how an arriving answer is met."""

from dataclasses import dataclass
from enum import StrEnum

from selaras.lib.xforms.definition import Field, FormDefinition


@dataclass(frozen=True)
class Change:
    """`kind`: added | removed | moved | type | label | choices | required | relevant | constraint |
    calculate."""

    kind: str
    path: str
    label: str
    before: str = ""
    after: str = ""


def differences(old: FormDefinition, new: FormDefinition, language: str = "") -> list[Change]:
    """Every difference that a person who answers or analyses would notice, in form order."""
    before, after = old.by_path, new.by_path
    found = [
        Change("removed", path, field.label(language))
        for path, field in before.items()
        if path not in after
    ]
    for path, field in after.items():
        if path not in before:
            found.append(Change("added", path, field.label(language)))
        else:
            found += _changed(before[path], field, language)
    kept = [path for path in before if path in after]
    order = [path for path in after if path in before]
    moved = [path for path, other in zip(kept, order, strict=True) if path != other]
    if moved:
        found.append(Change("moved", moved[0], after[moved[0]].label(language)))
    return found


def _changed(old: Field, new: Field, language: str) -> list[Change]:
    pairs = {
        "type": (f"{old.control} {old.type}".strip(), f"{new.control} {new.type}".strip()),
        "label": (old.label(language), new.label(language)),
        "choices": (_choices(old, language), _choices(new, language)),
        "required": (old.required, new.required),
        "relevant": (old.relevant, new.relevant),
        "constraint": (old.constraint, new.constraint),
        "calculate": (old.calculate, new.calculate),
    }
    return [
        Change(kind, new.path, new.label(language), before, after)
        for kind, (before, after) in pairs.items()
        if before != after
    ]


def _choices(field: Field, language: str) -> str:
    return "; ".join(f"{each.value}={field.choice(each.value, language)}" for each in field.choices)


class Reply(StrEnum):
    """What the server says to an answer (OpenRosa)."""

    NEW = "new"  # 201
    AGAIN = "again"  # 201: the same once more, perhaps with further files
    OTHER_CONTENT = "other_content"  # 409: same instance id, other XML
    STALE = "stale"  # 409: an edit of what has been edited since
    ASIDE = "aside"  # 202: form or version unknown, kept for a person


def meet(
    *, known_xml: str | None, xml: str, deprecated: str, deprecated_is_current: bool | None
) -> Reply:
    """How an answer of a known version is met.

    `known_xml` is what is kept under its instance id; `deprecated_is_current` says whether the
    answer that it edits is the newest of its chain (None: not known here, so it begins one).
    """
    if known_xml is not None:
        return Reply.AGAIN if known_xml == xml else Reply.OTHER_CONTENT
    if deprecated and deprecated_is_current is False:
        return Reply.STALE
    return Reply.NEW
