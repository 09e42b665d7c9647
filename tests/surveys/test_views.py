import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from selaras.core.models import Job
from selaras.core.registry import late, steps, tasks
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from selaras.questionnaires.actions import publish_form
from selaras.surveys.models import Part, Response, Survey, Upload
from tests.factories.surveys import ResponseFactory, SurveyFactory

FORM = """
| survey | | | |
| | type | name | label |
| | text | name | Nama |
| settings | | | |
| | form_title | form_id | version |
| | {id} | {id} | 1 |
"""


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


def file(data, name="jawaban.xlsx"):
    return SimpleUploadedFile(name, data)


def queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_cost_the_same_for_one_and_three(
    client_for, people, round_, survey, django_assert_max_num_queries
):
    client = client_for(people.planner)
    addresses = [at("round", round_.slug), survey.get_absolute_url()]
    before = [queries(client, each, django_assert_max_num_queries) for each in addresses]
    for number in range(2):
        SurveyFactory(round=round_)
        agency = Agency.objects.create(slug=f"unit-{number}", name=f"Unit {number}")
        ResponseFactory(survey=survey, agency=agency)
    after = [queries(client, each, django_assert_max_num_queries) for each in addresses]
    assert after == before


def test_planner_makes_changes_and_aims_a_survey(client_for, people, round_, agency, other):
    client = client_for(people.planner)
    values = {"name": "Survei", "deadline": "2019-10-31", "kinds": ["dinas"]}
    assert client.get(at("create", round_.slug)).status_code == 200
    client.post(at("create", round_.slug), values)
    survey = Survey.objects.get()
    assert survey.responses.count() == 2
    client.post(at("edit", survey.pk), {"name": "Survei SKPD"})
    survey.refresh_from_db()
    assert (survey.name, survey.deadline) == ("Survei SKPD", None)
    client.post(at("targets", survey.pk), {"agencies": [agency.pk]})
    assert survey.responses.get().agency == agency
    assert client.post(at("remind", survey.pk)).url == survey.get_absolute_url()


def test_a_new_survey_has_its_sections_from_the_start(client_for, people, round_, agency):
    own, shipped = (
        publish_form(by=None, name="a.md", data=FORM.format(id=name).encode(), shipped=given)
        for name, given in (("A", False), ("B", True))
    )
    client = client_for(people.planner)
    page = client.get(at("create", round_.slug)).content.decode()
    assert page.index(f'name="sections" value="{shipped.pk}"') < page.index(f'value="{own.pk}"')
    values = {"name": "Survei", "kinds": ["dinas"], "sections": [own.pk, shipped.pk]}
    client.post(at("create", round_.slug), values)
    sections = Survey.objects.get().sections.all()
    assert [each.version for each in sections] == [shipped, own]
    assert Part.objects.count() == 2


def test_bad_input_comes_back_with_422(client_for, people, round_, survey):
    client = client_for(people.planner)
    assert client.post(at("create", round_.slug), {"name": ""}).status_code == 422
    assert client.post(at("edit", survey.pk), {"name": ""}).status_code == 422
    assert client.post(at("targets", survey.pk), {"agencies": "x"}).status_code == 422
    assert client.post(at("send", survey.pk), {"x": "1"}).status_code == 422
    answer = client.post(at("send", survey.pk), {"workbooks": file(b"bukan berkas Excel")})
    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_officer_downloads_fills_in_and_uploads(client_for, people, survey, agency, filled):
    client = client_for(people.officer)
    page = client.get(survey.get_absolute_url()).content.decode()
    assert at("workbook", survey.pk, agency.slug) in page
    got = client.get(at("workbook", survey.pk, agency.slug))
    assert got.content.startswith(b"PK")
    assert Response.objects.get().downloaded
    sent = client.post(at("send", survey.pk), {"workbooks": file(filled)})
    assert sent.url == Upload.objects.get().get_absolute_url()
    assert client.get(sent.url).status_code == 200
    assert Need.objects.count() == 2


def test_workbook_of_another_unit_is_not_given(client_for, people, survey, other):
    Response.objects.create(survey=survey, agency=other)
    address = at("workbook", survey.pk, other.slug)
    assert client_for(people.officer).get(address).status_code == 403
    assert client_for(people.planner).get(address).status_code == 200


def test_all_workbooks_come_as_one_zip(client_for, people, survey, other):
    Response.objects.create(survey=survey, agency=other)
    answer = client_for(people.planner).get(at("workbooks", survey.pk))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    assert len(archive.namelist()) == 2
    assert Response.objects.filter(downloaded=None).count() == 0


def test_many_files_start_a_job_and_the_report_lists_all(client_for, people, survey, filled, book):
    bad = book().add("needs", title="Tanpa dimensi").data()
    client = client_for(people.planner)
    files = [file(filled, "a.xlsx"), file(bad, "b.xlsx"), file(b"%PDF-1.4", "c.pdf")]
    sent = client.post(at("send", survey.pk), {"workbooks": files})
    assert sent.url == Job.objects.get().get_absolute_url()
    upload = Upload.objects.get()
    job = client.get(sent.url).content.decode()
    assert f'href="{upload.get_absolute_url()}"' in job
    for problem in upload.files.get(file__name="b.xlsx").problems:
        place = " ".join(part for part in (problem["sheet"], problem["cell"]) if part)
        assert f"b.xlsx, {place}: " in job
    page = client.get(upload.get_absolute_url()).content.decode()
    assert all(name in page for name in ("a.xlsx", "b.xlsx", "c.pdf"))
    table = client.get(at("problems", upload.pk, "csv")).content.decode()
    assert "b.xlsx" in table
    assert "c.pdf" in table
    assert client.get(at("problems", upload.pk, "xlsx")).content.startswith(b"PK")
    assert client.get(at("problems", upload.pk, "pdf")).status_code == 404


def test_report_is_for_its_sender_and_the_planners(client_for, people, survey):
    upload = Upload.objects.create(survey=survey, by=people.planner)
    assert client_for(people.officer).get(upload.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("name", ["create", "edit", "targets", "remind", "workbooks"])
def test_running_is_for_planners(client_for, people, round_, survey, name):
    address = at(name, round_.slug if name == "create" else survey.pk)
    assert client_for(people.head).get(address).status_code == 403


def test_tasks_and_steps_tell_who_must_act(people, round_, survey):
    source = tasks["surveys"]
    assert [task.context for task in source(people.officer)] == ["Dinkes"]
    assert list(source(people.planner)) == []
    Response.objects.update(state=Response.State.REFUSED, problems=[{"text": "B4"}])
    assert len(list(source(people.planner))) == 1
    (step,) = steps["surveys"](round_)
    assert (step.done, step.total) == (0, 1)
    Response.objects.update(state=Response.State.ACCEPTED, problems=[])
    assert list(source(people.officer)) == []


def test_an_approved_answer_is_not_late(people, round_, survey):
    survey.deadline = timezone.localdate() - timedelta(days=3)
    survey.save()
    count = survey.responses.count()
    assert len(list(late["surveys"](round_))) == count
    Response.objects.filter(survey=survey).update(state="approved")
    assert list(late["surveys"](round_)) == []
