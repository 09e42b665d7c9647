"""QR codes, as a drawing for pages and PDF or as a picture for Word."""

import io

import qrcode
import qrcode.image.svg


def qr_svg(text: str, *, border: int = 4, box: int = 10) -> str:
    """A drawing of one path; `border` in squares, `box` in tenths of a millimetre each."""
    factory = qrcode.image.svg.SvgPathImage
    image = qrcode.make(text, image_factory=factory, box_size=box, border=border)
    return str(image.to_string(encoding="unicode"))


def qr_png(text: str, *, border: int = 4, box: int = 10) -> bytes:
    """A picture; `box` in points."""
    picture = io.BytesIO()
    qrcode.make(text, box_size=box, border=border).save(picture)
    return picture.getvalue()
