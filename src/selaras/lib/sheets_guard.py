"""What may be opened at all: a file is weighed and looked through before openpyxl unfolds it.

A few hundred bytes can otherwise unfold to gigabytes: by compression, by entities of a DTD, or by
one merged range over the whole sheet, for each cell of which openpyxl makes an object.
"""

import io
import zipfile
import zlib
from xml.parsers import expat

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 60 * 2**20
MAX_PARTS = 2000
MAX_CELLS = 1_000_000
MAX_SPANNED = 200_000

_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MAIN_TYPE = b"spreadsheetml.sheet.main+xml"


class Refusal(Exception):  # noqa: N818 - reads as `raise Refusal(...)`
    """The file is not opened; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_ods(data: bytes) -> bool:
    """Whether the archive says of itself that it is an OpenDocument spreadsheet without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            scripts = any(name.startswith("Basic/") for name in archive.namelist())
            kind = archive.read("mimetype") if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, RuntimeError, ValueError):
        return False
    return kind.strip() == _ODS_TYPE and not scripts


def check_container(data: bytes) -> int:
    """Raise Refusal unless the bytes are an XLSX without macros that is safe to open.

    Returns:
        how many cells its widest row and lowest cell span at most, filled or empty
    """
    if len(data) > MAX_FILE:
        raise Refusal("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _check_archive(archive)
    # zipfile lets all of these escape for damaged, encrypted or exotic archives
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise Refusal("not_a_workbook") from error


def _check_archive(archive: zipfile.ZipFile) -> int:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refusal("too_large")
    types = archive.read("[Content_Types].xml")
    macros = any(part.filename.lower().endswith("vbaproject.bin") for part in parts)
    if _MAIN_TYPE not in types or b"macroEnabled" in types or macros:
        raise Refusal("not_a_workbook")
    tally = _Tally()
    for part in parts:
        content = archive.read(part)  # never longer than the size that was summed up
        if part.filename.lower().endswith((".xml", ".rels")):
            tally.look_through(content)
        elif content.lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<"):
            _look_through_oddity(tally, content, drawing=part.filename.lower().endswith(".svg"))
    return tally.area


def _look_through_oddity(tally: "_Tally", content: bytes, *, drawing: bool) -> None:
    """Old comment drawings are often broken XML, which does no harm: nothing can read them."""
    try:
        tally.look_through(content)
    except expat.ExpatError:
        return
    except Refusal:
        if not drawing:
            raise


class _Tally:
    """Counts cells and spanned ranges over all parts; a DTD is refused at sight."""

    def __init__(self) -> None:
        self.cells = 0
        self.spanned = 0
        self.rows = self.columns = 0  # the furthest place that is named
        self.letters: dict[str, int] = {}
        self.unnamed_rows = self.unnamed_cells = 0  # those that follow the one before

    @property
    def area(self) -> int:
        return (self.rows + self.unnamed_rows) * (self.columns + self.unnamed_cells)

    def look_through(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_dtd
        parser.StartElementHandler = self._count
        parser.Parse(content, True)  # noqa: FBT003 - positional-only: this is the last piece

    def _refuse_dtd(self, *_declaration: object) -> None:
        raise Refusal("not_a_workbook")

    def _count(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind == "c":
            self.cells += 1
            self._place(attributes.get("r", ""))
        elif kind == "row":
            self._row(attributes.get("r", ""))
        elif kind in {"mergeCell", "hyperlink", "comment"}:
            self.spanned += _area(attributes.get("ref", ""))
        if self.cells > MAX_CELLS or self.spanned > MAX_SPANNED:
            raise Refusal("too_large")

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        if letters not in self.letters:
            self.letters[letters] = _corner(letters)[0]
            self.columns = max(self.columns, self.letters[letters])
        row = int(reference[len(letters) :][:9] or 0)
        self.rows = max(self.rows, row)
        self.unnamed_cells += not letters

    def _row(self, number: str) -> None:
        if number.isdecimal():
            self.rows = max(self.rows, int(number[:9]))
        else:
            self.unnamed_rows += 1


def _area(reference: str) -> int:
    """How many cells `B2:D9` spans; a whole column or row counts as too many."""
    first, _, last = reference.replace("$", "").partition(":")
    if not last:
        return 1
    (left, top), (right, bottom) = _corner(first), _corner(last)
    if not (left and top and right and bottom):
        return MAX_SPANNED + 1
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def _corner(cell: str) -> tuple[int, int]:
    """Column and row from 1; 0 where missing."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters.upper()[:4]:
        column = column * 26 + ord(letter) - 64
    return column, int(cell[len(letters) :][:9] or 0)
