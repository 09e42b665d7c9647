from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.core import ledger, search
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.core.notices import notify
from selaras.lib.indonesia import long_date
from selaras.organisations.models import Agency
from selaras.questionnaires.models import FormVersion
from selaras.strategy.models import Round
from selaras.surveys.access import can_run
from selaras.surveys.actions.sections import make_parts, set_sections
from selaras.surveys.models import Response, Survey
from selaras.surveys.queries import answering_people, default_targets, survey_document
from selaras.surveys.rules import ANSWERED

FIELDS = ("name", "deadline", "instructions", "contact")


@dataclass(frozen=True)
class Reminded:
    """How many people were told, and the units where nobody has an account."""

    people: int
    unreached: tuple[Agency, ...]


@transaction.atomic
def create_survey(
    *,
    by: Any,
    round: Round,
    name: str,
    deadline: date | None = None,
    instructions: str = "",
    contact: str = "",
    agencies: Iterable[Agency] | None = None,
    versions: Sequence[FormVersion] = (),
    is_demo: bool = False,
) -> Survey:
    """Make a survey and ask these units; every government unit of today when none are named.

    `versions` are the questionnaires that they fill in, in this order; none for workbooks alone.
    """
    require(can_run(by))
    survey = Survey.objects.create(
        round=round,
        name=name,
        deadline=deadline,
        instructions=instructions,
        contact=contact,
        is_demo=is_demo or round.is_demo,
    )
    targets = list(default_targets() if agencies is None else agencies)
    if not targets:
        raise Refused(_("There is no unit to ask. Enter the units under Organisation first."))
    Response.objects.bulk_create([Response(survey=survey, agency=agency) for agency in targets])
    content = {"name": name, "deadline": deadline, "units": [agency.slug for agency in targets]}
    ledger.record(by=by, kind="surveys.created", subject=survey, content=content)
    search.put([survey_document(survey)])
    if versions:
        set_sections(by=by, survey=survey, versions=versions)
    return survey


@transaction.atomic
def update_survey(*, by: Any, survey: Survey, values: Mapping[str, Any]) -> Survey:
    require(can_run(by))
    before = {name: getattr(survey, name) for name in FIELDS}
    for name in FIELDS:
        if name in values:
            setattr(survey, name, values[name])
    changes = ledger.changes(before, {name: getattr(survey, name) for name in FIELDS})
    if changes:
        survey.save()
        ledger.record(by=by, kind="surveys.updated", subject=survey, content=changes)
        search.put([survey_document(survey)])
    return survey


@transaction.atomic
def set_targets(*, by: Any, survey: Survey, agencies: Iterable[Agency]) -> None:
    """Ask exactly these units; one that has sent something cannot be left out."""
    require(can_run(by))
    wanted = {agency.pk: agency for agency in agencies}
    if not wanted:
        raise Refused(_("Choose at least one unit."), field="agencies")
    present = {each.agency_id: each for each in survey.responses.select_related("agency")}
    dropped = [each for pk, each in present.items() if pk not in wanted]
    kept = [each.agency.label for each in dropped if each.state != Response.State.WAITING]
    if kept:
        raise Refused(
            _("These units have sent a workbook and stay in the survey: %(units)s.")
            % {"units": ", ".join(kept)},
            field="agencies",
        )
    added = [agency for pk, agency in wanted.items() if pk not in present]
    Response.objects.filter(pk__in=[each.pk for each in dropped]).delete()
    Response.objects.bulk_create([Response(survey=survey, agency=agency) for agency in added])
    make_parts(survey)
    if added or dropped:
        content = {
            "added": [agency.slug for agency in added],
            "removed": [each.agency.slug for each in dropped],
        }
        ledger.record(by=by, kind="surveys.targets_changed", subject=survey, content=content)


def mark_downloaded(survey: Survey, agencies: Iterable[Agency]) -> None:
    """Remember the first time that a unit's workbook was fetched."""
    ids = [agency.pk for agency in agencies]
    first = Response.objects.filter(survey=survey, agency__in=ids, downloaded=None)
    first.update(downloaded=timezone.now())


@transaction.atomic
def remind_units(*, by: Any, survey: Survey) -> Reminded:
    """Tell the officers and heads of every unit that still owes its answer.

    `by` is None when the schedule does it.
    """
    require(by is None or can_run(by))
    waiting = survey.responses.exclude(state__in=ANSWERED).select_related("agency")
    owing = {each.agency_id: each.agency for each in waiting}
    reached = answering_people(owing)
    people = list({person.pk: person for _agency, person in reached}.values())
    with translation.override(settings.LANGUAGE_CODE):
        notify(people, text=_reminder(survey), url=survey.get_absolute_url())
    with_people = {agency_id for agency_id, _person in reached}
    survey.reminded = timezone.localdate()
    survey.save(update_fields=["reminded"])
    content = {"units": sorted(agency.slug for agency in owing.values()), "people": len(people)}
    ledger.record(by=by, kind="surveys.reminded", subject=survey, content=content)
    unreached = tuple(agency for pk, agency in owing.items() if pk not in with_people)
    return Reminded(len(people), unreached)


@transaction.atomic
def invite_units(*, by: Any, survey: Survey) -> Reminded:
    """Tell the officers and heads of all units that the survey has begun."""
    require(can_run(by))
    asked = {each.agency_id: each for each in survey.responses.select_related("agency")}
    reached = answering_people(asked)
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Your unit is asked to fill in “%(survey)s”.") % {"survey": survey.name}
        for agency_id, person in reached:
            notify([person], text=text, url=asked[agency_id].get_absolute_url())
    with_people = {agency_id for agency_id, _person in reached}
    ledger.record(by=by, kind="surveys.invited", subject=survey, content={"people": len(reached)})
    unreached = tuple(each.agency for pk, each in asked.items() if pk not in with_people)
    return Reminded(len(reached), unreached)


def _reminder(survey: Survey) -> str:
    if survey.deadline is None:
        return _("“%(survey)s” waits for the answer of your unit.") % {"survey": survey.name}
    return _("“%(survey)s” waits for the answer of your unit. Deadline: %(day)s.") % {
        "survey": survey.name,
        "day": long_date(survey.deadline),
    }
