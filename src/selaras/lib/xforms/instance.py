"""An answer: the XForm instance XML as it came in, and as nested plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from selaras.lib.xforms.definition import FormDefinition, local

LARGEST = 5_000_000  # bytes of one answer without its files
DEEPEST = 30


@dataclass(frozen=True)
class Instance:
    """What every client says about its answer, whatever the form asks."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    root: Element


class BadInstance(Exception):  # noqa: N818 - reads as `raise BadInstance("…")`
    """The XML cannot be taken as an answer; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code  # too_large | not_xml | too_deep | no_form_id | no_instance_id


def read_instance(xml: bytes) -> Instance:
    """Read an answer safely: no entities, no endless depth.

    Raises:
        BadInstance: see its codes.
    """
    if len(xml) > LARGEST:
        raise BadInstance("too_large")
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadInstance("not_xml") from error
    if _depth(root) > DEEPEST:
        raise BadInstance("too_deep")
    instance_id = _meta(root, "instanceID")
    if not root.get("id"):
        raise BadInstance("no_form_id")
    if not instance_id:
        raise BadInstance("no_instance_id")
    return Instance(
        str(root.get("id")), root.get("version", ""), instance_id, _meta(root, "deprecatedID"), root
    )


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [child for each in level for child in each]
    return depth


def _meta(root: Element, name: str) -> str:
    for child in root:
        if local(child) == "meta":
            for part in child:
                if local(part) == name:
                    return (part.text or "").strip()
    return ""


def to_data(root: Element, form: FormDefinition) -> dict[str, Any]:
    """Groups as dicts, repeats as lists, values as the text of the XML; metadata left out.

    Elements that the form does not know are kept, so that nothing of an answer is lost; such a
    name that stands again gets its number: "a", "a.2".
    """
    repeats = {each.path for each in form.repeats}
    return _inner(root, f"/{local(root)}", repeats)


def _inner(element: Element, path: str, repeats: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = local(child)
        here = f"{path}/{name}"
        if name == "meta":
            continue
        if here in repeats:
            if child.get("{http://openrosa.org/javarosa}template") is None:
                found.setdefault(name, []).append(_inner(child, here, repeats))
        else:
            value = _inner(child, here, repeats) if len(child) else child.text or ""
            found[_free(name, found)] = value
    return found


def _free(name: str, taken: Mapping[str, Any]) -> str:
    if name not in taken:
        return name
    return next(each for number in count(2) if (each := f"{name}.{number}") not in taken)


@dataclass(frozen=True)
class Entry:
    """One row of a repeat: its path, its place as (1,) or (2, 1), and its own values."""

    path: str
    index: tuple[int, ...]
    values: dict[str, Any]  # path of the value → text, of this row alone


def entries(data: Mapping[str, Any], form: FormDefinition) -> Iterator[Entry]:
    """Every row of every repeat, outer rows first."""
    yield from _entries(data, f"/{form.root}", (), {each.path for each in form.repeats})


def _entries(
    data: Mapping[str, Any], path: str, index: tuple[int, ...], repeats: set[str]
) -> Iterator[Entry]:
    for name, value in data.items():
        here = f"{path}/{name}"
        if here in repeats:
            for number, row in enumerate(value, start=1):
                place = (*index, number)
                yield Entry(here, place, dict(own_values(row, here)))
                yield from _entries(row, here, place, repeats)
        elif isinstance(value, Mapping):
            yield from _entries(value, here, index, repeats)


def own_values(data: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """(path, text) of all values that do not lie in a repeat further down."""
    for name, value in data.items():
        here = f"{path}/{name}"
        if isinstance(value, Mapping):
            yield from own_values(value, here)
        elif not isinstance(value, list):
            yield here, value
