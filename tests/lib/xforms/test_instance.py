"""Answers are read safely, and nothing of them is lost."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.lib.xforms.definition import Field, FormDefinition
from selaras.lib.xforms.instance import (
    DEEPEST,
    LARGEST,
    BadInstance,
    entries,
    own_values,
    read_instance,
    to_data,
)
from tests.questionnaires.forms import answer

META = "<meta><instanceID>uuid:1</instanceID></meta>"
REPEATS = ("/data/r", "/data/r/r", "/data/g/r")
FORM = FormDefinition(
    "f", "1", "F", "data", (), tuple(Field(path, "r", "repeat") for path in REPEATS)
)
BOMB = '<!DOCTYPE data [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE data [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def inside(text: str, head: str = "", attributes: str = 'id="f"') -> bytes:
    return f"{head}<data {attributes}>{text}</data>".encode()


def test_meta_is_read_whatever_its_namespace() -> None:
    orx = 'id="f" version="2" xmlns:orx="http://openrosa.org/xforms"'
    ids = "<orx:instanceID> uuid:1 </orx:instanceID><orx:deprecatedID>uuid:0</orx:deprecatedID>"
    meta = f"<orx:meta>{ids}</orx:meta>"
    found = read_instance(inside(meta, attributes=orx))
    assert (found.form_id, found.version) == ("f", "2")
    assert (found.instance_id, found.deprecated_id) == ("uuid:1", "uuid:0")


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "not_xml"),
        (b"bukan XML", "not_xml"),
        (b"\xff\xfe\x00", "not_xml"),
        (inside("<a>"), "not_xml"),
        (inside(f"<a>&b;</a>{META}", BOMB), "not_xml"),
        (inside(f"<a>&a;</a>{META}", OUTSIDE), "not_xml"),
        (inside("<a>" * DEEPEST + "</a>" * DEEPEST + META), "too_deep"),
        (inside("<a>" * 100_000 + "</a>" * 100_000 + META), "too_deep"),
        (inside("a" * LARGEST + META), "too_large"),
        (inside(META, attributes=""), "no_form_id"),
        (inside(""), "no_instance_id"),
        (inside("<meta><instanceID> </instanceID></meta>"), "no_instance_id"),
    ],
    ids=range(12),
)
def test_hostile_xml_is_refused_with_its_code(xml: bytes, code: str) -> None:
    with pytest.raises(BadInstance) as refused:
        read_instance(xml)
    assert refused.value.code == code


def test_deepest_answer_is_taken() -> None:
    depth = DEEPEST - 1
    assert read_instance(inside("<a>" * depth + "</a>" * depth + META)).instance_id == "uuid:1"


def test_template_of_a_repeat_is_no_entry() -> None:
    jr = 'id="f" xmlns:jr="http://openrosa.org/javarosa"'
    root = read_instance(
        inside(f'<r jr:template=""><a/></r><r><a>1</a></r>{META}', attributes=jr)
    ).root
    assert to_data(root, FORM) == {"r": [{"a": "1"}]}


def test_unknown_elements_are_kept() -> None:
    root = read_instance(answer(systems="<asing>x</asing>")).root
    assert to_data(root, FORM)["sistem"] == {"asing": "x", "jumlah": "0"}


def test_unknown_elements_that_repeat_are_all_kept() -> None:
    root = read_instance(inside(f"<a>1</a><a>2</a><b><c>3</c></b><b><c>4</c></b>{META}")).root
    assert to_data(root, FORM) == {"a": "1", "a.2": "2", "b": {"c": "3"}, "b.2": {"c": "4"}}


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)
leaf = st.fixed_dictionaries({}, optional={"a": texts, "b": texts})


def nested(own: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Groups and repeats that hold nothing leave no trace in the XML."""
    return own | {name: each for name, each in more.items() if each}


inner = st.builds(nested, leaf, r=st.lists(leaf, max_size=3))
whole = st.builds(nested, leaf, r=st.lists(inner, max_size=3), g=inner)


def as_xml(data: dict[str, Any]) -> bytes:
    root = Element("data", id="f")
    _fill(root, data)
    SubElement(SubElement(root, "meta"), "instanceID").text = "uuid:1"
    return bytes(tostring(root, encoding="utf-8"))


def _fill(parent: Element, data: dict[str, Any]) -> None:
    for name, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            child = SubElement(parent, name)
            if isinstance(each, dict):
                _fill(child, each)
            else:
                child.text = each


def values(data: Any, path: str = "/data") -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        here = f"{path}/{name}"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from values(each, here)
            else:
                yield here, each


@settings(max_examples=150, deadline=None)
@given(data=whole)
def test_nothing_of_an_answer_is_lost(data: dict[str, Any]) -> None:
    made = to_data(read_instance(as_xml(data)).root, FORM)
    assert made == data
    rows = list(entries(made, FORM))
    assert len({(row.path, row.index) for row in rows}) == len(rows)
    split = [*own_values(made, "/data"), *(pair for row in rows for pair in row.values.items())]
    assert sorted(split) == sorted(values(data))


@settings(max_examples=150, deadline=None)
@given(xml=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda each: inside(each))))
def test_what_any_bytes_raise_is_a_refusal(xml: bytes) -> None:
    with suppress(BadInstance):
        to_data(read_instance(xml).root, FORM)
