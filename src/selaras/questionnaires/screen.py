"""What the page that fills in a questionnaire is told: modules, texts, kinds of files."""

import json
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import dates
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selaras.core.files import KINDS
from selaras.questionnaires.actions.receive import ACCEPTED
from selaras.questionnaires.screen_words import ENGINE, PAGE, WIDGETS

VENDOR, OWN = "vendor/web-forms/", "questionnaires/fill/"
CHUNK, MAP = "index-DlGh9P5C.js", "MapBlock-Bb-sCnDx.js"
KEPT = (VENDOR + "styles.css", OWN + "fill.css", OWN + "main.js")
MODULES = (
    "adapter", "autosave", "engine", "labels", "meta", "opening", "page", "panel", "queue",
    "sending", "server", "store", "upload", "wording",
)  # fmt: skip


def import_map() -> SafeString:
    """For a script block of the page; our own addresses hold nothing to escape."""
    return mark_safe(json.dumps({"imports": modules()}).replace("<", "\\u003c"))  # noqa: S308


def modules() -> dict[str, str]:
    """Names and plain addresses of modules to those that carry a hash.

    The engine's map part imports the engine by its plain name beside it.
    """
    plain = {f"{settings.STATIC_URL}{VENDOR}{name}": static(VENDOR + name) for name in (CHUNK, MAP)}
    own = {f"fill/{name}": static(f"{OWN}{name}.js") for name in MODULES}
    engine = {
        "vue": static("vendor/vue/vue.runtime.esm-browser.prod.js"),
        "web-forms": static(VENDOR + CHUNK),
    }
    return {**engine, **plain, **own}


def first_files() -> list[str]:
    """What the browser may fetch before it has read the first script."""
    return [address for name, address in modules().items() if not name.startswith("/")]


def kept_files() -> list[str]:
    """What an opened form needs to be opened again without a network."""
    return [*first_files(), reverse("brand-css"), *(static(name) for name in KEPT)]


def engine_words() -> list[list[str]]:
    return [[place, text, str(ours)] for place, text, ours in ENGINE]


def widget_words() -> dict[str, Any]:
    """The locale of PrimeVue; its weeks begin on Sunday in all lists."""
    days = [6, 0, 1, 2, 3, 4, 5]
    return {
        **{name: str(text) for name, text in WIDGETS.items()},
        "dayNames": [str(dates.WEEKDAYS[day]) for day in days],
        "dayNamesShort": [str(dates.WEEKDAYS_ABBR[day]) for day in days],
        "dayNamesMin": [str(dates.WEEKDAYS_ABBR[day]) for day in days],
        "monthNames": [str(dates.MONTHS[month]) for month in range(1, 13)],
        "monthNamesShort": [str(dates.MONTHS_3[month]).capitalize() for month in range(1, 13)],
        "firstDayOfWeek": 1,
        "dateFormat": "dd/mm/yy",
        "aria": {"close": _("Close"), "listLabel": _("Choices")},
    }


def file_kinds() -> list[dict[str, Any]]:
    """Kinds of files that the server takes: endings, limit in bytes, words."""
    return [
        {
            "endings": list(KINDS[kind].extensions),
            "type": KINDS[kind].content_type.partition(";")[0],
            "limit": KINDS[kind].limit,
            "label": str(KINDS[kind].label),
        }
        for kind in ACCEPTED
    ]


def texts() -> dict[str, Any]:
    return {
        "language": get_language(),
        "page": {name: str(text) for name, text in PAGE.items()},
        "engine": engine_words(),
        "widgets": widget_words(),
        "kinds": file_kinds(),
    }
