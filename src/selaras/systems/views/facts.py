"""Fields of a system as lines of its sheet: label and value, empty ones left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from selaras.lib.indonesia import long_date, rupiah
from selaras.systems.models import System

MONEY = ("cost_yearly",)
LINKS = ("address", "repository")


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    url: str = ""


def facts(system: System, names: Iterable[str]) -> list[Fact]:
    found = (_fact(system, name) for name in names if name != "more_platforms")
    return [fact for fact in found if fact.value]


def _fact(system: System, name: str) -> Fact:
    field: Any = System._meta.get_field(name)  # noqa: SLF001 - Django's public way to a field
    value = getattr(system, name)
    url = value if name in LINKS and str(value).startswith(("http://", "https://")) else ""
    return Fact(str(capfirst(field.verbose_name)), _shown(system, name, field, value), url)


def _shown(system: System, name: str, field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name == "platform":
        return ", ".join(system.platform_words)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(getattr(system, f"get_{name}_display")())
    if isinstance(value, date):
        return long_date(value)
    if name in MONEY:
        return rupiah(value)
    return str(value)
