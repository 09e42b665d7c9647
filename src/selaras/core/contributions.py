"""What the ground floor itself puts into the registries."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from selaras.core import ledger
from selaras.core.access import can_administer, can_inspect
from selaras.core.registry import (
    MenuEntry,
    ScheduledJob,
    SettingKind,
    event_words,
    menu,
    scheduled,
    settings,
)
from selaras.core.verification import verify_database

event_words.add_all(
    {
        "settings.changed": _("setting changed"),
    }
)
settings.add("site.name", SettingKind(_("Name of the site"), "Selaras"))
settings.add("site.tagline", SettingKind(_("Line below the name"), "", kind="text"))
settings.add(
    "site.address",
    SettingKind(
        _("Public address"),
        "http://localhost:8000",
        help=_("Used in e-mails and documents, e.g. https://smartcity.example.go.id"),
    ),
)
settings.add("regency.name", SettingKind(_("Name of the regency"), ""))
settings.add("regency.code", SettingKind(_("Area code (Kemendagri)"), "", help=_("E.g. 35.17")))
settings.add("brand.colour", SettingKind(_("Main colour"), "#196bcd", kind="colour"))
settings.add(
    "site.demo",
    SettingKind(_("Mark the site as a demonstration"), default=False, kind="yes_no"),
)

menu.add("core.settings", MenuEntry("settings", _("Settings"), "settings", 90, can_administer))
menu.add("core.ledger", MenuEntry("settings", _("Ledger"), "ledger", 95, can_inspect))

scheduled.add(
    "core.checkpoint",
    ScheduledJob(timedelta(minutes=10), ledger.checkpoint, _("Keep the root of the ledger")),
)


def _verify_ledger() -> None:
    """Fail loudly: the scheduler keeps the problem for `selaras check` and the operator."""
    if faults := verify_database().faults:
        raise ValueError(f"ledger entry {faults[0].sequence}: {faults[0].code}")


scheduled.add("core.verify", ScheduledJob(timedelta(days=1), _verify_ledger, _("Check the ledger")))
