"""The XML read by itself, to hold every export against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from selaras.lib.xforms.layout import bare
from selaras.questionnaires.models import FormVersion, Submission


@dataclass
class TrueRow:
    instance_id: str
    table: str
    index: tuple[int, ...]
    values: dict[str, str]

    @property
    def key(self) -> str:
        """As ODK names rows."""
        numbers, parts, before = list(self.index), [self.instance_id], []
        for part in self.table.split("/") if self.table else []:
            before.append(part)
            marked = "/".join(before) in REPEATS
            parts.append(f"{part}[{numbers.pop(0)}]" if marked else part)
        return "/".join(parts)


REPEATS = {"dalam/rumah", "dalam/rumah/orang", "sistem/sis"}


def true_rows(submission: Submission) -> list[TrueRow]:
    root = fromstring(submission.xml)
    return list(_rows(root, submission.instance_id, "", ()))


def _rows(element: Element, about: str, table: str, index: tuple[int, ...]) -> Iterator[TrueRow]:
    values: dict[str, str] = {}
    inner: list[tuple[Element, str, int]] = []
    _look(element, table, values, inner)
    yield TrueRow(about, table, index, values)
    for child, path, number in inner:
        yield from _rows(child, about, path, (*index, number))


def _look(element, before, values, inner) -> None:
    counted: dict[str, int] = {}
    for child in element:
        path = f"{before}/{child.tag}".strip("/")
        if child.tag == "meta":
            continue
        if path in REPEATS:
            counted[path] = counted.get(path, 0) + 1
            inner.append((child, path, counted[path]))
        elif len(child):
            _look(child, path, values, inner)
        else:
            values[path] = child.text or ""


def types_of(version: FormVersion) -> dict[str, str]:
    return {bare(field.path): field.type for field in version.definition.fields}
