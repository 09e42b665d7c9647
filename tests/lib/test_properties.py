"""What holds for every input, not only for those that somebody thought of."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from selaras.initiatives import rules
from selaras.initiatives.rules import State
from selaras.lib import merkle
from selaras.lib.document import Heading, ListBlock, Paragraph, Run
from selaras.lib.prose import parse_prose
from selaras.lib.sheets import Column, Sheet, read_workbook, write_workbook
from selaras.lib.sheets_values import clean

SHEET = Sheet(
    "s",
    "Isian",
    (
        Column("id", "Nomor", "integer", required=True, unique=True),
        Column("name", "Nama"),
        Column("notes", "Keterangan", "long"),
        Column("count", "Jumlah", "integer"),
        Column("cost", "Biaya", "money"),
        Column("share", "Bagian", "decimal"),
        Column("day", "Tanggal", "date"),
        Column("used", "Dipakai", "yes_no"),
        Column("unit", "Unit", "choice", choices=("Dinas Kesehatan", "=Dinas", "2019")),
    ),
    blank_rows=3,
)
TRICKS = ("=1+1", "+62 812", "-", "@SUM(A1)", "=cmd|'/c calc'!A1", "#REF!", "Nama", "\ttab", "007")
WORDS = st.one_of(
    st.sampled_from(TRICKS),
    st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=40),
    st.text(st.characters(max_codepoint=0x20), max_size=8),  # nearly only control characters
)
AMOUNTS = st.integers(-(10**15), 10**15)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": WORDS,
            "notes": WORDS,
            "count": st.none() | AMOUNTS,
            "cost": st.none() | st.integers(0, 10**15),
            "share": st.none() | st.decimals(-(10**9), 10**9, places=4),
            "day": st.none() | st.dates(date(1901, 1, 1), date(9999, 12, 31)),
            "used": st.none() | st.booleans(),
            "unit": st.none() | st.sampled_from(SHEET.columns[-1].choices),
        }
    ),
    max_size=3,
)


def one(**parts: Any) -> list[dict[str, Any]]:
    empty = dict.fromkeys(("count", "cost", "share", "day", "used", "unit"))
    return [{"name": "", "notes": "", **empty, **parts}]


@settings(max_examples=60, deadline=None)
@given(ROWS)
@example(one(name="=1+1", notes="=1+1\n=2+2", unit="=Dinas"))
@example(one(name="\x00\x1f\ud800", notes="a\x0bb\r\nc"))
@example(one(count=10**15, cost=0, share=Decimal("-0.0001"), used=False))
@example(one(name="_x0041_", notes="_x000D_", day=date(1901, 1, 1)))
def test_workbook_comes_back_as_it_went_out(rows: list[dict[str, Any]]) -> None:
    numbered = [{"id": number, **row} for number, row in enumerate(rows)]
    read = read_workbook(write_workbook([SHEET], {"s": numbered}, meta={"a": "1"}), [SHEET])
    assert read.errors == []
    assert read.meta == {"a": "1"}
    wanted = [
        {
            **row,
            "name": clean(row["name"]) or None,
            "notes": clean(row["notes"], lines=True) or None,
        }
        for row in numbered
    ]
    assert [row.values for row in read.rows["s"]] == wanted


def texts(block: object) -> list[tuple[Run, ...]]:
    match block:
        case Paragraph():
            return [block.runs]
        case ListBlock():
            return list(block.items)
        case Heading():
            return [(Run(block.text),)]
    return []


MARKS = st.text(st.sampled_from("ab #*-•1.)[]()/:\n\r\t\\<&"), max_size=60)


@given(st.one_of(st.text(), MARKS))
@example("**")
@example("[a](javascript:x)\n[b](//evil.example)\n[c](https://ok.example)")
@example("## \n- \n1. \n\n\n")
def test_prose_never_raises_and_never_links_where_it_must_not(source: str) -> None:
    blocks = parse_prose(source)
    runs = [run for block in blocks for text in texts(block) for run in text]
    for run in runs:
        address = run.href.lower()
        assert address == "" or address.startswith(("http://", "https://", "mailto:", "/"))
        assert not address.startswith("//")
    anchors = [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(anchors) == len(set(anchors))


@given(st.lists(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1), min_size=1))
def test_plain_prose_loses_no_word(paragraphs: list[list[str]]) -> None:
    blocks = parse_prose("\n\n".join("\n".join(words) for words in paragraphs))
    assert [block.runs[0].text.split() for block in blocks if isinstance(block, Paragraph)] == (
        paragraphs
    )


LEAVES = st.lists(st.binary(max_size=20).map(merkle.leaf_hash), max_size=70)


@given(LEAVES)
def test_frontier_has_the_root_after_every_leaf(leaves: list[bytes]) -> None:
    frontier = merkle.Frontier()
    assert frontier.root() == merkle.root([])
    for size, leaf in enumerate(leaves, start=1):
        frontier = merkle.Frontier.from_text(frontier.append(leaf).to_text())
        assert (frontier.size, frontier.root()) == (size, merkle.root(leaves[:size]))


@given(LEAVES.filter(bool), st.data())
def test_any_other_log_has_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(min_size=1, max_size=20).map(merkle.leaf_hash))
    changed = [*leaves[:at], other, *leaves[at + 1 :]]
    slipped, dropped = [*leaves[:at], other, *leaves[at:]], [*leaves[:at], *leaves[at + 1 :]]
    for log in (changed, slipped, dropped):
        assert (merkle.root(log) == merkle.root(leaves)) is (log == leaves)
    swapped = sorted(leaves)
    assert (merkle.root(swapped) == merkle.root(leaves)) is (swapped == leaves)


@given(st.lists(st.integers(0, 100), max_size=30))
def test_programme_never_leaves_its_states(steps: list[int]) -> None:
    state, chosen = State.CANDIDATE, False
    for step in steps:
        moves = rules.MOVES[state]
        if not moves:
            assert state is State.FINISHED
            break
        after = moves[step % len(moves)]
        assert isinstance(after, State)
        assert rules.can_move(state, after)
        assert rules.needs_reason(state, after) in (True, False)
        chosen = chosen or after is State.SELECTED
        if after in rules.PROMISED | {State.FINISHED}:
            assert chosen  # nobody promises what was not chosen
        state = after


@given(st.sampled_from(State), st.sampled_from(State))
def test_only_listed_moves_are_moves(before: State, after: State) -> None:
    assert rules.can_move(before, after) is (after in rules.MOVES[before])
    assert not rules.can_move(before, before)
    if rules.can_move(before, after) and rules.can_move(after, before):
        # There and back again: one of the two ways is explained.
        assert rules.needs_reason(before, after) or rules.needs_reason(after, before)


def test_every_state_is_reached_from_the_first() -> None:
    reached, waiting = set(), [State.CANDIDATE]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting.extend(rules.MOVES[state])
    assert reached == set(State)
