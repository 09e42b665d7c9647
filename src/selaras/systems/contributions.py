from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.registry import (
    Card,
    ChainLink,
    EvidenceKind,
    JobKind,
    MenuEntry,
    ScheduledJob,
    SearchSource,
    Step,
    Task,
    cards,
    consumers,
    event_words,
    evidence_kinds,
    jobs,
    menu,
    outcomes,
    scheduled,
    search_sources,
    steps,
    tasks,
)
from selaras.core.sheets import TEXTS
from selaras.organisations.access import can_plan
from selaras.organisations.models import Agency
from selaras.strategy.models import Round, Stage
from selaras.systems.access import can_list
from selaras.systems.consumers import SystemConsumer
from selaras.systems.models import Finding, System
from selaras.systems.queries import (
    finding_counts,
    findings_about,
    needs_from_findings,
    system_documents,
    systems_of_round,
)
from selaras.systems.tasks import JOB, refresh_all, run_take_in

event_words.add_all(
    {
        "systems.created": gettext_lazy("system entered"),
        "systems.updated": gettext_lazy("system changed"),
        "systems.taken_in": gettext_lazy("system taken in"),
        "systems.imported": gettext_lazy("system taken in from a spreadsheet"),
        "systems.inventory_taken_in": gettext_lazy("inventory taken in"),
        "systems.code_added": gettext_lazy("reference code added"),
        "systems.targeted": gettext_lazy("target of the system set"),
        "systems.appraised": gettext_lazy("system appraised"),
        "systems.interface_entered": gettext_lazy("interface entered"),
        "systems.interface_changed": gettext_lazy("interface changed"),
        "systems.interface_removed": gettext_lazy("interface removed"),
        "systems.finding_decided": gettext_lazy("verdict on a finding"),
        "systems.finding_needed": gettext_lazy("finding made a need"),
    }
)
menu.add(
    "systems", MenuEntry("plan", gettext_lazy("Information systems"), "systems:list", 40, can_list)
)
search_sources.add(
    "systems", SearchSource("systems", gettext_lazy("Information system"), system_documents)
)
consumers.add("systems", SystemConsumer())
evidence_kinds.add(
    "system_finding", EvidenceKind(gettext_lazy("Finding in the register of systems"), "search")
)
evidence_kinds.add(
    "inventory", EvidenceKind(gettext_lazy("Imported inventory"), "file-spreadsheet")
)
jobs.add(JOB, JobKind(gettext_lazy("Taking an inventory in"), run_take_in))
scheduled.add(
    "systems.findings",
    ScheduledJob(timedelta(hours=1), refresh_all, gettext_lazy("Looking through the systems")),
)
TEXTS["not_a_table"] = gettext_lazy(
    "This is neither an Excel workbook (.xlsx) nor a table as text (.csv)."
)


def _cards(user: Any, round_: Any) -> Iterable[Card]:
    if round_ is None or not can_list(user):
        return []
    found = systems_of_round(round_)
    in_use = found.filter(status=System.Status.IN_USE).count()
    hint = _("%(count)s in use") % {"count": in_use}
    return [Card(_("Information systems"), str(found.count()), _url(round_), hint)]


def _steps(round_: Any) -> Iterable[Step]:
    """How many of the entered systems say what data they hold, and of the findings are decided."""
    found = systems_of_round(round_)
    total = found.count()
    described = found.exclude(data_held="").count()
    yield Step(
        stage=Stage.Kind.ANALYSIS,
        label=_("Systems whose data are described"),
        done=described,
        total=total,
        url=_url(round_),
        next_actor=_("Units") if described < total else "",
        position=30,
    )
    counts = finding_counts(round_)
    if counts.total:
        yield Step(
            stage=Stage.Kind.ANALYSIS,
            label=_("Findings about systems decided"),
            done=counts.decided,
            total=counts.total,
            url=reverse("systems:findings", args=[round_.slug]),
            next_actor=_("Planner") if counts.decided < counts.total else "",
            position=31,
        )


def _tasks(user: Any) -> Iterable[Task]:
    """Findings that wait for a planner's verdict."""
    if not can_plan(user):
        return
    for round_ in Round.objects.filter(state=Round.State.RUNNING):
        counts = finding_counts(round_)
        if waiting := counts.total - counts.decided:
            title = _("Decide on %(count)s findings about information systems")
            url = reverse("systems:findings", args=[round_.slug])
            yield Task(title % {"count": waiting}, f"{url}?verdict=open", context=round_.name)


def _of_agency(subject: Model) -> list[ChainLink]:
    if not isinstance(subject, Agency):
        return []
    return [
        ChainLink(system.name, system.get_absolute_url(), _("Information system"))
        for system in System.objects.filter(agency=subject)[:30]
    ]


def _needs(subject: Model) -> list[ChainLink]:
    """The needs that came of what was found about a system, or of one finding."""
    if isinstance(subject, System):
        return needs_from_findings(findings_about(subject))
    if isinstance(subject, Finding):
        return needs_from_findings([subject])
    return []


def _url(round_: Any) -> str:
    return reverse("systems:round", args=[round_.slug])


cards.add("systems", _cards)
steps.add("systems", _steps)
tasks.add("systems", _tasks)
outcomes.add("systems.of_agency", _of_agency)
outcomes.add("systems.needs", _needs)
