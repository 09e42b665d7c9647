from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.errors import Refused
from selaras.core.models import Job, LedgerContent
from selaras.core.registry import tasks
from selaras.meetings.actions import (
    allocate_evenly,
    answer_invitation,
    change_state,
    invite_agencies,
    invite_person,
    mail_invitation,
    remind_invited,
    restore_invitation,
    save_letter,
    start_mailing,
    update_invitation,
    update_meeting,
    withdraw_invitation,
)
from selaras.meetings.messages import usual_kind
from selaras.meetings.models import Invitation
from selaras.meetings.queries import answer_picture, checklist, unsent_meetings
from selaras.meetings.rules import Door, door, head_title, reminder_due, spread, wa_number
from selaras.meetings.tasks import remind_due
from selaras.meetings.types import Reply
from selaras.needs.models import Need


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture(autouse=True)
def _no_tries():
    cache.clear()


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("dinas", "Dinas Kesehatan", "Kepala Dinas Kesehatan"),
        ("kecamatan", "Kecamatan Perak", "Camat Perak"),
        ("rsud", "RSUD Ploso", "Direktur RSUD Ploso"),
        ("inspektorat", "Inspektorat", "Inspektur"),
        ("sekretariat_dprd", "Sekretariat DPRD", "Sekretaris DPRD"),
        ("setda", "Sekretariat Daerah", "Sekretaris Daerah"),
        ("bagian", "Bagian Hukum", "Kepala Bagian Hukum"),
        ("satpol_pp", "Satuan Polisi Pamong Praja", "Kepala Satuan Polisi Pamong Praja"),
        ("badan", "Badan Penanggulangan Bencana Daerah",
         "Kepala Pelaksana Badan Penanggulangan Bencana Daerah"),
        ("partner", "Kadin", "Pimpinan Kadin"),
    ],
)  # fmt: skip
def test_heads_are_addressed_by_their_title(kind, name, title):
    assert head_title(kind, name) == title


def test_groups_fill_evenly():
    assert spread([1, 2, 3], {7: 1, 8: 0}) == {1: 8, 2: 7, 3: 8}


def test_numbers_for_whatsapp():
    assert wa_number("0812-3456-7890") == "6281234567890"
    assert wa_number("+62 812 3456 7890") == "6281234567890"
    assert wa_number("8123456789") == "628123456789"
    assert wa_number("0321") == wa_number("") == ""


def test_a_reminder_comes_due_once():
    held, days = date(2019, 10, 8), [3, 1]
    told = date(2019, 9, 30)
    assert not reminder_due(date(2019, 10, 4), held, days, told)
    assert reminder_due(date(2019, 10, 5), held, days, told)
    assert not reminder_due(date(2019, 10, 6), held, days, date(2019, 10, 5))
    assert reminder_due(date(2019, 10, 7), held, days, date(2019, 10, 5))
    assert not reminder_due(date(2019, 10, 8), held, days, told)
    assert not reminder_due(date(2019, 10, 5), held, days, date(2019, 10, 5))  # invited today
    assert not reminder_due(date(2019, 10, 5), held, days, None)


def test_the_door_opens_and_shuts():
    end = datetime(2019, 10, 8, 16, tzinfo=UTC)
    before, after = end - timedelta(days=1), end + timedelta(minutes=1)

    def now(state, moment=before, withdrawn=False):
        return door(state=state, closing=end, now=moment, withdrawn=withdrawn)

    assert now("preparing") == Door.OPEN
    assert now("preparing", after) == now("ended") == now("closed") == Door.OVER
    assert now("running", after) == Door.ARRIVING
    assert now("cancelled") == Door.CANCELLED
    assert now("running", withdrawn=True) == Door.WITHDRAWN


def test_the_tree_is_invited_in_one_step_and_nobody_twice(people, coming, units, camat):
    made = invite_agencies(by=people.planner, meeting=coming, agencies=units)
    assert (made.new, made.known) == (4, 0)
    again = invite_agencies(by=people.planner, meeting=coming, agencies=units)
    assert (again.new, again.known) == (0, 4)
    found = coming.invitations.get(addressee="Camat Perak")
    assert (found.email, found.phone) == ("camat@example.test", "081200000000")
    assert len(set(coming.invitations.values_list("token", flat=True))) == 4


