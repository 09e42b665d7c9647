"""The ten topics of the ministry's evaluation and the parts of a sheet, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TOPIC_LABELS = {
    "formulation": _("Formulation of the innovation"),
    "attractiveness": _("Attractiveness"),
    "benefit": _("Benefit"),
    "uniqueness": _("Uniqueness"),
    "partnership": _("Partnership opportunity"),
    "development": _("Development potential"),
    "continuity": pgettext_lazy("evaluation topic", "Continuity"),
    "resources": _("Resources"),
    "risk": _("Risk management"),
    "sustainability": pgettext_lazy("evaluation topic", "Sustainability"),
}
PART_LABELS = {
    "problem": _("problem"),
    "goal": _("goal"),
    "output": _("output"),
    "outcome": _("outcome"),
    "beneficiaries": _("beneficiaries"),
    "budget": _("budget"),
    "kpis": _("indicators"),
}
STATE_KINDS = {
    "candidate": "off",
    "proposed": "info",
    "selected": "brand",
    "committed": "brand",
    "running": "ok",
    "finished": "ok",
    "stopped": "bad",
    "stalled": "warn",
}
