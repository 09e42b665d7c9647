"""What is refused before it is opened; nothing that is uploaded raises."""

import io
import zipfile

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from selaras.lib import sheets_guard
from selaras.lib.sheets import read_workbook
from tests.lib.test_sheets import FULL, NEEDS, SYSTEMS, template


def rezipped(data: bytes, change, *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with each part put through `change(name, content)`; None drops it."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(written, "w", compression) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return written.getvalue()


def codes(data: bytes) -> list[str]:
    return [error.code for error in read_workbook(data, [SYSTEMS]).errors]


def first_sheet(old: bytes, new: bytes):
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old, new, 1) if name == "xl/worksheets/sheet2.xml" else content

    return change


def test_other_files_are_no_workbooks():
    macro = rezipped(
        template(),
        lambda _name, content: content.replace(b"sheet.main", b"sheet.macroEnabled.main"),
    )
    for data in (b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, macro):
        assert codes(data) == ["not_a_workbook"]
    assert codes(
        rezipped(template(), lambda name, content: None if "Content" in name else content)
    ) == ["not_a_workbook"]
    assert codes(rezipped(template(), first_sheet(b"</row>", b"</raw>"))) == ["not_a_workbook"]


def test_what_unfolds_too_far_is_refused(monkeypatch):
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert codes(rezipped(template(), first_sheet(b"</sheetData>", merged))) == ["too_large"]
    columns = merged.replace(b"A1:XFD1048576", b"A:XFD")
    assert codes(rezipped(template(), first_sheet(b"</sheetData>", columns))) == ["too_large"]
    bomb = rezipped(template(), first_sheet(b"<sheetData>", b"<sheetData>" + b" " * 61 * 2**20))
    assert len(bomb) < 200_000
    assert codes(bomb) == ["too_large"]
    monkeypatch.setattr(sheets_guard, "MAX_CELLS", 50)
    assert codes(template()) == ["too_large"]


def test_a_dtd_is_refused():
    entity = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet'
    data = rezipped(template(), first_sheet(b"<worksheet", entity))
    assert codes(data) == ["not_a_workbook"]


@given(st.binary(max_size=300))
@example(b"PK\x05\x06" + b"\0" * 18)
def test_no_bytes_raise(data):
    assert codes(data) == ["not_a_workbook"]


VALID = template(systems=[FULL])
PARTS = zipfile.ZipFile(io.BytesIO(VALID)).namelist()
fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@fuzz
@given(
    st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), min_size=1, max_size=8)
)
def test_no_damaged_file_raises(changes):
    data = bytearray(VALID)
    for position, value in changes:
        data[position] = value
    read_workbook(bytes(data), [SYSTEMS, NEEDS])
    read_workbook(bytes(data[: changes[0][0]]), [SYSTEMS, NEEDS])


@fuzz
@given(
    st.sampled_from(PARTS),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(
        [b"", b"<", b'"', b"9", b"-", b"A", b"&", b"\xff", b"<c/>", b"</c>", b"1e999", b" "]
    ),
    st.integers(0, 30),
)
def test_no_damaged_part_raises(part, place, inserted, dropped):
    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        at = int(len(content) * place)
        return content[:at] + inserted + content[at + dropped :]

    read_workbook(rezipped(VALID, change, compression=zipfile.ZIP_STORED), [SYSTEMS, NEEDS])
