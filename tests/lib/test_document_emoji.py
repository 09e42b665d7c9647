"""What people write on their cards stands in the papers too, emoji and all."""

import pytest
from pypdf import PdfReader

from selaras.lib.document import Document, Paragraph, text
from selaras.lib.document_typst import to_pdf


@pytest.mark.parametrize("words", ["Antrean 😀 panjang", "Sepakat 👍🏽", "Desa 🏘️ dan sungai 🌊"])
def test_emoji_are_printed_and_the_paper_keeps_for_good(words, tmp_path):
    made = to_pdf(
        Document("Notulen", "", "", "Jombang", 2019, (Paragraph(text(words)),), cover=False)
    )
    assert b"pdfaid:part" in made  # PDF/A: every character has its picture
    file = tmp_path / "a.pdf"
    file.write_bytes(made)
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(file).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("NotoEmoji" in name for name in fonts)
