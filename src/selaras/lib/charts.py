"""Charts as Vega-Lite specifications with their data tables, rendered without a browser."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

FONTS = Path(__file__).parent / "fonts"
FONT = "Inter"
INK, GREY = "#1f1f1f", "#525252"
# Six colours that differ in lightness too and hold 3:1 on white.
PALETTE = ("#0956c3", "#b45309", "#1b7f3b", "#7b3fb5", "#b3261e", "#0e7490")
# d3 number locale: dot for thousands, comma for decimals.
LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}


@dataclass(frozen=True)
class Chart:
    """A picture with the table that says the same. `spec` is Vega-Lite as JSON text."""

    title: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: str


def bar(
    title: str,
    description: str,
    rows: Sequence[tuple[str, float]],
    *,
    header: tuple[str, str] = ("", ""),
    unit: str = "",
    colour: str = PALETTE[0],
    width: int = 560,
) -> Chart:
    """Horizontal bars in the given order, each with its value at its end."""
    values = [{"label": label, "value": value} for label, value in rows]
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    x = {"field": "value", "type": "quantitative", "title": unit or None, "axis": _axis()}
    spec = {
        "data": {"values": values},
        "width": width,
        "height": {"step": 26},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": colour, "cornerRadiusEnd": 3}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
                "encoding": {"text": {"field": "value", "format": ",~r"}},
            },
        ],
    }
    return _chart(
        title, description, header, [(label, _number(value)) for label, value in rows], spec
    )


def stacked(
    title: str,
    description: str,
    rows: Sequence[tuple[str, str, float]],
    *,
    header: tuple[str, str, str] = ("", "", ""),
    unit: str = "",
    width: int = 560,
) -> Chart:
    """Upright bars by label, each divided by series; rows are (label, series, value)."""
    series = list(dict.fromkeys(name for _label, name, _value in rows))
    values = [{"label": label, "series": name, "value": value} for label, name, value in rows]
    spec = {
        "data": {"values": values},
        "width": width,
        "height": 260,
        "mark": "bar",
        "encoding": {
            "x": {
                "field": "label",
                "type": "ordinal",
                "sort": None,
                "title": None,
                "axis": {"labelAngle": 0},
            },
            "y": {"field": "value", "type": "quantitative", "title": unit or None, "axis": _axis()},
            "color": {
                "field": "series",
                "type": "nominal",
                "scale": {"domain": series, "range": [PALETTE[i % 6] for i in range(len(series))]},
                "legend": {"title": None, "orient": "bottom", "columns": 3},
            },
        },
    }
    table = [(label, name, _number(value)) for label, name, value in rows]
    return _chart(title, description, header, table, spec)


def line(
    title: str,
    description: str,
    rows: Sequence[tuple[str, str, float]],
    *,
    header: tuple[str, str, str] = ("", "", ""),
    unit: str = "",
    width: int = 560,
) -> Chart:
    """Lines over an ordered label (a year), one per series."""
    chart = stacked(title, description, rows, header=header, unit=unit, width=width)
    spec = json.loads(chart.spec)
    spec["mark"] = {"type": "line", "point": True}
    return Chart(chart.title, chart.description, chart.header, chart.rows, json.dumps(spec))


def _axis() -> dict[str, Any]:
    return {"format": ",~r", "grid": True, "tickCount": 5}


def _number(value: float) -> str:
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _chart(
    title: str,
    description: str,
    header: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    spec: Mapping[str, Any],
) -> Chart:
    label = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "titleColor": GREY}
    config = {
        "font": FONT,
        "background": "#ffffff",
        "axis": {**label, "labelLimit": 260, "gridColor": "#e5e5e5"},
        "legend": {**label, "labelLimit": 220},
        "text": {"fontSize": 12},
        "view": {"stroke": None},
    }
    full = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **spec, "config": config}
    return Chart(title, description, tuple(header), tuple(rows), json.dumps(full))


def svg(chart: Chart) -> str:
    """Clean inline SVG: titled, described, without style attributes; ids are unique by content."""
    return _svg(chart.spec, chart.title, chart.description)


@lru_cache(maxsize=256)
def _svg(spec: str, title: str, description: str) -> str:
    _register_fonts()
    raw = vl_convert.vegalite_to_svg(spec, format_locale=LOCALE)
    mark = hashlib.sha256((spec + title).encode()).hexdigest()[:10]
    raw = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", raw)
    raw = re.sub(r'\s(style|role|aria-[a-z]+)="[^"]*"', "", raw)
    raw = re.sub(r'id="([^"]+)"', rf'id="{mark}-\1"', raw)
    raw = re.sub(r"url\(#([^)]+)\)", rf"url(#{mark}-\1)", raw)
    named = f'<title id="{mark}-t">{escape(title)}</title>'
    named += f'<desc id="{mark}-d">{escape(description)}</desc>'
    opening = f'<svg role="img" aria-labelledby="{mark}-t {mark}-d"'
    head, rest = raw.strip().removeprefix("<svg").split(">", 1)
    return f"{opening}{head}>{named}{rest}"


@lru_cache(maxsize=128)
def _png(spec: str, scale: float) -> bytes:
    _register_fonts()
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale, format_locale=LOCALE))


def png(chart: Chart, scale: float = 2) -> bytes:
    return _png(chart.spec, scale)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
