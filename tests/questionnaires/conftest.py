from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from selaras.questionnaires.actions import publish_form, receive_answer
from selaras.questionnaires.models import FormVersion, Submission
from selaras.questionnaires.types import Received, Upload
from selaras.surveys.actions import create_survey
from selaras.surveys.models import Part, Section, Survey
from tests.questionnaires.forms import REFERENCE, answer


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()


@pytest.fixture(autouse=True)
def _no_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Java starts slowly; test_checks.py asks for it."""
    monkeypatch.setattr("selaras.lib.xforms.javarosa.available", lambda: False)


@pytest.fixture
def version(people: SimpleNamespace) -> FormVersion:
    return publish_form(by=people.planner, name="survei.md", data=REFERENCE.encode())


@pytest.fixture
def send(people: SimpleNamespace, version: FormVersion) -> Callable[..., Received]:
    """Take an answer in, by the officer unless said otherwise."""

    def take(xml: bytes | None = None, *uploads: Upload, **more: Any) -> Received:
        more.setdefault("by", people.officer)
        return receive_answer(xml=xml or answer(), uploads=uploads, **more)

    return take


@pytest.fixture
def sent(send: Callable[..., Received]) -> Submission:
    return Submission.objects.get(pk=send().submission_id)


@pytest.fixture
def part(people: SimpleNamespace, version: FormVersion, round_: object, agency: object) -> Part:
    """The unit's section in a survey, to be filled in."""
    survey: Survey = create_survey(
        by=people.planner, round=round_, name="Survei", agencies=[agency]
    )
    section = Section.objects.create(survey=survey, version=version)
    return Part.objects.create(response=survey.responses.get(), section=section)
