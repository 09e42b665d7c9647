"""Search, jobs, schedule, notices, events and files of the ground floor."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from PIL import Image

from selaras.core import events, files, jobs, notices, schedule, search
from selaras.core.errors import Refused
from selaras.core.models import Job, Notice, ScheduledRun, StoredFile
from selaras.core.registry import JobKind, Registry, ScheduledJob, SearchDocument, scheduled
from selaras.core.registry import jobs as job_kinds

pytestmark = pytest.mark.django_db


def document(object_id: str, title: str, body: str = "", *, public: bool = True) -> SearchDocument:
    return SearchDocument("uji", object_id, title, body, f"/{object_id}/", public)


def titles(text: str, *, public_only: bool = True) -> list[str]:
    return [entry.title for entry in search.find(text, public_only=public_only).hits]


def test_search_finds_every_form_of_a_word() -> None:
    search.put([document("1", "Pelayanan perizinan"), document("2", "Antrean puskesmas")])
    assert titles("melayani izin") == ["Pelayanan perizinan"]
    assert titles("antre") == ["Antrean puskesmas"]
    assert titles("pelayanan puskesmas") == []


def test_search_keeps_up_with_changes() -> None:
    search.put([document("1", "Pasar")])
    search.put([document("1", "Terminal")])
    assert titles("pasar") == []
    assert titles("terminal") == ["Terminal"]
    search.drop("uji", "1")
    assert titles("terminal") == []


def test_search_hides_what_is_not_public() -> None:
    search.put([document("1", "Rahasia", public=False)])
    assert titles("rahasia") == []
    assert titles("rahasia", public_only=False) == ["Rahasia"]


@pytest.mark.parametrize(
    "text", ["", "  ", "'\"*()", "a & | ! b", "OR AND NOT", "x" * 500, "😀", "a:*"]
)
def test_search_takes_any_text(text: str) -> None:
    assert isinstance(titles(text), list)


def test_registry_refuses_a_name_taken_twice() -> None:
    registry: Registry[int] = Registry()
    registry.add("a", 1)
    with pytest.raises(ValueError, match="a is registered twice"):
        registry.add("a", 2)
    assert list(registry) == [1]


@pytest.fixture
def kind() -> object:
    """A job kind of its own, taken away afterwards."""

    def install(run: object) -> str:
        job_kinds.add("uji", JobKind("uji", run))
        return "uji"

    yield install
    job_kinds._items.pop("uji", None)


def test_job_tells_progress_and_result(kind: object, people: object) -> None:
    def run(job: Job, report: object) -> dict[str, object]:
        report(1, 2, "setengah")
        assert Job.objects.get(pk=job.pk).done == 1
        return {"summary": job.payload["word"]}

    job = jobs.start_job(kind=kind(run), title="Uji", by=people.planner, payload={"word": "ya"})
    job.refresh_from_db()
    assert (job.state, job.result, job.total) == ("done", {"summary": "ya"}, 2)


@pytest.mark.parametrize(
    ("error", "told"), [(Refused("Isi tanggal."), "Isi tanggal."), (KeyError("x"), "")]
)
def test_job_that_fails_says_so(
    kind: object, people: object, error: Exception, told: str, caplog: object
) -> None:
    def run(_job: Job, _report: object) -> None:
        raise error

    job = jobs.start_job(kind=kind(run), title="Uji", by=people.planner, payload={})
    job.refresh_from_db()
    assert (job.state, job.result["error"]) == ("failed", told)


def test_schedule_runs_once_per_interval() -> None:
    ran = []
    scheduled.add("uji", ScheduledJob(timedelta(hours=1), lambda: ran.append(1), "uji"))
    try:
        assert "uji" in schedule.run_due()
        assert "uji" not in schedule.run_due()
        ScheduledRun.objects.filter(name="uji").update(last_run=timezone.now() - timedelta(hours=2))
        assert "uji" in schedule.run_due()
        assert len(ran) == 2
    finally:
        scheduled._items.pop("uji")


def test_notice_is_mailed_once(people: object) -> None:
    made = notices.notify([people.officer], text="Isi survei", url="/survei/")
    notices.mail_notices.func([notice.pk for notice in made])
    assert len(mail.outbox) == 1
    assert "Isi survei" in mail.outbox[0].subject
    assert notices.unread(people.officer).count() == 1
    assert Notice.objects.get().mailed_at is not None


@pytest.mark.django_db(transaction=True)
def test_event_is_delivered_after_commit_only(caplog: object) -> None:
    class Happened:
        pass

    heard = []
    events.subscribe(Happened)(heard.append)

    @events.subscribe(Happened)
    def _break(_event: object) -> None:
        raise ValueError

    with transaction.atomic():
        events.publish(Happened())
        assert heard == []
    assert len(heard) == 1


def photo(**options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", **options)
    return out.getvalue()


def test_photo_loses_its_metadata(settings: object) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    exif[0x0112] = 6  # turned by 90 degrees
    data = photo(exif=exif)
    assert b"Kamera Rahasia" in data
    stored = files.store(name="a.jpg", data=data, accepted=("jpeg",), by=None)
    kept = files.content_of(stored)
    assert b"Kamera Rahasia" not in kept
    assert Image.open(io.BytesIO(kept)).size == (20, 40)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"MZ\x90 program"),
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 broken zip"),
        ("a.xlsx", photo()),
        ("a.exe", photo()),
        ("a.jpg", b"\xff\xd8\xff broken photo"),
    ],
)
def test_unfit_upload_is_refused_in_words(name: str, data: bytes) -> None:
    with pytest.raises(Refused):
        files.store(name=name, data=data, accepted=("xlsx", "jpeg"), by=None)
    assert not StoredFile.objects.exists()


def test_path_in_a_name_is_dropped() -> None:
    stored = files.store(name="../../etc/x.jpg", data=photo(), accepted=("jpeg",), by=None)
    assert stored.name == "x.jpg"
