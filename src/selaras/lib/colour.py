"""A regency's palette from one colour: an OKLCH ramp whose text always passes WCAG 2.2 AA.

Colours are `#rgb` or `#rrggbb`; results are lower-case `#rrggbb` (white as `#fff`).
"""

import math
import re

STEPS = (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950)
AA_TEXT = 4.5
WHITE, INK = "#fff", "#1f1f1f"
CANVAS = "#f8f8f7"  # the ground of the office pages, see web/tokens.css

# Lightness of each step relative to the span above (to white) or below (to black) the base,
# and how much of the base's chroma it keeps: pale steps are calmer, dark ones stay coloured.
_LIGHTER = {
    50: (0.93, 0.12),
    100: (0.84, 0.25),
    200: (0.68, 0.45),
    300: (0.46, 0.7),
    400: (0.22, 0.9),
}
_DARKER = {
    600: (0.12, 1.0),
    700: (0.25, 0.95),
    800: (0.38, 0.85),
    900: (0.5, 0.75),
    950: (0.63, 0.6),
}

_Triple = tuple[float, float, float]


def ramp(colour: str) -> dict[int, str]:
    """Eleven steps around `colour`, which is step 500 itself.

    Raises:
        ValueError: `colour` is not a hex colour.
    """
    lightness, chroma, hue = _to_oklch(_channels(colour))
    steps = {500: _hex(_channels(colour))}
    for step, (share, kept) in _LIGHTER.items():
        steps[step] = _fit(lightness + (1 - lightness) * share, chroma * kept, hue)
    for step, (share, kept) in _DARKER.items():
        steps[step] = _fit(lightness * (1 - share), chroma * kept, hue)
    return {step: steps[step] for step in STEPS}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """White or near-black, whichever reads better on `colour`."""
    return WHITE if contrast(WHITE, colour) >= contrast(INK, colour) else INK


def brand_tokens(colour: str) -> dict[str, str]:
    """The CSS variables of the brand.

    `--on-brand` on 500, 600 on white, the canvas and 50, and 700 on 50 and 100 reach 4.5:1: a
    step is darkened until it does.
    """
    base = colour
    while contrast(readable_on(base), base) < AA_TEXT:
        base = _darker(base)
    steps = ramp(base)
    strong = steps[600]
    while min(contrast(paper, strong) for paper in (WHITE, CANVAS, steps[50])) < AA_TEXT:
        strong = _darker(strong)
    deep = min(steps[700], _darker(strong, 0.85), key=_luminance)
    while min(contrast(paper, deep) for paper in (WHITE, steps[50], steps[100])) < AA_TEXT:
        deep = _darker(deep)
    return {
        "--brand-50": steps[50],
        "--brand-100": steps[100],
        "--brand-500": steps[500],
        "--brand-600": strong,
        "--brand-700": deep,
        "--on-brand": readable_on(steps[500]),
    }


def _darker(colour: str, kept: float = 0.98) -> str:
    """The colour with that share of its lightness."""
    lightness, chroma, hue = _to_oklch(_channels(colour))
    return _fit(lightness * kept, chroma, hue)


def _channels(colour: str) -> _Triple:
    """Red, green and blue from 0 to 1."""
    text = colour.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        text = "#" + "".join(letter * 2 for letter in text[1:])
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ValueError(f"{colour!r} is not a hex colour")
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: _Triple) -> str:
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in channels)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(channels: _Triple) -> _Triple:
    """sRGB to lightness (0 to 1), chroma and hue in radians (Ottosson's matrices)."""
    red, green, blue = (_linear(part) for part in channels)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> _Triple:
    """Linear sRGB, possibly outside 0 to 1."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fit(lightness: float, chroma: float, hue: float) -> str:
    """The colour of this lightness and hue that a screen can show, with chroma given up first."""
    for _attempt in range(40):
        linear = _from_oklch(lightness, chroma, hue)
        if all(-0.0005 <= part <= 1.0005 for part in linear):
            break
        chroma *= 0.92
    red, green, blue = (_gamma(min(max(part, 0.0), 1.0)) for part in linear)
    return _hex((red, green, blue))
