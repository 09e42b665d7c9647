"""One system and its neighbours as a drawing: who gives on the left, who gets on the right.

Three columns stay readable whatever the size of the register; what does not fit is counted.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTH, BOX, HEIGHT, GAP, TOP = 900, 190, 66, 20, 8
LINE, LINES = 24, 2  # characters of a line of a name, lines of a box
MOST = 14  # neighbours of one side
LABEL = 26  # characters of a label
STATES = ("live", "planned", "wanted")


@dataclass(frozen=True)
class Neighbour:
    """An end of an interface; `key` is None outside the register."""

    key: int | None
    name: str
    unit: str = ""


@dataclass(frozen=True)
class Tie:
    """One interface of the system in the middle: `inward` when the data come to it."""

    neighbour: Neighbour
    inward: bool
    data: str
    state: str


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    lines: tuple[str, ...]
    neighbour: Neighbour | None = None  # None: the system in the middle, or the count of others
    more: int = 0
    note: str = ""  # the unit, below the name

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2

    @property
    def text_x(self) -> int:
        return self.x + BOX // 2

    @property
    def text(self) -> list[tuple[int, str]]:
        """The lines of the name with the height at which each stands."""
        first = self.middle + 5 - 8 * (len(self.lines) - 1) - (8 if self.note else 0)
        return [(first + 16 * number, line) for number, line in enumerate(self.lines)]

    @property
    def note_y(self) -> int:
        return self.text[-1][0] + 16


@dataclass(frozen=True)
class Arrow:
    """A line from one box to another with what it carries."""

    path: str
    state: str
    label: str
    label_x: int
    label_y: int
    title: str
    outward: bool = False


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    centre: Box
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass
class _Bundle:
    """All that goes between the system and one neighbour in one direction."""

    neighbour: Neighbour
    inward: bool
    data: list[str] = field(default_factory=list)
    states: set[str] = field(default_factory=set)

    @property
    def state(self) -> str:
        """The state that is nearest to being real."""
        return next((state for state in STATES if state in self.states), "wanted")


def draw(name: str, ties: Sequence[Tie], unit: str = "") -> Drawing:
    """The drawing of a system with its ties; units of length are those of the picture."""
    left, right = _bundles(ties, inward=True), _bundles(ties, inward=False)
    rows = max(min(len(left), MOST + 1), min(len(right), MOST + 1), 1)
    height = TOP * 2 + rows * HEIGHT + (rows - 1) * GAP
    centre = Box((WIDTH - BOX) // 2, (height - HEIGHT) // 2, _lines(name), note=_short(unit, 28))
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    for bundles, x in ((left, 0), (right, WIDTH - BOX)):
        shown = bundles if len(bundles) <= MOST + 1 else bundles[:MOST]
        rest = len(bundles) - len(shown)
        count = len(shown) + bool(rest)
        first = (height - count * HEIGHT - max(count - 1, 0) * GAP) // 2
        for number, bundle in enumerate(shown):
            box = _box(bundle.neighbour, x, first + number * (HEIGHT + GAP))
            boxes.append(box)
            arrows.append(_arrow(bundle, box, centre))
        if rest:
            boxes.append(Box(x, first + len(shown) * (HEIGHT + GAP), (f"+ {rest}",), None, rest))
    return Drawing(WIDTH, height, centre, tuple(boxes), tuple(arrows))


def _box(neighbour: Neighbour, x: int, y: int) -> Box:
    return Box(x, y, _lines(neighbour.name), neighbour, note=_short(neighbour.unit, 28))


def _bundles(ties: Sequence[Tie], *, inward: bool) -> list[_Bundle]:
    found: dict[tuple[int | None, str], _Bundle] = {}
    for tie in ties:
        if tie.inward == inward:
            place = (tie.neighbour.key, "" if tie.neighbour.key else tie.neighbour.name)
            bundle = found.setdefault(place, _Bundle(tie.neighbour, inward))
            bundle.data.append(tie.data)
            bundle.states.add(tie.state)
    order: Mapping[str, int] = {state: number for number, state in enumerate(STATES)}
    return sorted(found.values(), key=lambda each: (order[each.state], each.neighbour.name))


def _arrow(bundle: _Bundle, box: Box, centre: Box) -> Arrow:
    """A bow between the facing sides; its head is at the end that gets the data."""
    if bundle.inward:
        start, end = (box.x + BOX, box.middle), (centre.x - 6, centre.middle)
        label_x = box.x + BOX + 8
    else:
        start, end = (centre.x + BOX, centre.middle), (box.x - 6, box.middle)
        label_x = box.x - 8
    bend = (start[0] + end[0]) // 2
    path = f"M{start[0]} {start[1]}C{bend} {start[1]} {bend} {end[1]} {end[0]} {end[1]}"
    data = "; ".join(dict.fromkeys(bundle.data))
    label = _short(data, LABEL)
    return Arrow(path, bundle.state, label, label_x, box.middle - 7, data, not bundle.inward)


def _lines(name: str) -> tuple[str, ...]:
    wrapped = textwrap.wrap(name, LINE, break_long_words=True) or [""]
    if len(wrapped) > LINES:
        wrapped = [*wrapped[: LINES - 1], _short(wrapped[LINES - 1], LINE - 2, always=True)]
    return tuple(wrapped)


def _short(text: str, limit: int, *, always: bool = False) -> str:
    return text if len(text) <= limit and not always else f"{text[: limit - 1].rstrip()}…"
