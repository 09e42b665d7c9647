"""QR codes: one size for the drawing and for the picture."""

import io

from PIL import Image

from selaras.lib.qr import qr_png, qr_svg

ADDRESS = "https://selaras.example/u/abc/"


def test_drawing_is_one_path_and_picture_has_its_border():
    svg = qr_svg(ADDRESS, border=1, box=10)
    assert svg.count("<path") == 1
    sizes = [Image.open(io.BytesIO(qr_png(ADDRESS, border=n, box=3))).width for n in (0, 2)]
    assert sizes[1] - sizes[0] == 2 * 2 * 3
    assert f'width="{sizes[0] // 3 + 2}mm"' in svg