def test_withdrawn_stays_so_until_taken_back(people, coming, units):
    invite_agencies(by=people.planner, meeting=coming, agencies=units)
    found = coming.invitations.first()
    with pytest.raises(Refused):
        withdraw_invitation(by=people.planner, invitation=found, reason=" ")
    withdraw_invitation(by=people.planner, invitation=found, reason="Salah alamat")
    invite_agencies(by=people.planner, meeting=coming, agencies=units)
    found.refresh_from_db()
    assert found.withdrawn
    restore_invitation(by=people.planner, invitation=found)
    found.refresh_from_db()
    assert found.withdrawn is None
    coming.invitations.create(addressee="Tokoh")
    with pytest.raises(Refused):
        invite_person(by=people.planner, meeting=coming, values={"addressee": "tokoh"})


def test_the_ledger_knows_no_person(people, coming, invited):
    reply = Reply("delegate", "Siti Rahasia", "Sekretaris", "197001012000031001")
    answer_invitation(invitation=invited, reply=reply)
    values = {"addressee": "Budi Rahasia", "email": "budi@example.test"}
    invite_person(by=people.planner, meeting=coming, values=values)
    withdraw_invitation(by=people.planner, invitation=invited, reason="Rahasia")
    told = str(list(LedgerContent.objects.values_list("content", flat=True)))
    for word in ("Rahasia", "budi@", "1970", invited.token):
        assert word not in told


def test_groups_by_what_the_unit_brought_then_evenly(people, coming, units, round_):
    invite_agencies(by=people.planner, meeting=coming, agencies=units)
    living = coming.groups.get(dimension__code="living")
    Need.objects.create(round=round_, title="Antrean", dimension=living.dimension, agency=units[0])
    count = allocate_evenly(by=people.planner, meeting=coming, by_dimension=True)
    assert count == 4
    assert coming.invitations.get(agency=units[0]).group == living
    sizes = [coming.invitations.filter(group=group).count() for group in coming.groups.all()]
    assert sorted(sizes) == [0, 0, 1, 1, 1, 1]
    assert allocate_evenly(by=people.planner, meeting=coming) == 0


def test_answers_change_until_the_doors_open(people, coming, invited):
    answer_invitation(invitation=invited, reply=Reply("delegate", "Siti", "Sekretaris"))
    answer_invitation(invitation=invited, reply=Reply("absent", reason="Dinas luar"))
    invited.refresh_from_db()
    assert (invited.answer, invited.name, invited.reason) == ("absent", "", "Dinas luar")
    with pytest.raises(Refused):  # ten days ahead
        change_state(by=people.planner, meeting=coming, state="running")
    coming.held_on = timezone.localdate()
    coming.save()
    change_state(by=people.planner, meeting=coming, state="running")
    with pytest.raises(Refused):
        answer_invitation(invitation=invited, reply=Reply("coming"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answer": "delegate"}, "name"),
        ({"answer": "delegate", "name": "Siti"}, "position"),
        ({"answer": "absent"}, "reason"),
        ({"answer": "coming"}, "name"),
        ({"answer": "coming", "name": "Siti", "number": "abc"}, "number"),
        ({"name": "Siti"}, "answer"),
    ],
)
def test_half_answers_come_back(client_for, invited, values, field):
    answer = client_for(None).post(at("answer", invited.token), values)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]


def test_the_page_behind_the_link(client_for, coming, invited):
    client, address = client_for(None), at("answer", invited.token)
    page = client.get(address)
    assert page.status_code == 200
    assert "Pendopo" in page.content.decode()
    values = {"answer": "delegate", "name": "<script>alert(1)</script> 🙂", "position": "Staf"}
    assert client.post(address, values).url == address
    page = client.get(address).content.decode()
    assert "&lt;script&gt;" in page
    assert "<svg" in page
    Invitation.objects.update(may_delegate=False)
    assert client.post(address, {**values, "name": "Budi"}).status_code == 422
    assert client.post(address, {"answer": "coming", "name": "x" * 5000}).status_code == 422


def test_links_that_open_nothing_say_why(client_for, people, coming, invited):
    client, address = client_for(None), at("answer", invited.token)
    assert client.get(at("answer", "tidak-ada")).status_code == 404
    withdraw_invitation(by=people.planner, invitation=invited, reason="Salah alamat")
    gone = client.get(address)
    assert gone.status_code == 410
    assert "Salah alamat" in gone.content.decode()
    restore_invitation(by=people.planner, invitation=invited)
    change_state(by=people.planner, meeting=coming, state="cancelled")
    assert client.get(address).status_code == 410
    change_state(by=people.planner, meeting=coming, state="preparing")
    coming.held_on = timezone.localdate()
    coming.save()
    change_state(by=people.planner, meeting=coming, state="ended")
    assert client.post(address, {"answer": "coming"}).status_code == 410
    assert not Invitation.objects.filter(answer="coming").exists()


