from django.utils.translation import gettext_lazy as _

from selaras.core.registry import SearchSource, event_words, search_sources
from selaras.questionnaires.queries import questionnaire_documents

event_words.add_all(
    {
        "questionnaires.published": _("questionnaire published"),
        "questionnaires.opened": _("questionnaire opened or closed"),
        "questionnaires.answered": _("answer received"),
        "questionnaires.edited": _("answer edited"),
        "questionnaires.device_added": _("phone added"),
        "questionnaires.device_revoked": _("phone taken off"),
    }
)
search_sources.add("questionnaires", SearchSource(_("Questionnaires"), questionnaire_documents))
