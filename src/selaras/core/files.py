"""Uploads: checked by content, size and name, then kept by their hash."""

import hashlib
import io
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any

from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from selaras.core.access import can_inspect
from selaras.core.errors import Refused
from selaras.core.models import StoredFile
from selaras.core.registry import file_doors
from selaras.lib.sheets import OLD, is_ods


@dataclass(frozen=True)
class FileKind:
    label: Any
    extensions: tuple[str, ...]
    content_type: str
    limit: int  # bytes


MB = 1_000_000
KINDS = {
    "xlsx": FileKind(
        _("Excel workbook (.xlsx)"),
        (".xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        10 * MB,
    ),
    "xls": FileKind(_("old Excel workbook (.xls)"), (".xls",), "application/vnd.ms-excel", 10 * MB),
    "ods": FileKind(
        _("OpenDocument spreadsheet (.ods)"),
        (".ods",),
        "application/vnd.oasis.opendocument.spreadsheet",
        10 * MB,
    ),
    "csv": FileKind(_("table as text (.csv)"), (".csv",), "text/csv", 10 * MB),
    "docx": FileKind(
        _("Word document (.docx)"),
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        25 * MB,
    ),
    "pdf": FileKind(_("PDF document"), (".pdf",), "application/pdf", 25 * MB),
    "html": FileKind(_("web page"), (".html",), "text/html", 25 * MB),
    "geojson": FileKind(_("map data (.geojson)"), (".geojson",), "application/geo+json", 10 * MB),
    "xml": FileKind(_("list as XML (.xml)"), (".xml",), "application/xml", 10 * MB),
    "mp3": FileKind(_("sound (.mp3)"), (".mp3",), "audio/mpeg", 15 * MB),
    "m4a": FileKind(_("sound (.m4a)"), (".m4a",), "audio/mp4", 15 * MB),
    "mp4": FileKind(_("video (.mp4)"), (".mp4",), "video/mp4", 50 * MB),
    "jpeg": FileKind(_("photo (.jpg)"), (".jpg", ".jpeg"), "image/jpeg", 15 * MB),
    "png": FileKind(_("picture (.png)"), (".png",), "image/png", 15 * MB),
    "zip": FileKind(_("archive (.zip)"), (".zip",), "application/zip", 0),  # ours only
}


def sniff(data: bytes) -> str | None:
    """What the content is, whatever the name says; None for anything we do not take."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    if data.startswith(OLD):
        return _old_office_kind(data)
    if data.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return "mp3"
    if data[4:8] == b"ftyp":
        return "m4a" if data[8:11] == b"M4A" else "mp4"
    return None


def _is_table(data: bytes) -> bool:
    """Lines of text with a separator in the first ones; markup and programs are none."""
    head = data[:4096]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not text or text.startswith((b"<", b"#!", b"{", b"%")) or b"\0" in head:
        return False
    return any(mark in line for line in text.splitlines()[:20] for mark in (b",", b";", b"\t"))


def _is_xml(data: bytes) -> bool:
    """Whole XML without a document type; a page or a drawing, which can run, is none."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except Exception:  # noqa: BLE001 - the parser has many ways to say no
        return False
    return not any(str(each.tag).startswith(_RUNS) for each in root.iter())


_RUNS = ("{http://www.w3.org/1999/", "{http://www.w3.org/2000/svg", "script", "html", "svg")


def _text_kind(name: str, data: bytes) -> str | None:
    """Text has no signature: its name says what it is meant to be, its bytes whether it is text."""
    if name.lower().endswith(".csv") and _is_table(data):
        return "csv"
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xml":
        return "xml" if _is_xml(data) else None
    kind = {".csv": "csv", ".geojson": "geojson"}.get(suffix)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if kind is None or "\x00" in text:
        return None
    return kind if kind == "csv" or text.lstrip().startswith("{") else None


def _old_office_kind(data: bytes) -> str | None:
    """A workbook of Excel 97 to 2003, by the names in its table of contents."""
    named = "Workbook".encode("utf-16-le") in data
    macros = "_VBA_PROJECT".encode("utf-16-le") in data
    return "xls" if named and not macros else None


def _office_kind(data: bytes) -> str | None:
    if is_ods(data):
        return "ods"
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any("vbaProject" in name for name in names):  # macros have no business here
        return None
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "docx" if "word/document.xml" in names else None


def check_upload(name: str, data: bytes, accepted: tuple[str, ...]) -> str:
    """The kind of an upload.

    Raises:
        Refused: content, name or size is not what may be uploaded here.
    """
    kind = sniff(data) or _text_kind(name, data)
    wanted = ", ".join(str(KINDS[each].label) for each in accepted)
    if kind is None or kind not in accepted:
        raise Refused(
            _("“%(name)s” cannot be read. Upload a file of this type: %(wanted)s.")
            % {"name": name, "wanted": wanted}
        )
    if PurePath(name).suffix.lower() not in KINDS[kind].extensions:
        raise Refused(
            _("The name “%(name)s” does not fit its content. Rename it to end in %(suffix)s.")
            % {"name": name, "suffix": KINDS[kind].extensions[0]}
        )
    if len(data) > KINDS[kind].limit:
        raise Refused(
            _("“%(name)s” is too large. The limit is %(limit)s MB.")
            % {"name": name, "limit": KINDS[kind].limit // MB}
        )
    return kind


def without_metadata(data: bytes, kind: str) -> bytes:
    """The same picture, upright and without camera, place or owner.

    Raises:
        Refused: the picture is damaged or larger than 60 megapixels.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > 60_000_000:
                raise Refused(_("The picture is too large. Make it smaller and upload again."))
            rotation = {3: 180, 6: 270, 8: 90}.get(image.getexif().get(0x0112, 1), 0)
            clean = image.convert("RGBA" if kind == "png" and "A" in image.mode else "RGB")
            clean = clean.rotate(rotation, expand=True)
            out = io.BytesIO()
            clean.save(out, "PNG" if kind == "png" else "JPEG", quality=88)
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(_("The picture is damaged. Choose another one.")) from error


def store(
    *,
    name: str,
    data: bytes,
    accepted: tuple[str, ...],
    by: Any,
    public: bool = False,
) -> StoredFile:
    """Check and keep a file; pictures lose their metadata.

    Raises:
        Refused: see `check_upload`.
    """
    name = PurePath(name.replace("\\", "/")).name.replace("\x00", "")[:200] or "berkas"
    kind = "html" if accepted == ("html",) else check_upload(name, data, accepted)
    if kind in {"jpeg", "png"}:
        data = without_metadata(data, kind)
    digest = hashlib.sha256(data).hexdigest()
    path = f"{digest[:2]}/{digest[2:4]}/{digest}"
    _write_once(Path(settings.MEDIA_ROOT) / path, data)
    return StoredFile.objects.create(
        name=name,
        kind=kind,
        content_type=KINDS[kind].content_type,
        size=len(data),
        sha256=digest,
        path=path,
        public=public,
        created_by=by,
    )


def _write_once(target: Path, data: bytes) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_suffix(".part")
    waiting.write_bytes(data)
    waiting.replace(target)


def keep_made(*, name: str, kind: str, source: IO[bytes], by: Any) -> StoredFile:
    """Keep a file that Selaras itself has made, of any size, without reading it whole."""
    source.seek(0)
    counted = hashlib.sha256()
    while piece := source.read(2**20):
        counted.update(piece)
    digest, size = counted.hexdigest(), source.tell()
    path = f"{digest[:2]}/{digest[2:4]}/{digest}"
    target = Path(settings.MEDIA_ROOT) / path
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.seek(0)
        waiting = target.with_suffix(".part")
        with waiting.open("wb") as copy:
            shutil.copyfileobj(source, copy, 2**20)
        waiting.replace(target)
    return StoredFile.objects.create(
        name=name[:200],
        kind=kind,
        content_type=KINDS[kind].content_type,
        size=size,
        sha256=digest,
        path=path,
        created_by=by,
    )


def throw_away(file: StoredFile) -> None:
    """Forget a file that was made to be fetched once; its bytes go unless others share them."""
    path = Path(settings.MEDIA_ROOT) / file.path
    file.delete()
    if not StoredFile.objects.filter(path=file.path).exists():
        path.unlink(missing_ok=True)


def can_read(user: Any, file: StoredFile) -> bool:
    """A stored file is for its uploader and those who run or check the round; rooms open more."""
    return (
        file.public
        or can_inspect(user)
        or (file.created_by_id is not None and file.created_by_id == user.pk)
        or any(door(user, file) for door in file_doors)
    )


def content_of(file: StoredFile) -> bytes:
    return (Path(settings.MEDIA_ROOT) / file.path).read_bytes()
