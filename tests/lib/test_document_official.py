import io

import docx

from selaras.lib.document import Document, Letterhead, ListBlock, Paragraph, Seal, text
from selaras.lib.document_docx import to_docx
from selaras.lib.document_html import to_html
from selaras.lib.document_typst import to_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c63"
    "f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082".replace(" ", "")
)


def document(*blocks):
    return Document(
        "Uji", "", "", "Kabupaten", 2019, blocks, cover=False, contents=False, plain_first=True
    )


def test_official_parts_are_written_in_every_form():
    made = document(
        Letterhead(("Pemerintah Kabupaten",)),
        Paragraph(text("BERITA ACARA"), "title"),
        Paragraph(text("Nomor 1"), "center"),
        Seal(SVG, PNG, "Kode", text("Periksa di sini")),
    )
    assert to_pdf(made).startswith(b"%PDF")
    assert 'aria-label="Kode"' in to_html(made)
    word = docx.Document(io.BytesIO(to_docx(made)))
    assert word.tables[0].cell(0, 1).text == "Periksa di sini"
    assert word.paragraphs[-2].alignment is not None or word.paragraphs[1].alignment is not None


def test_each_numbered_list_begins_at_one_in_word():
    lists = [ListBlock((text("a"), text("b")), ordered=True) for _time in range(2)]
    word = docx.Document(io.BytesIO(to_docx(document(*lists))))
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p._p.pPr.numPr is not None]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
