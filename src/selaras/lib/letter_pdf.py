"""Official letters as one PDF, by typst: a bookmark for each, each on a page of its own."""

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typst

from selaras.lib.document import FONTS
from selaras.lib.letter import WORDS, OfficialLetter
from selaras.lib.qr import qr_svg

STYLE = Path(__file__).parent / "letter.typ"
# Control characters that no font can show.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def letters_pdf(letters: Sequence[OfficialLetter], *, title: str, author: str) -> bytes:
    """The letters behind each other as PDF/A-2b, or plain PDF where the font lacks a character."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        values = [_values(letter, number, root) for number, letter in enumerate(letters, start=1)]
        data = {"title": title, "author": author, "letters": values}
        (root / "letters.json").write_text(
            _CONTROL.sub("", json.dumps(data, ensure_ascii=False)), encoding="utf-8"
        )
        (root / "main.typ").write_text(STYLE.read_text(encoding="utf-8"), encoding="utf-8")
        try:
            return _compile(root, "a-2b")
        except typst.TypstError as error:
            # PDF/A wants a glyph for every character; an emoji must not cost the letter.
            if "could not be displayed" not in str(error):
                raise
            return _compile(root, "1.7")


def _values(letter: OfficialLetter, number: int, root: Path) -> dict[str, Any]:
    """The letter as the template reads it; its QR code as a file beside it."""
    values = asdict(letter)
    values["address"] = _lines(letter.address)
    values["reference"] = _lines(letter.reference)
    values["reply_short"] = letter.reply_url.split("://", 1)[-1]
    values["words"] = asdict(WORDS)
    values["qr"] = ""
    if letter.reply_url:
        values["qr"] = f"qr-{number}.svg"
        (root / values["qr"]).write_text(qr_svg(letter.reply_url, border=2), encoding="utf-8")
    return values


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _compile(root: Path, standard: Literal["a-2b", "1.7"]) -> bytes:
    made = typst.compile(
        str(root / "main.typ"),
        root=str(root),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=standard,
    )
    assert isinstance(made, bytes)
    return made
