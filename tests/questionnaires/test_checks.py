"""The second engine flags what a client let through; without it answers stay unchecked."""

import shutil

import pytest

from selaras.lib.xforms import javarosa
from selaras.questionnaires.models import Submission
from selaras.questionnaires.tasks import recheck
from selaras.questionnaires.words import describe_finding
from tests.questionnaires.forms import SYSTEM, answer

pytestmark = pytest.mark.django_db
needs_java = pytest.mark.skipif(not shutil.which("java"), reason="no Java here")
CHECK = Submission.Check


@pytest.fixture
def java(monkeypatch):
    monkeypatch.setattr(
        javarosa, "available", lambda: bool(shutil.which("java")) and javarosa._jar().is_file()
    )


@pytest.fixture
def checked(send, django_capture_on_commit_callbacks):
    """Send, and let the check run that follows."""

    def take(xml):
        with django_capture_on_commit_callbacks(execute=True):
            received = send(xml)
        return Submission.objects.get(pk=received.submission_id)

    return take


def findings(made):
    return [(each["kind"], each["path"], each["index"]) for each in made.findings]


def test_without_the_engine_an_answer_stays_unchecked(checked):
    made = checked(answer(asn="-5"))
    assert (made.check_state, made.findings) == (CHECK.UNCHECKED, [])


@needs_java
@pytest.mark.usefixtures("java")
def test_good_answer_is_clean(checked):
    assert findings(checked(answer())) == []
    assert Submission.objects.get().check_state == CHECK.CLEAN


@needs_java
@pytest.mark.usefixtures("java")
def test_broken_limit_is_told_in_the_words_of_the_form(checked):
    made = checked(answer(asn="20001"))
    assert made.check_state == CHECK.FLAGGED
    assert findings(made) == [("constraint", "/data/asn", "")]
    assert describe_finding(made.findings[0]) == "Jumlah ASN: Isi antara 0 dan 20.000"


@needs_java
@pytest.mark.usefixtures("java")
def test_missing_answer_is_found_with_its_entry(checked):
    empty = SYSTEM.replace("SIMPUS", "")
    made = checked(answer(systems=SYSTEM + empty))
    assert findings(made) == [("required", "/data/sistem/sis/nama_sis", "2")]
    assert "2" in describe_finding(made.findings[0])


@needs_java
@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("<asn>120</asn>", "<asn>banyak</asn>", "/data/asn"),
        ("<basis>web</basis>", "<basis>fax</basis>", "/data/sistem/sis/basis"),
        ("<jumlah>1</jumlah>", "<jumlah>7</jumlah>", "/data/sistem/jumlah"),
        ("<nama>", "<asing>x</asing><nama>", "/data/asing"),
    ],
    ids=["type", "choice", "calculation", "unknown"],
)
def test_what_no_client_would_send_is_flagged(checked, old, new, path):
    made = checked(answer().replace(old.encode(), new.encode()))
    assert made.check_state == CHECK.FLAGGED
    assert path in [each["path"] for each in made.findings]


@needs_java
@pytest.mark.usefixtures("java")
def test_checking_changes_nothing_else(checked):
    made = checked(answer(asn="20001"))
    recheck.func(made.pk)
    again = Submission.objects.get()
    assert (again.xml, again.data, again.findings) == (made.xml, made.data, made.findings)


@needs_java
@pytest.mark.usefixtures("java")
def test_engine_that_breaks_is_a_finding(checked, monkeypatch):
    def broken(*_given):
        raise RuntimeError("rusak")

    monkeypatch.setattr(javarosa, "check", broken)
    made = checked(answer())
    assert [each["kind"] for each in made.findings] == ["engine"]
    assert "rusak" in describe_finding(made.findings[0])


@needs_java
@pytest.mark.usefixtures("java")
def test_form_that_cannot_be_computed_is_found(version):
    assert javarosa.form_fault(version.xform) is None
    broken = version.xform.replace("count( /data/sistem/sis )", "count( /data/sistem/sis ")
    assert broken != version.xform
    assert javarosa.form_fault(broken)
