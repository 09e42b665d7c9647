"""One spelling for each value."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.lib.canonical import canonical_json, commitment, digest

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_reads_back_as_the_same_value(value):
    spelt = canonical_json(value)
    assert json.loads(spelt) == value
    assert canonical_json(json.loads(spelt)) == spelt


def test_key_order_does_not_matter():
    one = {"b": [1, {"z": None, "a": True}], "a": "Jombang"}
    other = {"a": "Jombang", "b": [1, {"a": True, "z": None}]}
    assert canonical_json(one) == b'{"a":"Jombang","b":[1,{"a":true,"z":null}]}'
    assert digest(one) == digest(other)


def test_keys_sort_by_utf16_as_rfc_8785_wants():
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(dict.fromkeys(keys, 1)))) == ordered


def test_text_is_utf8_with_the_shortest_escapes():
    assert canonical_json('é€\n\x0f"\\/') == '"é€\\n\\u000f\\"\\\\/"'.encode()


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), date(2019, 10, 8), Decimal(1), (1,), {1}, b"x", {1: "a"}, [1.0]]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_lone_surrogate_is_refused():
    with pytest.raises(ValueError, match="surrogates"):
        canonical_json("\ud800")


def test_commitment_binds_salt_and_content():
    expected = hashlib.sha256(b"salt" + b'{"a":1}').digest()
    assert commitment(b"salt", {"a": 1}) == expected
    assert commitment(b"salt", {"a": 2}) != expected
    assert commitment(b"tlas", {"a": 1}) != expected
