"""Every address as every role, held against the table in docs/developer/access.md.

ACCESS_REWRITE=1 writes the table anew; the difference in git is what to read.
"""

import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from selaras.core.types import RoleKind
from tests.world import make_world

TABLE = Path(__file__).parent.parent / "docs/developer/access.md"
NAMES = {RoleKind.OFFICER: "officer", RoleKind.HEAD: "head"}
ROLES = ["public", *(NAMES.get(role, str(role)) for role in RoleKind)]
WORDS = {200: "yes", 302: "yes", 405: "yes", 422: "yes", 403: "no", 404: "–", 410: "–", 409: "yes"}
HEAD = """# Who may open what

Every address as every role, asked by GET. `yes`: opens, or takes a POST; `no`: refused; `login`:
sent to log in; `–`: not there. Officer, head and partner belong to the unit of the example
objects. Rules by object (own unit, state) are tested in each room. Made by `make access`, checked
by `tests/test_access.py`.

"""


def addresses() -> list[tuple[str, str]]:
    """(name, pattern) of every address of our own rooms; allauth keeps its own rules."""
    found: list[tuple[str, str]] = []

    def walk(resolver: URLResolver, prefix: str, space: str) -> None:
        for each in resolver.url_patterns:
            pattern = prefix + str(each.pattern)
            if isinstance(each, URLResolver):
                walk(each, pattern, each.namespace or space)
            elif isinstance(each, URLPattern) and hasattr(each.callback, "predicate"):
                found.append((f"{space}:{each.name}" if space else each.name, pattern))

    walk(get_resolver(), "", "")
    return found


def unguarded() -> list[str]:
    """Views that carry no predicate and are not allauth's."""
    found: list[str] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                walk(each, prefix + str(each.pattern))
            elif (
                not hasattr(each.callback, "predicate")
                and "allauth" not in each.callback.__module__
            ):
                found.append(prefix + str(each.pattern))

    walk(get_resolver(), "")
    return found


def fill(pattern: str, values: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        return values["uuid"] if match[1] == "uuid" else values[match[2]]

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", value, pattern)


def close_file(response: HttpResponse) -> None:
    """Closing the whole response would end the database connection of the test with it."""
    for close in response._resource_closers:
        close()


def answer(client: Client, url: str) -> str:
    response = client.get(url)
    close_file(response)
    if response.status_code == 302 and "/akun/login/" in response.headers["Location"]:
        return "login"
    return WORDS.get(response.status_code, str(response.status_code))


def test_every_view_has_a_predicate() -> None:
    assert unguarded() == []


@pytest.mark.django_db
def test_matrix(people: SimpleNamespace, agency: object, round_: object) -> None:
    world = make_world(people, agency, round_)
    clients = {"public": Client()}
    for role in ROLES[1:]:
        clients[role] = Client()
        clients[role].force_login(getattr(people, role))
    rows = []
    shown = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
    for name, pattern in sorted(addresses()):
        url = fill(pattern, world.values(name))
        answers = [answer(clients[role], url) for role in ROLES]
        shape = shown.sub(r"<\1>", pattern)
        rows.append(f"| `{name}` | `/{shape}` | {' | '.join(answers)} |")
    line = "|".join(["", "---", "---", *("---" for _role in ROLES), ""])
    text = HEAD + f"| name | address | {' | '.join(ROLES)} |\n{line}\n" + "\n".join(rows) + "\n"
    if os.environ.get("ACCESS_REWRITE"):
        TABLE.write_text(text)
    assert "500" not in re.findall(r"\| (\d+)", text)
    assert TABLE.read_text() == text
