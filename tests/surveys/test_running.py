from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from selaras.core.errors import Refused
from selaras.core.models import Notice
from selaras.organisations.models import Agency
from selaras.surveys.actions import (
    create_survey,
    mark_downloaded,
    remind_units,
    set_targets,
    update_survey,
)
from selaras.surveys.models import Response
from selaras.surveys.queries import progress


def test_new_survey_asks_every_government_unit_of_today(people, round_, agency, other):
    Agency.objects.create(slug="unej", name="Universitas", sector="academia")
    Agency.objects.create(slug="lama", name="Dinas Lama", valid_to=date(2018, 1, 1))
    survey = create_survey(by=people.planner, round=round_, name="Survei")
    asked = survey.responses.values_list("agency__slug", flat=True)
    assert set(asked) == {"dinkes", "dishub"}


def test_only_planners_run_surveys(people, round_, survey):
    with pytest.raises(PermissionDenied):
        create_survey(by=people.officer, round=round_, name="Survei")
    with pytest.raises(PermissionDenied):
        remind_units(by=people.head, survey=survey)


def test_survey_without_units_is_refused(people, round_):
    with pytest.raises(Refused):
        create_survey(by=people.planner, round=round_, name="Survei", agencies=[])


def test_targets_are_added_and_left_out(people, survey, agency, other):
    set_targets(by=people.planner, survey=survey, agencies=[other])
    assert [each.agency for each in survey.responses.all()] == [other]


def test_unit_that_answered_stays_in_the_survey(people, survey, agency, other):
    survey.responses.update(state=Response.State.ACCEPTED)
    with pytest.raises(Refused, match="Dinkes"):
        set_targets(by=people.planner, survey=survey, agencies=[other])


def test_reminder_goes_to_officers_and_heads_who_still_owe(people, survey, other):
    set_targets(by=people.planner, survey=survey, agencies=[other, *_agencies(survey)])
    told = remind_units(by=people.planner, survey=survey)
    assert (told.people, told.unreached) == (2, (other,))
    assert set(Notice.objects.values_list("recipient__email", flat=True)) == {
        people.officer.email,
        people.head.email,
    }
    assert len(mail.outbox) == 2


def test_nobody_is_reminded_after_the_answer(people, survey):
    survey.responses.update(state=Response.State.ACCEPTED)
    assert remind_units(by=people.planner, survey=survey).people == 0
    assert not Notice.objects.exists()


def test_late_units_are_counted(people, survey):
    update_survey(by=people.planner, survey=survey, values={"deadline": date(2019, 10, 31)})
    assert progress([survey]).late == 1
    survey.responses.update(state=Response.State.ACCEPTED)
    assert progress([survey]).late == 0


def test_first_download_is_remembered(survey, agency):
    mark_downloaded(survey, [agency])
    first = survey.responses.get().downloaded
    mark_downloaded(survey, [agency])
    assert survey.responses.get().downloaded == first


def _agencies(survey):
    return [response.agency for response in survey.responses.select_related("agency")]
