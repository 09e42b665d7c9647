"""Pictures in cells, rows for a pen, and the letterhead, in every format."""

import io
import zipfile

import docx
import pytest
from docx.shared import Mm
from PIL import Image
from pypdf import PdfReader

from selaras.lib.document import Cell, Document, Letterhead, Picture, Table, text
from selaras.lib.document_docx import to_docx
from selaras.lib.document_html import to_page
from selaras.lib.document_typst import to_pdf, to_typst


def png(width: int = 120, height: int = 60) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def sheet(picture: Picture, *, rows: int = 1, row_height: float = 12.0) -> Document:
    row = (Cell(text("1")), Cell(text("Budi <b>")), Cell((), picture=picture))
    table = Table(("No", "Nama", "Tanda tangan"), (row,) * rows, row_height=row_height)
    head = Letterhead(("Pemerintah Kabupaten Uji", "Dinas <Uji>"), "Jalan Uji 1")
    return Document("Daftar", "", "", "Uji", 2026, (head, table), cover=False, contents=False)


@pytest.fixture
def picture() -> Picture:
    return Picture(png(), 'Tanda tangan "Budi"', 10)


def test_pdf_holds_the_picture_and_a_blank_row_is_as_high(picture: Picture) -> None:
    pages = PdfReader(io.BytesIO(to_pdf(sheet(picture, rows=22)))).pages
    assert len(pages[0].images) >= 1
    assert "DINAS <UJI>" in pages[0].extract_text()
    assert len(pages) == 2  # 22 rows of 12 mm are more than one page
    low = to_pdf(sheet(Picture(png(), "", 2), rows=22, row_height=0))
    assert len(PdfReader(io.BytesIO(low)).pages) == 1


def test_typst_source_without_a_folder_names_the_picture(picture: Picture) -> None:
    assert 'text("Tanda tangan \\"Budi\\"")' in to_typst(sheet(picture))


def test_word_file_holds_the_picture_no_wider_than_its_room() -> None:
    wide = Picture(png(2000, 100), "Lebar", 10, width=30)
    data = to_docx(sheet(wide))
    word = docx.Document(io.BytesIO(data))
    (shape,) = word.inline_shapes
    assert shape.width <= Mm(30)
    assert word.tables[0].rows[1].height == pytest.approx(Mm(12), abs=500)
    assert word.paragraphs[1].text == "Dinas <Uji>"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert 'descr="Lebar"' in archive.read("word/document.xml").decode()


def test_web_page_holds_the_picture(picture: Picture) -> None:
    page = to_page(sheet(picture))
    assert 'src="data:image/png;base64,' in page
    assert 'alt="Tanda tangan &quot;Budi&quot;"' in page
    assert "<strong>Dinas &lt;Uji&gt;</strong>" in page
    assert "by-hand" in page
