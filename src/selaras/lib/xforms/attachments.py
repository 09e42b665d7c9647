"""What JavaRosa asks of the programme around it: the files of a form, and `pulldata()`.

The engine leaves both to its host (ODK Collect on a phone). A missing file reads as an empty list.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

Files = Mapping[str, Path]  # name in the form → where its content lies


class Attachments:
    """Serves the files of one form at a time; the caller holds the engine's lock."""

    def __init__(self) -> None:
        self.files: Files = {}
        self._tables: dict[str, list[dict[str, str]]] = {}
        self._registered: Any = None

    def serve(self, files: Files) -> None:
        self.files, self._tables = dict(files), {}

    def register(self, java: Any) -> None:
        """Be the one that the engine asks for `jr://…`."""
        import jpype  # noqa: PLC0415

        if self._registered is None:
            kind = jpype.JClass("org.javarosa.core.reference.ReferenceFactory")
            self._registered = jpype.JProxy(kind, inst=_Factory(self))
            java.core.reference.ReferenceManager.instance().addReferenceFactory(self._registered)

    def add_functions(self, form: Any) -> None:
        """Teach a form `pulldata()`."""
        import jpype  # noqa: PLC0415

        kind = jpype.JClass("org.javarosa.core.model.condition.IFunctionHandler")
        form.getEvaluationContext().addFunctionHandler(jpype.JProxy(kind, inst=_PullData(self)))

    def path(self, uri: str) -> Path | None:
        return self.files.get(PurePath(uri).name)

    def value(self, table: str, column: str, key_column: str, key: str) -> str:
        """The column of the first row whose key column holds the key; "" where there is none."""
        if table not in self._tables:
            self._tables[table] = _rows(self.path(f"{table.removesuffix('.csv')}.csv"))
        found = (row for row in self._tables[table] if row.get(key_column) == key)
        return next(found, {}).get(column) or ""


def _rows(path: Path | None) -> list[dict[str, str]]:
    if path is None:
        return []
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    head = text.partition("\n")[0]
    return list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in head else ","))


# The methods of these three bear the names that the engine calls them by.
class _Factory:
    def __init__(self, attachments: Attachments) -> None:
        self.attachments = attachments

    def derives(self, uri: Any) -> bool:
        return str(uri).startswith("jr://")

    def derive(self, uri: Any, _context: Any = None) -> Any:
        import jpype  # noqa: PLC0415

        kind = jpype.JClass("org.javarosa.core.reference.Reference")
        return jpype.JProxy(kind, inst=_Reference(str(uri), self.attachments.path(str(uri))))


class _Reference:
    def __init__(self, uri: str, path: Path | None) -> None:
        self.uri, self.local = uri, path

    def getURI(self) -> str:  # noqa: N802
        return self.uri

    def getLocalURI(self) -> str:  # noqa: N802
        return str(self.local or "/")

    def doesBinaryExist(self) -> bool:  # noqa: N802
        return self.local is not None

    def getStream(self) -> Any:  # noqa: N802
        import jpype  # noqa: PLC0415

        return jpype.JClass("java.io.FileInputStream")(self.getLocalURI())

    def isReadOnly(self) -> bool:  # noqa: N802
        return True

    def probeAlternativeReferences(self) -> None:  # noqa: N802
        return None


class _PullData:
    def __init__(self, attachments: Attachments) -> None:
        self.attachments = attachments

    def getName(self) -> str:  # noqa: N802
        return "pulldata"

    def getPrototypes(self) -> Any:  # noqa: N802
        import jpype  # noqa: PLC0415

        return jpype.JClass("java.util.ArrayList")()

    def rawArgs(self) -> bool:  # noqa: N802
        return True

    def realTime(self) -> bool:  # noqa: N802
        return False

    def eval(self, given: Sequence[Any], _context: Any) -> Any:
        import jpype  # noqa: PLC0415

        plain = jpype.JClass("org.javarosa.xpath.expr.XPathFuncExpr")
        words = [str(plain.toString(each)) for each in given]
        return jpype.JString(self.attachments.value(*words) if len(words) == 4 else "")
