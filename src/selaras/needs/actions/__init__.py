"""Writing needs: by a person (`edit`), from a source (`intake`), with evidence (`sources`)."""

from selaras.needs.actions.edit import create_need, update_need
from selaras.needs.actions.intake import take_in_needs
from selaras.needs.actions.sources import Place, link_sources, locate, support_needs

__all__ = [
    "Place",
    "create_need",
    "link_sources",
    "locate",
    "support_needs",
    "take_in_needs",
    "update_need",
]
