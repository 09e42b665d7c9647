"""Components of the UI kit as template tags; a builtin library of all templates."""

import re
import uuid
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import template
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras.lib import indonesia

if TYPE_CHECKING:
    from selaras.lib.charts import Chart

register = template.Library()
ICONS = Path(__file__).parent.parent / "icons"
KINDS = {"ok", "warn", "bad", "off", "info", "brand"}
STEPS = 5  # shades of a map
TILE, GAP = (
    (120, 64),
    4,
)  # a tile's width and height with the gap beside it, in units of the picture
LINE = 15  # characters in a tile's line


@lru_cache(maxsize=300)
def _icon(name: str) -> SafeString:
    file = ICONS / f"{name}.svg"
    source = (file if file.is_file() else ICONS / "circle.svg").read_text()
    inner = re.sub(r"\s+", " ", source.split(">", 1)[1].rsplit("</svg>", 1)[0])
    return mark_safe(  # noqa: S308 - our own files
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none"'
        ' stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
        f' aria-hidden="true" focusable="false">{inner}</svg>'
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline Tabler icon; decoration only, so it always stands beside words."""
    return _icon(name)


@register.simple_tag
def tag(label: Any, kind: str = "off") -> SafeString:
    """A word with a colour: ok | warn | bad | off | info | brand."""
    return format_html(
        '<span class="tag tag-{}">{}</span>', kind if kind in KINDS else "off", label
    )


@register.simple_tag(takes_context=True)
def guard(context: template.Context) -> SafeString:
    """CSRF token and idempotency key; every POST form has it."""
    token = get_token(context["request"])
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="_key" value="{}">',
        token,
        uuid.uuid4(),
    )


@register.simple_tag
def progress(done: int, total: int, label: Any = "") -> SafeString:
    """A bar with its figures in words."""
    return format_html(
        '<span class="meter-line"><progress max="{}" value="{}" aria-label="{}"></progress>'
        ' <span class="meter-text">{}/{}</span></span>',
        str(max(total, 1)),
        str(min(done, total)),
        label or _("progress"),
        done,
        total,
    )


@register.simple_tag
def chart(chart: "Chart") -> SafeString:
    """The chart as a picture, and its data as a table below."""
    # The renderer is large: only pages with a chart load it.
    from selaras.lib.charts import svg  # noqa: PLC0415

    picture = mark_safe(svg(chart))  # noqa: S308 - made by lib.charts from escaped text
    return mark_safe(render_to_string("web/_chart.html", {"chart": chart, "picture": picture}))  # noqa: S308


@register.inclusion_tag("web/_empty.html")
def empty(title: Any, text: Any = "", url: str = "", label: Any = "") -> dict[str, Any]:
    """Says that nothing is here, and what to do next."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("web/_area_map.html")
def area_map(areas: Sequence[Any], caption: Any = "") -> dict[str, Any]:
    """A schematic map: one tile per area (.name .url .value .label .column .row)."""
    placed = [area for area in areas if area.column is not None and area.row is not None]
    highest = max((area.value for area in placed), default=0)
    placed.sort(key=lambda area: (area.row, area.column))  # numbers are found as one reads
    tiles = [_tile(area, highest) for area in placed]
    return {
        "areas": areas,
        "tiles": tiles,
        "width": max((tile["x"] for tile in tiles), default=0) + TILE[0] - GAP,
        "height": max((tile["y"] for tile in tiles), default=0) + TILE[1] - GAP,
        "caption": caption,
        "steps": _steps(highest),
    }


def _tile(area: Any, highest: int) -> dict[str, Any]:
    """Where a tile and its words stand; step 0 is nothing, step 5 the highest value."""
    x, y = area.column * TILE[0], area.row * TILE[1]
    lines = _lines(area.name)
    top = y + (26 if len(lines) == 1 else 18)
    return {
        "area": area,
        "x": x,
        "y": y,
        "middle": x + (TILE[0] - GAP) // 2,
        "bottom": y + 52,
        "centre": y + 42,
        "step": 0 if not area.value else max(1, -(-area.value * STEPS // highest)),
        "lines": [{"text": line, "y": top + 14 * number} for number, line in enumerate(lines)],
    }


def _steps(highest: int) -> list[tuple[int, int]]:
    """The values of each shade, as (lowest, highest), without shades that no value can have."""
    bounds = [highest * step // STEPS for step in range(STEPS + 1)]
    pairs = [(low + 1, high) for low, high in pairwise(bounds)]
    return [(0, 0), *((low, high) for low, high in pairs if low <= high)]


def _lines(name: str) -> list[str]:
    """A long name in two lines of a tile; one long word is set smaller by its length."""
    if len(name) <= LINE or " " not in name:
        return [name]
    cut = name.rfind(" ", 0, LINE + 1)
    cut = cut if cut > 0 else name.find(" ")
    return [name[:cut], name[cut + 1 :]]


@register.filter
def rupiah(value: int | None) -> str:
    return "" if value is None else indonesia.rupiah(value)


@register.filter
def rupiah_short(value: int | None) -> str:
    return "" if value is None else indonesia.rupiah_short(value)


@register.filter
def angka(value: Any, places: int = 0) -> str:
    return "" if value is None else indonesia.number(value, places)


@register.filter
def tanggal(value: Any) -> str:
    """A day in words, in the reader's language."""
    if value is None:
        return ""
    return date_format(value, "j F Y") if get_language() == "en" else indonesia.long_date(value)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """`{{ mapping|item:key }}`: a value by a variable key."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """This page's address with some query values changed; None takes one away."""
    parts = [part for change in changes.items() for part in change]
    return query(context, *parts)


@register.simple_tag(takes_context=True)
def without(context: template.Context, *names: str) -> str:
    """This page's address without some query values."""
    return query(context, *(part for name in names for part in (name, None)))


@register.simple_tag(takes_context=True)
def query(context: template.Context, *parts: Any) -> str:
    """As `address`, where the names are variables too: `{% query name value name value %}`."""
    values = context["request"].GET.copy()
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        if value is None or value == "":
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.inclusion_tag("web/_crumbs.html")
def crumbs(*parts: Any) -> dict[str, Any]:
    """`{% crumbs label url label url label %}`: the way to this page; the last has no address."""
    padded = [*parts, ""] if len(parts) % 2 else [*parts]
    return {"steps": list(zip(padded[::2], padded[1::2], strict=True))}
