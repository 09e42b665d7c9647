"""What the rooms contribute to each other: each registry is filled in `contributions.py`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from django.db.models import Model

    from selaras.core.models import Evidence, Job, StoredFile
    from selaras.lib.sheets import CellError, Row, Sheet

T = TypeVar("T")


class Registry(Generic[T]):
    """Named contributions in order; a name taken twice is a mistake in the code."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        if name in self._items:
            raise ValueError(f"{name} is registered twice")
        self._items[name] = item
        return item

    def add_all(self, items: Mapping[str, T]) -> None:
        for name, item in items.items():
            self.add(name, item)

    def get(self, name: str) -> T | None:
        return self._items.get(name)

    def names(self) -> list[str]:
        return list(self._items)

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())


@dataclass(frozen=True)
class MenuEntry:
    """A second-level entry of the office sidebar; `group` is one of GROUPS."""

    group: str
    label: Any
    url_name: str
    position: int
    allowed: Callable[[Any], bool]


@dataclass(frozen=True)
class Task:
    """Something that waits for one person; it appears on that person's Beranda alone."""

    title: Any
    url: str
    due: date | None = None
    late: bool = False
    context: Any = ""


@dataclass(frozen=True)
class Card:
    """A figure on a home page: `value` is ready text."""

    label: Any
    value: Any
    url: str = ""
    hint: Any = ""
    kind: str = "info"


@dataclass(frozen=True)
class Step:
    """One step of a round's stage board, counted from the data."""

    stage: str  # Stage.kind
    label: Any
    done: int
    total: int
    url: str
    late: int = 0
    next_actor: Any = ""
    position: int = 0


@dataclass(frozen=True)
class Late:
    """Something of a round that is past its day; `unit` is whom it waits for."""

    what: Any
    unit: str
    due: date
    url: str


@dataclass(frozen=True)
class EvidenceKind:
    """How a piece of evidence is named, and where it can be opened (empty: nowhere)."""

    label: Any
    icon: str
    url: Callable[["Evidence"], str] = field(default=lambda _evidence: "")


@dataclass(frozen=True)
class SearchDocument:
    """What the search knows of one object. `public` documents are shown to everybody."""

    kind: str
    object_id: str
    title: str
    body: str
    url: str
    public: bool = False


@dataclass(frozen=True)
class SearchSource:
    """`kind` is that of its documents, `name` says it in the singular; a lower `rank` is first."""

    kind: str
    name: Any
    documents: Callable[[], Iterable[SearchDocument]]
    rank: int = 50


@dataclass(frozen=True)
class ScheduledJob:
    every: timedelta
    run: Callable[[], Any]
    label: Any


class Report(Protocol):
    """Tells the progress of long work: how much is done, of how much, doing what."""

    def __call__(self, done: int, total: int, message: str = "") -> None: ...


@dataclass(frozen=True)
class JobKind:
    label: Any
    run: Callable[["Job", Report], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Submission:
    """Where consumed rows come from."""

    round_id: int
    agency_id: int
    file_id: int | None
    file_name: str
    sheet_title: str
    by: Any
    label: str  # "Survei SKPD 2019, Dinas Kesehatan"
    url: str
    demo: bool = False
    from_answer: bool = False  # a questionnaire's answer, not a workbook


@dataclass(frozen=True)
class Consumed:
    created: int = 0
    updated: int = 0
    unchanged: int = 0


class Consumer(Protocol):
    """Turns the rows of one sheet of an answer into records of its own room.

    `check` sees all rows before anything is written; `apply` runs in the caller's transaction and
    must be idempotent: the same row key of the same agency and round is the same record.
    """

    def sheet(self, round_id: int) -> "Sheet": ...

    def prefill(self, round_id: int, agency_id: int) -> Sequence[Mapping[str, object]]: ...

    def check(self, round_id: int, rows: Sequence["Row"]) -> list["CellError"]: ...

    def apply(
        self, submission: Submission, rows: Sequence["Row"], *, force: bool = False
    ) -> Consumed:
        """`force` replaces also what a person has edited since."""
        ...

    def from_codes(self, round_id: int, values: Mapping[str, str]) -> dict[str, object]:
        """Values of a questionnaire's entry (with codes for choices) as those of a sheet's row."""
        ...


@dataclass(frozen=True)
class SettingKind:
    """One setting kept in the database. kind: text | long | colour | integer | choice | yes_no"""

    label: Any
    default: Any
    kind: str = "text"
    help: Any = ""
    choices: Sequence[tuple[str, Any]] = ()
    group: str = "general"


@dataclass(frozen=True)
class ChainLink:
    """A neighbour of an object in the chain evidence → need → initiative → … → result."""

    label: str
    url: str
    kind: Any
    detail: str = ""


class RespondentKind(Protocol):
    """What answers to questionnaires may be for, e.g. a unit's section of a survey.

    `key` names one of them. `received` runs in the transaction of the answer. A kind may also have
    `groups(keys) -> {key: (unit, kind of unit)}`, which answers `group` for many keys at once, and
    `series(form_id) -> [(code, name)]` with `keys_in(code) -> keys`: the rounds in which a
    questionnaire was asked.
    """

    def may_fill(self, user: Any, key: str) -> bool: ...

    def may_read(self, user: Any, key: str) -> bool: ...

    def title(self, key: str) -> str: ...

    def back(self, key: str) -> str: ...

    def due(self, key: str) -> date | None: ...

    def is_late(self, key: str) -> bool: ...

    def offered(self, user: Any) -> Iterable[tuple[int, str]]:
        """(id of the form version, key) of what the person may fill in on a phone now."""
        ...

    def received(self, submission: Any) -> None: ...

    def group(self, key: str) -> tuple[str, str]:
        """The unit that answers and its kind, e.g. ("Dinas Kesehatan", "dinas")."""
        ...


GROUPS = ("plan", "services", "complaints", "results", "settings")
menu: Registry[MenuEntry] = Registry()
tasks: Registry[Callable[[Any], Iterable[Task]]] = Registry()
cards: Registry[Callable[[Any, Any], Iterable[Card]]] = Registry()  # (user, round)
steps: Registry[Callable[[Any], Iterable[Step]]] = Registry()  # (round)
late: Registry[Callable[[Any], Iterable[Late]]] = Registry()  # (round)
evidence_kinds: Registry[EvidenceKind] = Registry()
event_words: Registry[Any] = Registry()  # kind of a ledger event → what happened, in words
search_sources: Registry[SearchSource] = Registry()
scheduled: Registry[ScheduledJob] = Registry()
jobs: Registry[JobKind] = Registry()
consumers: Registry[Consumer] = Registry()
respondents: Registry[RespondentKind] = Registry()
settings: Registry[SettingKind] = Registry()
# Who may read a stored file beside its uploader and the planners: (user, file) → whether.
file_doors: Registry[Callable[[Any, "StoredFile"], bool]] = Registry()
# "Hasil": for an object of a lower floor, what upper rooms made of it.
outcomes: Registry[Callable[["Model"], Iterable[ChainLink]]] = Registry()
# For needs (by id): the programmes that the public may see and that answer them.
need_answers: Registry[Callable[[Sequence[int]], Mapping[int, Sequence[ChainLink]]]] = Registry()
# Health points of `selaras check`: name -> () -> problem text or "".
health: Registry[Callable[[], str]] = Registry()