def test_unknown_links_are_not_tried_at_speed(client_for, db):
    client = client_for(None)
    codes = [client.get(at("answer", f"coba-{number}")).status_code for number in range(21)]
    assert codes[:20] == [404] * 20
    assert codes[20] == 429


def test_mail_goes_once_with_letter_and_calendar(people, coming, invited):
    Invitation.objects.create(meeting=coming, addressee="Tanpa alamat")
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    (message,) = mail.outbox
    types = [part.get_content_type() for part in message.message().walk()]
    assert {"application/pdf", "text/calendar"} <= set(types)
    assert invited.token in message.body
    invited.refresh_from_db()
    assert invited.mailed
    with pytest.raises(Refused):
        start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert not mail_invitation(Invitation.objects.get(pk=invited.pk), "invite")
    assert len(mail.outbox) == 1


def test_an_address_that_fails_stays_waiting(people, coming, invited, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OSError("refused")

    with monkeypatch.context() as patch:
        patch.setattr("selaras.meetings.actions.mailing._send", fail)
        start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert Job.objects.get().result["problems"]
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert len(mail.outbox) == 1


def test_a_change_and_a_cancellation_reach_those_who_were_told(people, coming, invited):
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    with pytest.raises(Refused):
        start_mailing(by=people.planner, meeting=coming, kind="update")
    change_state(by=people.planner, meeting=coming, state="cancelled")
    coming.refresh_from_db()
    start_mailing(by=people.planner, meeting=coming, kind="cancel")
    with pytest.raises(Refused):
        start_mailing(by=people.planner, meeting=coming, kind="cancel")
    body = mail.outbox[1].message().as_string()
    assert 'method="CANCEL"' in body
    assert len(mail.outbox) == 2


def test_whoever_is_not_invited_any_more_is_told_and_may_be_invited_anew(people, coming, invited):
    coming.held_on = timezone.localdate() + timedelta(days=5)
    coming.save()
    never = Invitation.objects.create(meeting=coming, addressee="Belum diberi tahu", email="b@x.id")
    withdraw_invitation(by=people.planner, invitation=never, reason="Salah alamat")
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert list(unsent_meetings()) == []
    invited.refresh_from_db()
    withdraw_invitation(by=people.planner, invitation=invited, reason="Diwakili asisten")
    assert list(unsent_meetings()) == [coming]
    start_mailing(by=people.planner, meeting=coming, kind="withdraw")
    with pytest.raises(Refused):
        start_mailing(by=people.planner, meeting=coming, kind="withdraw")
    last = mail.outbox[-1].message()
    assert [part.get_content_type() for part in last.walk()][1:] == ["text/plain", "text/calendar"]
    assert 'method="CANCEL"' in last.as_string()
    assert "Diwakili asisten" in mail.outbox[-1].body
    assert invited.token not in mail.outbox[-1].body
    invited.refresh_from_db()
    restore_invitation(by=people.planner, invitation=invited)
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert len(mail.outbox) == 3


@pytest.fixture
def clock(monkeypatch):
    """The hour of today, in the regency's time."""

    def turn(hour):
        now = timezone.localtime().replace(hour=hour, minute=5)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return turn


@pytest.mark.parametrize(("hour", "letters"), [(0, 0), (6, 0), (7, 1), (16, 1), (17, 0), (23, 0)])
def test_reminders_go_by_day(coming, invited, clock, hour, letters):
    clock(hour)
    Invitation.objects.update(mailed=timezone.now() - timedelta(days=9))
    coming.held_on = timezone.localdate() + timedelta(days=3)
    coming.save()
    remind_due()
    assert len(mail.outbox) == letters


def test_reminders_go_to_the_silent_and_never_twice(coming, invited, clock):
    clock(9)
    past = timezone.now() - timedelta(days=9)
    Invitation.objects.update(mailed=past)
    remind_due()
    assert mail.outbox == []
    coming.held_on = timezone.localdate() + timedelta(days=3)
    coming.save()
    remind_due()
    remind_due()
    assert len(mail.outbox) == 1
    Invitation.objects.update(answer="coming", reminded=past)
    remind_due()
    assert len(mail.outbox) == 1  # those who come hear on the last day only
    coming.held_on = timezone.localdate() + timedelta(days=1)
    coming.save()
    assert remind_invited(meeting=coming) == 1
    assert remind_invited(meeting=coming) == 0


def test_picture_counts_by_group_and_sector(people, coming, units):
    invite_agencies(by=people.planner, meeting=coming, agencies=units)
    group = coming.groups.first()
    coming.invitations.filter(agency=units[0]).update(answer="coming", group=group)
    coming.invitations.filter(agency=units[3]).update(answer="absent")
    picture = answer_picture(coming)
    assert (picture.total.total, picture.total.come) == (4, 1)
    assert picture.groups[0].come == 1
    assert picture.groups[-1].total == 3  # without a group
    assert [(line.total, line.come) for line in picture.sectors] == [(3, 1), (1, 0)]
    assert picture.groups[-1].bars == [("none", 0.0, 66.67), ("absent", 66.67, 33.33)]


@pytest.mark.parametrize("name", ["invitations", "answers", "allocation", "messages", "invite"])
def test_pages_cost_the_same_for_one_and_three(
    client_for, people, coming, invited, name, django_assert_max_num_queries
):
    client, address = client_for(people.planner), at(name, coming.pk)

    def cost():
        with django_assert_max_num_queries(60) as captured:
            assert client.get(address, headers={"HX-Request": "true"}).status_code == 200
        return len(captured)

    one = cost()
    for number in range(2):
        group = coming.groups.first()
        Invitation.objects.create(meeting=coming, addressee=f"Tokoh {number}", group=group)
    assert cost() == one


def test_planner_invites_by_the_pages(client_for, people, coming, units):
    client = client_for(people.planner)
    assert client.post(at("invite", coming.pk), {"_": ""}).status_code == 422
    values = {"sets": ["heads", "camat"], "agencies": [units[3].pk]}
    client.post(at("invite", coming.pk), values)
    names = set(coming.invitations.values_list("addressee", flat=True))
    assert names == {
        "Kepala Dinas Kesehatan", "Direktur RSUD Ploso", "Camat Perak", "Pimpinan Kadin"
    }  # fmt: skip
    one = coming.invitations.first()
    assert client.get(at("invitation", one.pk)).status_code == 200
    values = {"addressee": "Tokoh", "phone": "081234567890"}
    client.post(at("invite-person", coming.pk), values)
    assert client.post(at("invite-person", coming.pk), values).status_code == 422
    group = coming.groups.first()
    client.post(at("invitation", one.pk), {"addressee": one.addressee, "group": group.pk})
    one.refresh_from_db()
    assert (one.group, one.may_delegate) == (group, False)
    client.post(at("allocation", coming.pk), {f"group-{one.pk}": ""})
    client.post(at("spread", coming.pk))
    assert not coming.invitations.filter(group=None).exists()
    client.post(at("withdraw-invitation", one.pk), {"reason": "Salah"})
    page = client.get(at("invitations", coming.pk)).content.decode()
    assert "Tokoh" in page
    assert client.get(f"{at('invitations', coming.pk)}?format=xlsx").content.startswith(b"PK")
    for query in (f"sector=person&group={group.pk}", "group=none", "sent=none", "state=yes"):
        assert client.get(f"{at('invitations', coming.pk)}?{query}").status_code == 200
    assert "wa.me/6281234567890" in client.get(at("messages", coming.pk)).content.decode()


def test_the_office_sees_who_comes_but_no_address(client_for, people, coming, invited):
    page = client_for(people.officer).get(at("invitations", coming.pk)).content.decode()
    assert invited.addressee in page
    assert invited.email not in page
    assert invited.phone not in page
    assert client_for(people.officer).get(at("messages", coming.pk)).status_code == 403


def test_a_new_address_is_told_anew(people, coming, invited):
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    invited.refresh_from_db()
    values = {"email": "baru@example.test"}
    update_invitation(by=people.planner, invitation=invited, values=values)
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert mail.outbox[1].to == ["baru@example.test"]


def test_whoever_is_invited_and_has_an_account_is_asked_at_home(people, coming, invited):
    assert list(tasks["meetings.preparing"](people.partner)) == []
    (task,) = tasks["meetings.preparing"](people.head)  # of the invited unit
    assert task.url == at("answer", invited.token)
    Invitation.objects.update(agency=None, email=people.partner.email.upper())
    assert list(tasks["meetings.preparing"](people.head)) == []
    assert len(list(tasks["meetings.preparing"](people.partner))) == 1
    answer_invitation(invitation=invited, reply=Reply("coming", "Siti"))
    assert list(tasks["meetings.preparing"](people.partner)) == []


def test_an_unfinished_letter_is_told_before_it_goes_out(client_for, people, coming, invited):
    page = client_for(people.planner).get(at("invitations", coming.pk))
    assert page.context["letter_ready"] is False
    save_letter(
        by=people.planner, meeting=coming, values={"number": "005/1", "signatory_name": "Siti"}
    )
    assert client_for(people.planner).get(at("invitations", coming.pk)).context["letter_ready"]


def test_tasks_wait_for_planner_and_staff(people, coming, invited):
    listed = list(tasks["meetings.preparing"](people.planner))
    assert [task.url for task in listed] == [at("invitations", coming.pk)]
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert list(tasks["meetings.preparing"](people.planner)) == []
    coming.groups.first().staff.create(user=people.officer)
    (task,) = tasks["meetings.preparing"](people.officer)
    assert (task.url, task.due) == (coming.get_absolute_url(), coming.held_on)


def test_a_change_writes_what_was_changed_and_nothing_else(people, coming, invited):
    stale = Invitation.objects.select_related("meeting").get(pk=invited.pk)
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    update_invitation(by=people.planner, invitation=stale, values={"phone": "0811"})
    invited.refresh_from_db()
    assert (invited.phone, bool(invited.mailed)) == ("0811", True)
    withdraw_invitation(by=people.planner, invitation=stale, reason="Salah")
    with pytest.raises(Refused):
        start_mailing(by=people.planner, meeting=coming, kind="invite")


def test_somebody_else_gets_a_link_of_their_own_and_the_first_is_told(
    client_for, people, coming, invited
):
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    answer_invitation(invitation=invited, reply=Reply("coming", name="Budi"))
    old = invited.token
    values = {"addressee": "Sekretaris Daerah", "email": "lain@example.test"}
    update_invitation(by=people.planner, invitation=invited, values=values)
    invited.refresh_from_db()
    assert (invited.answer, invited.name, invited.mailed) == ("none", "", None)
    assert invited.token != old
    assert client_for(None).get(at("answer", old)).status_code == 410
    start_mailing(by=people.planner, meeting=coming, kind="withdraw")
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert [message.to[0] for message in mail.outbox[1:]] == [
        "kepala@example.test", "lain@example.test",
    ]  # fmt: skip
    assert _("Somebody else is invited instead.") in mail.outbox[1].body
    assert answer_picture(coming).total.total == 1


def test_a_corrected_spelling_keeps_answer_and_link(client_for, people, coming, invited):
    answer_invitation(invitation=invited, reply=Reply("coming", name="Budi"))
    client, address = client_for(people.planner), at("invitation", invited.pk)
    values = {"addressee": "Kepala Dinas Kesehatan,", "email": invited.email, "spelling": "on"}
    assert 'name="spelling"' in client.get(address).content.decode()
    assert 'name="spelling"' not in client.get(at("invite-person", coming.pk)).content.decode()
    client.post(address, values)
    client.post(address, {**values, "addressee": "KEPALA DINAS KESEHATAN,", "spelling": ""})
    kept = coming.invitations.get()
    assert (kept.addressee, kept.name) == ("KEPALA DINAS KESEHATAN,", "Budi")
    assert kept.token == invited.token
    client.post(address, {**values, "addressee": "Camat Perak", "spelling": ""})
    assert sorted(coming.invitations.values_list("addressee", "name", "reason")) == [
        ("Camat Perak", "", ""),
        ("KEPALA DINAS KESEHATAN,", "Budi", _("Somebody else is invited instead.")),
    ]


def test_nobody_takes_the_place_of_one_who_has_arrived(people, coming, invited):
    coming.attendances.create(
        invitation=invited, name="Budi", client_key=uuid4(), arrived=timezone.now()
    )
    values = {"addressee": "Camat Perak"}
    with pytest.raises(Refused):
        update_invitation(by=people.planner, invitation=invited, values=values)
    invited.refresh_from_db()
    assert invited.addressee == "Kepala Dinas Kesehatan"


def test_an_answer_for_another_day_is_kept_and_asked_anew(client_for, people, coming, invited):
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    answer_invitation(invitation=invited, reply=Reply("coming", name="Budi"))
    planner = people.planner
    update_meeting(by=planner, meeting=coming, values={"place": "Aula", "ends": time(16)})
    assert answer_picture(coming).total.counts["coming"] == 1  # the day and the hour stand
    later = coming.held_on + timedelta(days=1)
    update_meeting(by=planner, meeting=coming, values={"held_on": later})
    counts = answer_picture(coming).total.counts
    assert (counts["coming"], counts["none"]) == (0, 1)
    page = client_for(planner).get(at("invitations", coming.pk)).content.decode()
    words = _("%(answer)s, before the change") % {"answer": Invitation.Answer.COMING.label}
    assert words in page
    client, address = client_for(None), at("answer", invited.token)
    asked = _("The day or the hour has changed since you answered. Please answer again.")
    page = client.get(address).content.decode()
    assert asked in page
    assert "Budi" in page
    start_mailing(by=planner, meeting=coming, kind="update")
    again = _("Your answer was for the earlier time. Please answer again, by this link:")
    assert again in mail.outbox[-1].body
    client.post(address, {"answer": "coming", "name": "Budi"})
    assert answer_picture(coming).total.counts["coming"] == 1
    assert asked not in client.get(address).content.decode()


def test_who_answered_for_another_day_is_reminded(coming, invited):
    past = timezone.now() - timedelta(days=9)
    Invitation.objects.update(mailed=past, answer="coming", answered=past)
    coming.held_on, coming.moved = timezone.localdate() + timedelta(days=3), timezone.now()
    coming.save()
    assert remind_invited(meeting=coming) == 1
    words = _("The time of “%(meeting)s” has changed since you answered.")
    assert words % {"meeting": coming.title} in mail.outbox[0].body


def test_the_checklist_asks_to_tell_a_change(people, coming, invited):
    label = _("Whoever was invited knows of the changes")

    def point():
        found = [each for each in checklist(coming) if each.label == label]
        return (found[0].done, found[0].detail[:1]) if found else None

    update_meeting(by=people.planner, meeting=coming, values={"place": "Aula"})
    assert point() is None  # nobody was written to before
    start_mailing(by=people.planner, meeting=coming, kind="invite")
    assert point() == (True, "")
    update_meeting(by=people.planner, meeting=coming, values={"place": "Pendopo"})
    assert point() == (False, "1")
    start_mailing(by=people.planner, meeting=coming, kind="update")
    invited.refresh_from_db()
    withdraw_invitation(by=people.planner, invitation=invited, reason="Salah")
    assert point() == (False, "1")


def test_texts_for_whatsapp_say_what_has_changed(client_for, people, coming, invited):
    client, address = client_for(people.planner), at("messages", coming.pk)
    values = {"meeting": coming.title}
    invites = _("We invite you to “%(meeting)s”.") % values
    changed = _("Time or place of “%(meeting)s” has changed.") % values

    def page(kind=""):
        return client.get(f"{address}?jenis={kind}").content.decode()

    assert invites in page("update")  # nothing has changed
    update_meeting(by=people.planner, meeting=coming, values={"place": "Aula"})
    assert page("update").count(changed) >= 2  # for the group, for the person
    assert invites in page()
    withdraw_invitation(by=people.planner, invitation=invited, reason="Salah alamat")
    assert "Salah alamat" in page("withdraw")
    assert invited.token not in page("withdraw")
    restore_invitation(by=people.planner, invitation=invited)
    change_state(by=people.planner, meeting=coming, state="cancelled")
    over = _("“%(meeting)s” will not take place. Thank you for your understanding.") % values
    assert over in page()
    assert invited.token not in page()
    assert address in client.get(at("invitations", coming.pk)).content.decode()


@pytest.mark.parametrize(
    ("mailed", "withdrawn", "kind"),
    [(None, False, "invite"), (0, False, "update"), (1, False, "invite"), (0, True, "withdraw")],
)
def test_the_text_of_one_addressee_fits_what_they_know(coming, invited, mailed, withdrawn, kind):
    coming.revision = 1
    invited.meeting, now = coming, timezone.now()
    invited.mailed = None if mailed is None else now
    invited.mailed_revision, invited.withdrawn = mailed or 0, now if withdrawn else None
    assert usual_kind(invited) == kind
    coming.state = "cancelled"
    assert usual_kind(invited) == "cancel"
