import io

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from selaras.core import files
from selaras.core.errors import ImportRefused, Refused
from selaras.core.models import LedgerEntry
from selaras.questionnaires.actions import preview_form, publish_form, set_open
from selaras.questionnaires.models import FormVersion, Medium, Questionnaire
from tests.questionnaires.forms import REFERENCE, changed

pytestmark = pytest.mark.django_db
TITLE = "Survei sistem informasi"


@pytest.fixture
def publish(people):
    def make(data, *, by=people.planner, name="survei.md", media=()):
        return publish_form(by=by, name=name, data=data, media=media)

    return make


def png(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (2, 2), colour).save(out, "PNG")
    return out.getvalue()


def test_form_becomes_a_version(version, people):
    assert (version.number, version.version, version.by) == (1, "2026112601", people.planner)
    assert (version.questionnaire.form_id, version.questionnaire.title) == ("survei_sistem", TITLE)
    assert version.questionnaire.is_open
    assert not version.questionnaire.for_phones
    assert len(version.warnings) == 3
    entry = LedgerEntry.objects.get(kind="questionnaires.published")
    assert entry.actor == str(people.planner.public_id)


def test_same_again_is_the_same_version(version, publish):
    assert publish(REFERENCE.encode()) == version
    assert FormVersion.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="questionnaires.published").count() == 1


def test_older_version_once_more_is_that_version(version, publish):
    publish(changed(a="| Kecamatan | → | Kecamatan (sesuai SK) |"))
    assert publish(REFERENCE.encode()) == version
    assert FormVersion.objects.count() == 2


def test_new_version_tells_what_changed(version, publish):
    data = changed(
        words="| Nama perangkat daerah | → | Nama unit |",
        limit=". <= 20000 → . <= 9000",
        gone="| | date | tanggal | Tanggal pengisian | Date | | | | | | |\n → ",
        kind="| | decimal | biaya → | | integer | biaya",
        choice="| basis | lain | Lainnya | → | basis | lain | Lain |",
        fresh="| | acknowledge → | | text | kontak | Kontak | Contact |\n| | acknowledge",
    )
    preview = preview_form(name="survei.md", data=data)
    assert [change.kind for change in preview.changes] == [
        "removed", "label", "constraint", "choices", "type", "added",
    ]  # fmt: skip
    lines = preview.change_lines
    assert len(lines) == 6
    assert all("%(" not in line for line in lines)
    assert "Nama perangkat daerah" in lines[1]
    assert "Nama unit" in lines[1]
    assert preview.previous == version
    assert FormVersion.objects.count() == 1
    made = publish(data)
    assert (made.number, made.version) == (2, "2026112701")
    assert made.questionnaire == version.questionnaire


def test_same_version_with_other_content_is_refused(version, publish):
    with pytest.raises(ImportRefused) as refusal:
        publish(changed(version.version, a="| Kecamatan | → | Distrik |"))
    (problem,) = refusal.value.problems
    assert problem.place.startswith("settings")
    assert version.version in problem.text
    assert FormVersion.objects.count() == 1


def test_every_problem_of_a_form_is_named_and_nothing_is_kept(publish):
    with pytest.raises(ImportRefused) as refusal:
        publish(REFERENCE.replace("| text | nama |", "| txt | nama |").encode())
    assert str(refusal.value.problems[0]).startswith("survey")
    assert not Questionnaire.objects.exists()


def test_form_without_settings_gets_id_and_version(publish):
    bare = b"| survey |\n| | type | name | label |\n| | text | a | %s |\n"
    first = publish(bare % b"A", name="Data Dasar 2019.md")
    assert (first.questionnaire.form_id, first.version) == ("data_dasar_2019", "1")
    assert first.questionnaire.title == "Data Dasar 2019"
    assert first.definition.form_id == "data_dasar_2019"
    assert publish(bare % b"A", name="Data Dasar 2019.md") == first
    assert publish(bare % b"B", name="Data Dasar 2019.md").version == "2"


def test_attachments_are_kept_and_carried_over(publish):
    first = publish(REFERENCE.encode(), media=[("logo.png", png()), ("desa.csv", b"name\na\n")])
    assert [each.name for each in first.media.all()] == ["desa.csv", "logo.png"]
    data = changed(a="| Kecamatan | → | Distrik |")
    second = publish(data, media=[("desa.csv", b"name\nb\n")])
    assert [each.name for each in second.media.all()] == ["desa.csv", "logo.png"]
    assert files.content_of(second.media.get(name="desa.csv").file) == b"name\nb\n"
    assert files.content_of(first.media.get(name="desa.csv").file) == b"name\na\n"
    assert second.media.get(name="logo.png").md5 == first.media.get(name="logo.png").md5


def test_attachment_that_cannot_be_used_is_refused(publish):
    with pytest.raises(Refused):
        publish(REFERENCE.encode(), media=[("a.exe", b"MZ")])
    assert not Medium.objects.exists()
    assert not FormVersion.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"<root><item>",
        b'<!DOCTYPE root [<!ENTITY a "b">]><root>&a;</root>',
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<root xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></root>',
        b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>',
    ],
    ids=["broken", "type", "drawing", "script", "stylesheet"],
)
def test_xml_that_is_no_list_is_refused(publish, data):
    with pytest.raises(Refused):
        publish(REFERENCE.encode(), media=[("unit.xml", data)])
    assert not Medium.objects.exists()


def test_attachments_of_the_same_name_are_refused(publish):
    twice = [("a/desa.csv", b"name\na\n"), ("b/desa.csv", b"name\nb\n")]
    with pytest.raises(Refused):
        publish(REFERENCE.encode(), media=twice)


def test_new_attachments_alone_need_a_new_version(version, publish):
    with pytest.raises(Refused):
        publish(REFERENCE.encode(), media=[("logo.png", png())])


@pytest.mark.parametrize("role", ["officer", "head", "inspector", "administrator", "citizen"])
def test_publishing_is_for_planners(people, publish, role):
    with pytest.raises(PermissionDenied):
        publish(REFERENCE.encode(), by=getattr(people, role))
    assert not FormVersion.objects.exists()


def test_opening_is_kept_in_the_ledger(version, people):
    found = version.questionnaire
    set_open(by=people.planner, questionnaire=found, is_open=True, for_phones=True)
    assert LedgerEntry.objects.get(kind="questionnaires.opened")
    set_open(by=people.planner, questionnaire=found, is_open=True, for_phones=True)
    assert LedgerEntry.objects.filter(kind="questionnaires.opened").count() == 1
    with pytest.raises(Refused):
        set_open(by=people.planner, questionnaire=found, is_open=False, for_phones=True)
    with pytest.raises(PermissionDenied):
        set_open(by=people.officer, questionnaire=found, is_open=False, for_phones=False)


def test_external_choices_go_with_the_attachments(publish):
    form = b"""
| survey | | | | |
| | type | name | label | choice_filter |
| | text | kec | Kecamatan | |
| | select_one_external desa | desa | Desa | kec=${kec} |
| external_choices | | | | |
| | list_name | name | label | kec |
| | desa | a | A | jbg |
"""
    made = publish(form, name="desa.md")
    assert b"jbg" in files.content_of(made.media.get(name="itemsets.csv").file)
