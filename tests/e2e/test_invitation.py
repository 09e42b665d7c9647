"""An invitation on a phone: answered, changed, shown at the door; the planner sees it come in."""

from collections.abc import Callable
from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from selaras.meetings.models import Invitation
from tests.e2e.conftest import PHONE, WIDE, faults, sign_in
from tests.factories.meetings import MeetingFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_answer_comes_in_live(
    open_page: Callable[..., Page], people: SimpleNamespace, agency: Any, round_: Any
) -> None:
    day = timezone.localdate() + timedelta(days=9)
    meeting = MeetingFactory(round=round_, held_on=day, starts=time(8), place="Pendopo")
    title = "Kepala Dinas Kesehatan"
    invited = Invitation.objects.create(meeting=meeting, agency=agency, addressee=title)
    office = open_page(WIDE)
    sign_in(office, people.planner.email, "kata-sandi-uji")
    office.goto(reverse("meetings:invitations", args=[meeting.pk]))
    come = office.locator("#answers .stat-value").nth(1)
    expect(come).to_have_text("0")
    assert faults(office) == []

    phone = open_page(PHONE)
    phone.goto(reverse("meetings:answer", args=[invited.token]))
    assert faults(phone) == []
    expect(phone.locator("#id_name")).to_be_hidden()
    phone.locator('input[value="delegate"]').check()
    phone.locator("#id_name").fill("Siti")
    phone.locator("#id_position").fill("Sekretaris")
    phone.locator("[data-answer-form] button").click()
    expect(phone.locator(".ticket svg")).to_be_visible()
    assert faults(phone) == []
    expect(come).to_have_text("1")  # by itself, without a reload

    phone.locator("main details summary").click()
    phone.locator('input[value="absent"]').check()
    phone.locator("#id_reason").fill("Dinas luar")
    phone.locator("[data-answer-form] button").click()
    expect(phone.locator(".ticket")).to_have_count(0)
    invited.refresh_from_db()
    assert (invited.answer, invited.name) == ("absent", "")
