"""What every page's frame shows: site, menus, unread notices."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from selaras.core.access import is_office
from selaras.core.notices import unread
from selaras.core.preferences import preference
from selaras.core.registry import GROUPS, menu

ICONS = {
    "home": "home",
    "plan": "map",
    "services": "forms",
    "complaints": "message",
    "results": "chart-bar",
    "settings": "settings",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame; costs nothing until a template reads it."""
    user = getattr(request, "user", None)
    office = user is not None and is_office(user)
    return {
        "frame": "web/office.html" if office else "web/public.html",
        "office": office,
        "brand": SimpleLazyObject(_brand),
        "menu": SimpleLazyObject(lambda: _menu(request) if office else []),
        "public_menu": SimpleLazyObject(lambda: _public_menu(request)),
        "notice_count": SimpleLazyObject(
            lambda: unread(user).count() if user is not None and user.is_authenticated else 0
        ),
    }


def _brand() -> dict[str, Any]:
    return {
        "name": preference("site.name"),
        "regency": preference("regency.name"),
        "tagline": preference("site.tagline"),
        "demo": preference("site.demo"),
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar's groups, with only what the person may open."""
    labels = {
        "plan": _("Plan"),
        "services": _("Services"),
        "complaints": _("Complaints"),
        "results": _("Results"),
        "settings": _("Settings"),
    }
    home = reverse("home")
    groups = [
        {
            "label": _("Home"),
            "icon": ICONS["home"],
            "url": home,
            "active": request.path == home,
            "items": [],
        }
    ]
    entries = sorted(
        (entry for entry in menu if entry.allowed(request.user)), key=lambda e: e.position
    )
    longest = _longest_match(request.path, [reverse(entry.url_name) for entry in entries])
    for group in GROUPS:
        items = [
            (entry.label, reverse(entry.url_name), reverse(entry.url_name) == longest)
            for entry in entries
            if entry.group == group
        ]
        if items:
            groups.append(
                {
                    "label": labels[group],
                    "icon": ICONS[group],
                    "url": "",
                    "active": any(active for _label, _url, active in items),
                    "items": items,
                }
            )
    return groups


def _longest_match(path: str, urls: list[str]) -> str:
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _public_menu(request: HttpRequest) -> list[tuple[str, str, bool]]:
    links = (
        (_("Plan"), reverse("plan")),
        (_("Programmes"), reverse("programmes")),
        (_("Dimensions"), reverse("strategy:dimensions")),
        (_("Participation"), reverse("meetings:public-list")),
        (_("About"), reverse("about")),
    )
    return [(label, url, request.path.startswith(url)) for label, url in links]
