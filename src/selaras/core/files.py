"""Uploads: checked by content, size and name, then kept by their hash."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from selaras.core.access import can_inspect
from selaras.core.errors import Refused
from selaras.core.models import StoredFile
from selaras.core.registry import file_doors


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
    "csv": FileKind(_("table as text (.csv)"), (".csv",), "text/csv", 10 * MB),
    "docx": FileKind(
        _("Word document (.docx)"),
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        25 * MB,
    ),
    "pdf": FileKind(_("PDF document"), (".pdf",), "application/pdf", 25 * MB),
    "html": FileKind(_("web page"), (".html",), "text/html", 25 * MB),
    "jpeg": FileKind(_("photo (.jpg)"), (".jpg", ".jpeg"), "image/jpeg", 15 * MB),
    "png": FileKind(_("picture (.png)"), (".png",), "image/png", 15 * MB),
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
    return "csv" if _is_table(data) else None


def _is_table(data: bytes) -> bool:
    """Lines of text with a separator in the first ones; markup and programs are none."""
    head = data[:4096]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not text or text.startswith((b"<", b"#!", b"{", b"%")) or b"\0" in head:
        return False
    return any(mark in line for line in text.splitlines()[:20] for mark in (b",", b";", b"\t"))


def _office_kind(data: bytes) -> str | None:
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
    kind = sniff(data)
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
