from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from selaras.core.registry import (
    JobKind,
    MenuEntry,
    ScheduledJob,
    SearchSource,
    event_words,
    jobs,
    menu,
    scheduled,
    search_sources,
)
from selaras.questionnaires.access import can_list
from selaras.questionnaires.exports.background import export_answers, sweep_exports
from selaras.questionnaires.queries import questionnaire_documents

menu.add(
    "questionnaires", MenuEntry("plan", _("Questionnaires"), "questionnaires:list", 25, can_list)
)
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
search_sources.add(
    "questionnaires",
    SearchSource("questionnaire", _("Questionnaire"), questionnaire_documents),
)
jobs.add("questionnaires.export", JobKind(_("Answers as a file"), export_answers))
scheduled.add(
    "questionnaires.sweep_exports",
    ScheduledJob(timedelta(hours=12), sweep_exports, _("Throw away old files of answers")),
)
