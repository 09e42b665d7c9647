"""The small Markdown: what it links to, and that no text is slow to read."""

import pytest

from selaras.lib.document import Paragraph
from selaras.lib.prose import parse_prose


def runs_of(source):
    (block,) = parse_prose(source)
    assert isinstance(block, Paragraph)
    return block.runs


@pytest.mark.parametrize("href", ["https://jombangkab.go.id", "mailto:a@b.id", "/fgd/1/"])
def test_addresses_that_are_links(href):
    assert [run.href for run in runs_of(f"[di sini]({href})")] == [href]


@pytest.mark.parametrize("href", ["//jahat.id", "/\\jahat.id", "javascript:alert(1)"])
def test_addresses_that_are_not(href):
    assert not any(run.href for run in runs_of(f"[di sini]({href})"))


def test_brackets_in_thousands_are_words():
    text = "[" * 40_000
    assert "".join(run.text for run in runs_of(text)) == text
    assert [run.href for run in runs_of("[[a](https://b.id)")] == ["", "https://b.id"]
