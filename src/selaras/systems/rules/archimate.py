"""The register as an ArchiMate Model Exchange File (Open Group, C174, namespace 3.0)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree as ET

NAMESPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
SCHEMA = f"{NAMESPACE} http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd"
LANGUAGE = "id"

ElementType = Literal["ApplicationComponent", "ApplicationFunction", "BusinessActor", "DataObject"]
RelationType = Literal["Access", "Assignment", "Flow", "Serving"]
# Which ends the language allows; a test holds them against an independent reader.
ALLOWED: Mapping[RelationType, frozenset[tuple[str, str]]] = {
    "Access": frozenset({("ApplicationComponent", "DataObject")}),
    "Assignment": frozenset({("ApplicationComponent", "ApplicationFunction")}),
    "Flow": frozenset({("ApplicationComponent", "ApplicationComponent")}),
    "Serving": frozenset(
        {
            ("ApplicationComponent", "BusinessActor"),
            ("ApplicationComponent", "ApplicationComponent"),
        }
    ),
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Element:
    """`identifier` is an XML name; `properties` by the name of their definition."""

    identifier: str
    type: ElementType
    name: str
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """`access` is Read, Write or ReadWrite, for Access alone."""

    identifier: str
    type: RelationType
    source: str
    target: str
    name: str = ""
    access: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """`folders` groups elements by a label, as a tool shows them in its tree."""

    identifier: str
    name: str
    documentation: str
    elements: Sequence[Element]
    relations: Sequence[Relation]
    folders: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write(model: Model) -> bytes:
    """The file as UTF-8 XML; parts stand in the order of the schema.

    Raises:
        ValueError: a relation's ends are missing or not allowed.
    """
    _check(model)
    ET.register_namespace("", NAMESPACE)
    ET.register_namespace("xsi", XSI)
    root = ET.Element(_tag("model"), {"identifier": model.identifier})
    root.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    _text(root, "name", model.name)
    _text(root, "documentation", model.documentation)
    definitions = _definitions([*model.elements, *model.relations])
    if model.elements:
        elements = ET.SubElement(root, _tag("elements"))
        for element in model.elements:
            _element(elements, element, definitions)
    if model.relations:
        relations = ET.SubElement(root, _tag("relationships"))
        for relation in model.relations:
            _relation(relations, relation, definitions)
    if model.folders:
        _folders(ET.SubElement(root, _tag("organizations")), model.folders)
    if definitions:
        _define(ET.SubElement(root, _tag("propertyDefinitions")), definitions)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _check(model: Model) -> None:
    types = {element.identifier: element.type for element in model.elements}
    if len(types) != len(model.elements):
        raise ValueError("an identifier stands twice")
    for relation in model.relations:
        ends = (types.get(relation.source, ""), types.get(relation.target, ""))
        if ends not in ALLOWED[relation.type]:
            raise ValueError(f"{relation.type} is not allowed between {ends}")


def _definitions(holders: Sequence[Element | Relation]) -> dict[str, str]:
    """Name of a property → its identifier."""
    names = dict.fromkeys(name for holder in holders for name in holder.properties)
    return {name: f"propid-{number}" for number, name in enumerate(names, start=1)}


def _element(parent: ET.Element, element: Element, definitions: Mapping[str, str]) -> None:
    node = ET.SubElement(parent, _tag("element"), {"identifier": element.identifier})
    node.set(f"{{{XSI}}}type", element.type)
    _text(node, "name", element.name)
    _text(node, "documentation", element.documentation)
    _properties(node, element.properties, definitions)


def _relation(parent: ET.Element, relation: Relation, definitions: Mapping[str, str]) -> None:
    node = ET.SubElement(
        parent,
        _tag("relationship"),
        {
            "identifier": relation.identifier,
            "source": relation.source,
            "target": relation.target,
        },
    )
    node.set(f"{{{XSI}}}type", relation.type)
    if relation.access:
        node.set("accessType", relation.access)
    _text(node, "name", relation.name)
    _properties(node, relation.properties, definitions)


def _properties(
    node: ET.Element, values: Mapping[str, str], definitions: Mapping[str, str]
) -> None:
    filled = {name: value for name, value in values.items() if value}
    if not filled:
        return
    holder = ET.SubElement(node, _tag("properties"))
    for name, value in filled.items():
        one = ET.SubElement(holder, _tag("property"), {"propertyDefinitionRef": definitions[name]})
        _text(one, "value", value)


def _folders(parent: ET.Element, folders: Mapping[str, Sequence[str]]) -> None:
    for label, identifiers in folders.items():
        item = ET.SubElement(parent, _tag("item"))
        _text(item, "label", label)
        for identifier in identifiers:
            ET.SubElement(item, _tag("item"), {"identifierRef": identifier})


def _define(parent: ET.Element, definitions: Mapping[str, str]) -> None:
    for name, identifier in definitions.items():
        node = ET.SubElement(
            parent, _tag("propertyDefinition"), {"identifier": identifier, "type": "string"}
        )
        _text(node, "name", name)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    if text:
        node = ET.SubElement(parent, _tag(tag), {f"{{{XML}}}lang": LANGUAGE})
        node.text = _CONTROLS.sub("", text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
