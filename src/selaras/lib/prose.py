"""The small Markdown of narrative sections: headings, lists, bold, italic, links."""

import re
from collections.abc import Iterator

from selaras.lib.document import Block, Heading, ListBlock, Paragraph, Run, Text

_INLINE = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|\*(?P<italic>[^*\n]+)\*"
    # Bounded, and no bracket within brackets: a row of thousands of them is read in one go.
    r"|\[(?P<label>[^\[\]\n]{1,300})\]\((?P<href>[^)\s]{1,500})\)"
)
_SAFE = re.compile(r"(https?://|mailto:|/(?![/\\]))\S+\Z", re.IGNORECASE)
_BULLET = re.compile(r"\s*[-*•]\s+(.*)")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+(.*)")
_HEADING = re.compile(r"(#{2,4})\s+(.*)")


def parse_prose(source: str) -> tuple[Block, ...]:
    """Blocks of a text; anything that is no markup is literal. Never raises."""
    blocks: list[Block] = []
    for group in re.split(r"\n\s*\n", source.replace("\r\n", "\n").strip()):
        blocks.extend(_blocks(group.split("\n"), len(blocks)))
    return tuple(blocks)


def plain_text(source: str) -> str:
    """The words of a text without its markup, in one line."""
    lines: list[Text] = []
    for block in parse_prose(source):
        if isinstance(block, Heading):
            lines.append(inline(block.text))
        elif isinstance(block, Paragraph):
            lines.append(block.runs)
        elif isinstance(block, ListBlock):
            lines.extend(block.items)
    return " ".join("".join(run.text for run in runs) for runs in lines)


def _blocks(lines: list[str], number: int) -> Iterator[Block]:
    """Blocks of lines without a blank line between them."""
    plain: list[str] = []
    items: list[Text] = []
    ordered = False

    def flush() -> Iterator[Block]:
        if plain and " ".join(plain).strip():
            yield Paragraph(inline(" ".join(plain)))
        if items:
            yield ListBlock(tuple(items), ordered)
        plain.clear()
        items.clear()

    for offset, line in enumerate(lines):
        if heading := _HEADING.fullmatch(line.strip()):
            yield from flush()
            level = min(len(heading[1]) + 1, 4)
            yield Heading(level, heading[2].strip(), f"t-{number}-{offset}")
        elif match := _BULLET.fullmatch(line) or _NUMBER.fullmatch(line):
            wants_order = _NUMBER.fullmatch(line) is not None
            if plain or (items and wants_order != ordered):
                yield from flush()
            ordered = wants_order
            items.append(inline(match[1]))
        else:
            if items:
                yield from flush()
            plain.append(line.strip())
    yield from flush()


def inline(line: str) -> Text:
    """Runs of one line; links that could do harm stay literal text."""
    runs: list[Run] = []
    end = 0
    for match in _INLINE.finditer(line):
        run = _run(match)
        if run is None:
            continue
        if match.start() > end:
            runs.append(Run(line[end : match.start()]))
        runs.append(run)
        end = match.end()
    if end < len(line) or not runs:
        runs.append(Run(line[end:]))
    return tuple(runs)


def _run(match: re.Match[str]) -> Run | None:
    if match["bold"]:
        return Run(match["bold"], bold=True)
    if match["italic"]:
        return Run(match["italic"], italic=True)
    if _SAFE.match(match["href"]):
        return Run(match["label"], href=match["href"])
    return None
