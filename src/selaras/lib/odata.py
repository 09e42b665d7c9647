"""The parts of OData 4.0 that a read-only feed needs: metadata, filters, values and JSON.

Source: OASIS OData 4.0, parts 1 (protocol), 2 (URL conventions), 3 (CSDL) and JSON format.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
FACETS = {
    "Edm.Decimal": {"Scale": "variable"},
    "Edm.DateTimeOffset": {"Precision": "6"},
    "Edm.TimeOfDay": {"Precision": "6"},
}
OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le")


class BadRequest(Exception):  # noqa: N818 - reads as `raise BadRequest(...)`
    """The request cannot be answered; `status` is 400, 404 or 501 (a wish we do not know)."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.status = message, status


@dataclass(frozen=True)
class Property:
    name: str
    type: str  # Edm.… or the full name of a complex type
    nullable: bool = True


@dataclass(frozen=True)
class Navigation:
    """Leads to the rows of another set; `target` is the full name of their type."""

    name: str
    target: str


@dataclass(frozen=True)
class Structure:
    """A complex type, or an entity type where `key` names its key."""

    name: str
    members: tuple[Property | Navigation, ...]
    key: str = ""


def identifier(name: str, taken: Iterable[str] = ()) -> str:
    """A name as OData allows it: letters, digits and _; another one where it is taken."""
    plain = re.sub(r"\W", "_", name)
    plain = f"_{plain}" if not plain or plain[0].isdigit() else plain
    found, number = plain, 1
    while found in set(taken):
        number += 1
        found = f"{plain}_{number}"
    return found


def metadata(
    namespace: str, structures: Sequence[Structure], sets: Sequence[tuple[str, str]]
) -> bytes:
    """The CSDL document; `sets` are pairs of an entity set's name and its type's name."""
    root = Element("edmx:Edmx", {"xmlns:edmx": EDMX, "Version": "4.0"})
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", {"xmlns": EDM, "Namespace": namespace})
    for each in structures:
        _structure(schema, each)
    container = SubElement(schema, "EntityContainer", Name="Container")
    for name, type_name in sets:
        one = SubElement(container, "EntitySet", Name=name, EntityType=f"{namespace}.{type_name}")
        _capabilities(one)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


def _structure(schema: Element, structure: Structure) -> None:
    kind = "EntityType" if structure.key else "ComplexType"
    made = SubElement(schema, kind, Name=structure.name)
    if structure.key:
        SubElement(SubElement(made, "Key"), "PropertyRef", Name=structure.key)
    for member in structure.members:
        if isinstance(member, Navigation):
            target = f"Collection({member.target})"
            SubElement(made, "NavigationProperty", Name=member.name, Type=target)
            continue
        facets = dict(FACETS.get(member.type, {}))
        if not member.nullable:
            facets["Nullable"] = "false"
        SubElement(made, "Property", {"Name": member.name, "Type": member.type, **facets})


_CAPABILITIES = "Org.OData.Capabilities.V1"
_CANNOT = {"SortRestrictions": "Sortable", "SearchRestrictions": "Searchable"}


def _capabilities(entity_set: Element) -> None:
    """What a client had better not ask: sorting and searching are its own work."""
    for term, name in _CANNOT.items():
        note = SubElement(entity_set, "Annotation", Term=f"{_CAPABILITIES}.{term}")
        record = SubElement(note, "Record")
        SubElement(record, "PropertyValue", {"Property": name, "Bool": "false"})


@dataclass(frozen=True)
class Condition:
    """`value` is the literal as text; None for null. `quoted` says that it was a string."""

    field: str
    operator: str
    value: str | None
    quoted: bool = False


_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[()]|[^\s()']+)")
# A `+` of a time zone reaches us as a space when a client does not encode it.
_LOST_PLUS = re.compile(r"(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\d\d:\d\d)")


def parse_filter(text: str) -> list[Condition]:
    """Comparisons joined by `and`.

    Raises:
        BadRequest: 400 what cannot be read, 501 what is not done here (or, not, functions).
    """
    tokens = _tokens(_LOST_PLUS.sub(r"\1+\2", text))
    found, rest = _all(tokens)
    if rest:
        raise BadRequest(f"$filter: “{rest[0]}” is not understood here")
    return found


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise BadRequest("$filter: a quotation mark is not closed")
        found.append(match[1])
        place = match.end()
    return found


def _all(tokens: list[str]) -> tuple[list[Condition], list[str]]:
    found, rest = _one(tokens)
    while rest and rest[0] == "and":
        more, rest = _one(rest[1:])
        found += more
    if rest and rest[0] == "or":
        raise BadRequest("$filter: “or” is not supported", 501)
    return found, rest


def _one(tokens: list[str]) -> tuple[list[Condition], list[str]]:
    if tokens and tokens[0] == "(":
        found, rest = _all(tokens[1:])
        if rest[:1] != [")"]:
            raise BadRequest("$filter: a bracket is not closed")
        return found, rest[1:]
    if tokens[1:2] == ["("] or tokens[:1] == ["not"]:
        raise BadRequest(f"$filter: “{tokens[0]}” is not supported", 501)
    if len(tokens) < 3 or tokens[1] not in OPERATORS:
        raise BadRequest("$filter: write it as: field operator value")
    name, operator, raw, *rest = tokens
    if raw.startswith("'"):
        return [Condition(name, operator, raw[1:-1].replace("''", "'"), quoted=True)], rest
    return [Condition(name, operator, None if raw == "null" else raw)], rest


def dumps(value: Any, *, text_numbers: bool = False) -> str:
    """JSON whose decimals keep every digit; `text_numbers` quotes numbers (IEEE754Compatible)."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return encode_basestring(value)
        case int() | Decimal():
            plain = f"{value:f}" if isinstance(value, Decimal) else str(value)
            return f'"{plain}"' if text_numbers else plain
        case Mapping():
            parts = (
                f"{encode_basestring(name)}:{dumps(each, text_numbers=text_numbers)}"
                for name, each in value.items()
            )
            return f"{{{','.join(parts)}}}"
        case _:
            return f"[{','.join(dumps(each, text_numbers=text_numbers) for each in value)}]"
