"""The answers as ODK Central hands them over: a CSV file for each table, and the files sent.

Layout: SubmissionDate first; meta-instanceID, KEY and the rest last; a repeat's rows end in
PARENT_KEY and KEY.
"""

import csv
import re
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC
from pathlib import Path, PurePath
from typing import IO, Any

from django.conf import settings

from selaras.core.registry import Report
from selaras.lib.sheets_export import neutral
from selaras.lib.xforms.layout import Column, Row, Table, key_of
from selaras.questionnaires.exports.cells import PLACE, place_parts
from selaras.questionnaires.exports.options import Options
from selaras.questionnaires.exports.source import Answer, Source

TAIL = (
    "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
    "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
)  # fmt: skip


def write_archive(source: Source, options: Options, file: IO[bytes], report: Report) -> None:
    """Each table grows in a file of its own, then all go into the archive."""
    names = _file_names(source)
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        media = _Media(archive)
        with ExitStack() as stack:
            tables = {
                table.path: _Csv(
                    stack.enter_context(_open(Path(folder) / names[table.path], options)),
                    source,
                    table,
                    options,
                )
                for table in source.layout.tables
            }
            for answer in source.answers(report):
                for row in answer.rows:
                    if (table := tables.get(row.table)) is not None:
                        table.add(table.row(answer, row))
                if options.with_files:
                    media.add(answer)
        for name in names.values():
            archive.write(Path(folder) / name, name)
        media.write()


def _file_names(source: Source) -> dict[str, str]:
    """Table → file: form.csv, form-repeat.csv; equal names of repeats are numbered."""
    form = re.sub(r"[^\w.\-]+", "_", source.questionnaire.form_id)
    names = [table.name for table in source.layout.tables if table.path]
    seen: dict[str, int] = {}
    found = {"": f"{form}.csv"}
    for table in source.layout.tables[1:]:
        seen[table.name] = seen.get(table.name, 0) + 1
        mark = f"~{seen[table.name]}" if names.count(table.name) > 1 else ""
        found[table.path] = f"{form}-{table.name}{mark}.csv"
    return found


def _open(path: Path, options: Options) -> IO[str]:
    return path.open("w", encoding="utf-8-sig" if options.excel else "utf-8", newline="")


class _Csv:
    def __init__(self, file: IO[str], source: Source, table: Table, options: Options) -> None:
        self.table, self.options = table, options
        self.repeats, self.parent = source.repeats, source.layout.parent(table)
        self._writer = csv.writer(file, delimiter=";" if options.excel else ",")
        names = [name for column in table.columns for name in self._names(column)]
        head, tail = ((), ("PARENT_KEY", "KEY")) if table.path else (("SubmissionDate",), TAIL)
        self.add([*head, *names, *tail])

    def _names(self, column: Column) -> list[str]:
        parts = self.table.inside(column.path)
        name = "-".join(parts if self.options.full_names else parts[-1:])
        if column.field.type == "geopoint":
            return [f"{name}-{part}" for part in PLACE]
        if self._split(column):
            return [name, *(f"{name}/{choice.value}" for choice in column.choices)]
        return [name]

    def _split(self, column: Column) -> bool:
        return self.options.split and column.field.control == "select"

    def row(self, answer: Answer, row: Row) -> list[Any]:
        if not row.table:
            return [moment(answer.submission.created), *self._values(row), *_tail(answer)]
        about = answer.submission.instance_id
        above = key_of(about, Row(self.parent, row.index[:-1], {}), self.repeats)
        return [*self._values(row), above, key_of(about, row, self.repeats)]

    def _values(self, row: Row) -> list[str]:
        found: list[str] = []
        for column in self.table.columns:
            text = row.values.get(column.path, "")
            if column.field.type == "geopoint":
                found += [self._number(part) for part in place_parts(text)]
                continue
            found.append(self._number(text) if column.field.type == "decimal" else text)
            if self._split(column):
                found += _flags(column, text)
        return found

    def _number(self, text: str) -> str:
        """Excel in Indonesian takes 12.5 for a day in May."""
        return text.replace(".", ",") if self.options.excel else text

    def add(self, values: Iterable[Any]) -> None:
        texts = ["" if value is None else str(value) for value in values]
        guarded = [_guarded(text) for text in texts] if self.options.excel else texts
        self._writer.writerow(guarded)


def _flags(column: Column, text: str) -> list[str]:
    given = text.split()
    return [str(int(each.value in given)) if text else "" for each in column.choices]


_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def _guarded(text: str) -> str:
    """Numbers below zero are no formulas."""
    return text if _NUMBER.fullmatch(text) else neutral(text)


def _tail(answer: Answer) -> list[Any]:
    submission = answer.submission
    return [
        submission.instance_id,
        submission.instance_id,
        submission.by_id,
        submission.by or "",
        sum(1 for each in answer.files.values() if each.file_id is not None),
        len(answer.files),
        "",
        submission.review_state,
        submission.device or "",
        answer.edits,
        answer.version.version,
    ]


def moment(value: Any) -> str:
    return str(value.astimezone(UTC).isoformat(timespec="milliseconds")).replace("+00:00", "Z")


class _Media:
    """Files under the names that the XML gives them; a name taken twice goes into a folder."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._taken: dict[str, str] = {}  # name → hash of the file that has it
        self._files: dict[str, str] = {}  # place in the archive → path of the file

    def add(self, answer: Answer) -> None:
        for each in answer.files.values():
            if each.file is None:
                continue
            name = PurePath(each.name.replace("\\", "/")).name or "berkas"
            held = self._taken.setdefault(name.casefold(), each.file.sha256)
            where = f"media/{name}"
            if held != each.file.sha256:
                folder = re.sub(r"[^\w\-]+", "_", answer.submission.instance_id)
                where = f"media/{folder}/{name}"
            self._files[where] = each.file.path

    def write(self) -> None:
        """Pictures, sounds and documents are compressed already."""
        for where, path in self._files.items():
            self._archive.write(Path(settings.MEDIA_ROOT) / path, where, zipfile.ZIP_STORED)
