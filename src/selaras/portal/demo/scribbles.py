"""Drawn lines in the place of signatures: nobody's hand, and different for each guest."""

import io
import math
import random

from PIL import Image, ImageDraw

SIZE = (480, 200)


def scribble(seed: str) -> bytes:
    """A PNG of a few loops; the same seed draws the same."""
    chance = random.Random(seed)  # noqa: S311 - a picture, no secret
    loops, height = chance.uniform(3, 7), chance.uniform(25, 60)
    lean, rise = chance.uniform(-0.5, 0.5), chance.uniform(-25, 25)
    points = []
    for step in range(160):
        part = step / 159
        turn = part * loops * math.tau
        fade = 0.4 + math.sin(math.pi * part)
        x = 50 + 360 * part + 22 * fade * math.cos(turn * 1.3)
        y = 100 - rise * part + height * fade * math.sin(turn) * (1 - 0.5 * part)
        points.append((x + lean * (100 - y), y))
    image = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    ImageDraw.Draw(image).line(points, fill=(16, 24, 64, 255), width=5, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
