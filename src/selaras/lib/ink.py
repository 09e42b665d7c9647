"""A signature drawn on a screen: a small picture, cut to its ink."""

import io
import struct
import zlib

from PIL import Image, UnidentifiedImageError

LIMIT = 200_000  # bytes that a drawing may have when it comes in
LARGEST = 4000  # points of a side
KEPT = (600, 300)  # points that are kept
MARGIN = 8
FAINT = 24  # of 255: what is lighter than this is no ink
# What the reader of pictures says of broken ones: a broken chunk is a SyntaxError to it.
DAMAGE = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError, SyntaxError,
    IndexError, TypeError, OverflowError, struct.error, zlib.error,
)  # fmt: skip


def ink(data: bytes) -> bytes | None:
    """The drawing as PNG on a transparent ground, without metadata; None where nothing is drawn.

    Raises:
        ValueError: it is no PNG, too large, or damaged.
    """
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) > LIMIT:
        raise ValueError("not a drawing")
    try:
        with Image.open(io.BytesIO(data)) as image:
            if max(image.size) > LARGEST:
                raise ValueError("too large")
            drawn = image.convert("RGBA")
    except DAMAGE as error:
        raise ValueError("damaged") from error
    white = Image.new("RGBA", drawn.size, "white")
    grey = Image.alpha_composite(white, drawn).convert("L")
    dark = grey.point([255 - shade if shade < 255 - FAINT else 0 for shade in range(256)])
    box = dark.getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    dark = dark.crop(
        (
            max(left - MARGIN, 0),
            max(top - MARGIN, 0),
            min(right + MARGIN, dark.width),
            min(bottom + MARGIN, dark.height),
        )
    )
    dark.thumbnail(KEPT)
    kept = Image.new("RGBA", dark.size, (16, 24, 64, 0))
    kept.putalpha(dark)
    out = io.BytesIO()
    kept.save(out, "PNG", optimize=True)
    return out.getvalue()
