"""Plain values that the room hands over."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Upload:
    """A file of an answer: its name in the XML, the person's own name for it, its bytes."""

    name: str
    data: bytes
    original_name: str = ""


@dataclass(frozen=True)
class ProblemLine:
    """A problem of a workbook in words: where, and what to do."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


@dataclass(frozen=True)
class Finding:
    """What the re-check found in an answer. `kind`: required | constraint | rejected | engine."""

    kind: str
    path: str
    label: str
    index: str = ""  # "2" or "2/1" inside repeats
    message: str = ""
    value: str = ""

    def as_json(self) -> dict[str, str]:
        return dict(self.__dict__)


@dataclass
class Received:
    """What became of an answer; `submission_id` is None when it was kept aside."""

    reply: str
    submission_id: int | None = None
    missing: list[str] = field(default_factory=list)  # files that the XML names and nobody sent


@dataclass(frozen=True)
class Chosen:
    """Which current answers an export or analysis is about; nothing chosen: all."""

    state: str = ""  # of the check
    since: date | None = None  # received on or after
    until: date | None = None
    within: str = ""  # "<kind>:<code>": one survey or the like (see units.series_of)
