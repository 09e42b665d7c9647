"""An answer in the words of the version that was answered, for pages and documents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selaras.lib.indonesia import long_date
from selaras.lib.xforms.definition import Field, FormDefinition
from selaras.lib.xforms.values import typed
from selaras.questionnaires.models import Submission, SubmissionFile


@dataclass(frozen=True)
class Line:
    """`kind`: heading | entry | answer. `level` is the depth of groups and repeats around it."""

    kind: str
    level: int
    label: str
    value: str = ""
    path: str = ""
    index: str = ""  # "2/1" inside repeats
    file: SubmissionFile | None = None


def lines_of(submission: Submission, language: str = "") -> list[Line]:
    """The whole answer in form order: headings of groups, entries of repeats, questions."""
    form = submission.version.definition
    files = {each.name: each for each in submission.files.select_related("file")}
    reader = _Reader(form, form.language(language or "id"), files)
    return list(reader.inside(submission.data, f"/{form.root}", 0, ()))


def shown(field: Field, text: str, language: str) -> str:
    """A value as people read it: labels of choices, dates in words, numbers as numbers."""
    if not text:
        return ""
    if field.multiple:
        return ", ".join(field.choice(each, language) for each in text.split())
    if field.control == "select1" or field.choices:
        return field.choice(text, language)
    value = typed(field, text)
    return long_date(value) if field.type == "date" and not isinstance(value, str) else text


class _Reader:
    def __init__(
        self, form: FormDefinition, language: str, files: Mapping[str, SubmissionFile]
    ) -> None:
        self.fields, self.language, self.files = form.by_path, language, files

    def inside(
        self, data: Mapping[str, Any], path: str, level: int, index: tuple[int, ...]
    ) -> Iterator[Line]:
        for name, value in data.items():
            here = f"{path}/{name}"
            field = self.fields.get(here, Field(here, name, "question", labels={"": name}))
            place = "/".join(map(str, index))
            if isinstance(value, list):
                yield from self._entries(field, value, here, level, index)
            elif isinstance(value, Mapping):
                if field.labels:
                    yield Line("heading", level, field.label(self.language), path=here, index=place)
                yield from self.inside(value, here, level + bool(field.labels), index)
            elif field.kind == "question" and not field.is_note:
                yield self._answer(field, value, level, place)

    def _entries(
        self, field: Field, rows: list[Any], here: str, level: int, index: tuple[int, ...]
    ) -> Iterator[Line]:
        for number, row in enumerate(rows, start=1):
            place = (*index, number)
            yield Line(
                "entry", level, f"{field.label(self.language)} {number}", path=here,
                index="/".join(map(str, place)),
            )  # fmt: skip
            yield from self.inside(row, here, level + 1, place)

    def _answer(self, field: Field, text: str, level: int, place: str) -> Line:
        return Line(
            kind="answer",
            level=level,
            label=field.label(self.language),
            value=shown(field, text, self.language),
            path=field.path,
            index=place,
            file=self.files.get(text) if field.type == "binary" and text else None,
        )
