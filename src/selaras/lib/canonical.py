"""One spelling for each JSON value, so that its hash means something (after RFC 8785).

Numbers are integers only: a float has no spelling that survives every database and language.
"""

import hashlib
import json


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON without spaces, keys sorted by their UTF-16 code units.

    Raises:
        TypeError: something other than str, int, bool, None, list or dict with str keys.
        ValueError: text that UTF-8 cannot hold (a lone surrogate).
    """
    return _spell(value).encode()


def _spell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, str):
        return json.dumps(str.__str__(value), ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(_spell(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(_spell_member(key, value[key]) for key in _sorted(value)) + "}"
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _sorted(members: dict[object, object]) -> list[str]:
    keys = [key for key in members if isinstance(key, str)]
    if len(keys) != len(members):
        raise TypeError("a key is not a string")
    return sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def _spell_member(key: str, value: object) -> str:
    return f"{_spell(key)}:{_spell(value)}"


def digest(value: object) -> bytes:
    """SHA-256 of the canonical form."""
    return hashlib.sha256(canonical_json(value)).digest()


def commitment(salt: bytes, content: object) -> bytes:
    """SHA-256(salt ‖ canonical form): binds to the content without telling it.

    Without the salt nobody can guess the content, so erasing salt and content erases both for good.
    """
    return hashlib.sha256(salt + canonical_json(content)).digest()
