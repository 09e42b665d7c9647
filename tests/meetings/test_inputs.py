"""What citizens write to a public meeting."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from selaras.core.errors import Refused
from selaras.core.models import LedgerContent
from selaras.core.registry import tasks
from selaras.meetings.actions import (
    decide_input,
    edit_card,
    merge_cards,
    send_input,
    take_over_input,
)
from selaras.meetings.forms.publicity import first_sentence
from selaras.meetings.models import Contribution, Group, PublicInput
from selaras.meetings.queries import groups_in_room, participants_of, wall_of
from selaras.meetings.views.public import INPUTS, INPUTS_AN_HOUR
from tests.factories.meetings import MeetingFactory

SECRET = {"name": "Siti Contohwati", "email": "siti@example.test"}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def meeting(round_):
    today = timezone.localdate()
    return MeetingFactory(
        round=round_, public=True, held_on=today + timedelta(days=9), input_until=today
    )


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def test_citizen_writes_without_an_account_and_sees_what_became_of_it(client_for, people, meeting):
    client = client_for(None)
    address = at("write", meeting.pk)
    assert client.get(address).status_code == 200
    sent = client.post(address, {"text": "Lampu jalan mati 🙏 <script>alert(1)</script>", **SECRET})
    item = PublicInput.objects.get()
    assert sent.url == at("receipt", item.reference)
    page = client.get(sent.url).content.decode()
    assert item.reference in page
    assert "<script>alert" not in page
    assert "Lampu jalan" not in client.get(at("public-meeting", meeting.pk)).content.decode()
    decide_input(by=people.planner, item=item, show=True)
    for page in (client.get(at("public-meeting", meeting.pk)), client.get(sent.url)):
        text = page.content.decode()
        assert "Lampu jalan mati 🙏" in text
        assert not any(secret in text for secret in SECRET.values())
    told = str(list(LedgerContent.objects.values_list("content", flat=True)))
    assert "Lampu" not in told
    assert "Siti" not in told


def test_sending_twice_keeps_one(client_for, meeting):
    client = client_for(None)
    values = {"text": "Sekali saja", "_key": "7d4fb3a0-7a0b-4b0e-8f6b-3f5d2c1a9e11"}
    first = client.post(at("write", meeting.pk), values)
    assert client.post(at("write", meeting.pk), values).url == first.url
    assert PublicInput.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "a" * 5001},
        {"text": "Baik", "email": "bukan surel"},
        {"text": "Baik", "website": "https://spam.example"},
        {"text": "nol \x00 bita"},
    ],
)
def test_bad_text_comes_back_with_what_was_written(client_for, meeting, wrong):
    answer = client_for(None).post(at("write", meeting.pk), wrong)
    assert answer.status_code == 422
    assert not PublicInput.objects.exists()


def test_longest_text_is_kept_whole(client_for, meeting):
    client_for(None).post(at("write", meeting.pk), {"text": "é" * 5000})
    assert len(PublicInput.objects.get().text) == 5000


def test_one_connection_sends_only_so_many(client_for, meeting):
    client, values = client_for(None), {"text": "Lagi"}
    for _number in range(INPUTS_AN_HOUR):
        assert client.post(at("write", meeting.pk), values).status_code == 302
    answer = client.post(at("write", meeting.pk), values)
    assert answer.status_code == 429
    assert "Lagi" in answer.content.decode()
    assert PublicInput.objects.count() == INPUTS_AN_HOUR
    other = client.post(at("write", meeting.pk), values, REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 302


@pytest.mark.parametrize(
    "closed",
    [
        {"state": "closed"},
        {"input_until": None},
        {"input_until": timezone.now().date() - timedelta(days=2)},
        {"state": "cancelled"},
    ],
)
def test_closed_meetings_take_nothing(client_for, meeting, closed):
    for name, value in closed.items():
        setattr(meeting, name, value)
    meeting.save()
    answer = client_for(None).post(at("write", meeting.pk), {"text": "Terlambat"})
    assert answer.status_code == 200
    with pytest.raises(Refused):
        send_input(meeting=meeting, text="Terlambat")
    assert not PublicInput.objects.exists()


def test_private_meetings_are_not_there(client_for, meeting):
    meeting.public = False
    meeting.save()
    assert client_for(None).get(at("write", meeting.pk)).status_code == 404
    with pytest.raises(Refused):
        send_input(meeting=meeting, text="Halo")


def test_planner_moderates(client_for, people, meeting):
    item = send_input(meeting=meeting, text="Kasar")
    (task,) = tasks["meetings.inputs"](people.planner)
    assert task.url == at("inputs", meeting.pk)
    assert list(tasks["meetings.inputs"](people.officer)) == []
    with pytest.raises(PermissionDenied):
        decide_input(by=people.head, item=item, show=True)
    client = client_for(people.planner)
    assert "Kasar" in client.get(at("inputs", meeting.pk)).content.decode()
    client.post(at("decide-input", meeting.pk, item.pk), {"show": "0"})
    item.refresh_from_db()
    assert item.state == "waiting"
    client.post(at("decide-input", meeting.pk, item.pk), {"show": "0", "reason": "Kata kasar"})
    item.refresh_from_db()
    assert (item.state, item.reason) == ("refused", "Kata kasar")
    assert "Kata kasar" in client.get(at("receipt", item.reference)).content.decode()
    assert not list(tasks["meetings.inputs"](people.planner))
    assert "Kasar" in client.get(at("inputs", meeting.pk), {"state": "refused"}).content.decode()


def test_text_is_taken_over_once_with_the_citizens_as_author(client_for, people, meeting):
    item = send_input(meeting=meeting, text="Antrean di puskesmas terlalu lama. Mulai subuh.")
    client, address = client_for(people.planner), at("take-over", meeting.pk, item.pk)
    assert "Antrean di puskesmas terlalu lama" in client.get(address).content.decode()
    group = meeting.groups.get(name="Smart Living")
    values = {"title": "Antrean puskesmas", "kind": "issue", "group": group.pk}
    for _time in range(2):
        assert client.post(address, values).status_code == 302
    card = Contribution.objects.get()
    assert card.author.sector == "citizen"
    assert card.author.name == ""
    assert card.description == item.text
    item.refresh_from_db()
    assert item.contribution == card
    group.refresh_from_db()
    assert group.revision == 1
    assert groups_in_room(meeting).get(pk=group.pk).people == 0  # who wrote it holds no phone
    assert not participants_of(group).exists()
    other = MeetingFactory(round=meeting.round)
    wrong = client.post(address, {**values, "group": other.groups.first().pk})
    assert wrong.status_code == 422


def test_the_longest_text_stands_as_a_card_that_can_be_edited(people, meeting):
    item = send_input(meeting=meeting, text="x" * 5000)
    values = {"group": meeting.groups.first(), "kind": "need", "title": "Surat"}
    card = take_over_input(by=people.planner, item=item, **values)
    edit_card(
        by=people.planner, card=card, title="Judul", description=card.description, kind="need"
    )
    card.refresh_from_db()
    assert (card.title, card.description) == ("Judul", item.text)


def test_what_is_refused_or_signed_is_not_taken_over(people, meeting):
    item = send_input(meeting=meeting, text="Tidak pantas")
    decide_input(by=people.planner, item=item, show=False, reason="Bukan tentang rencana")
    values = {"group": meeting.groups.first(), "kind": "need", "title": "A"}
    with pytest.raises(Refused):
        take_over_input(by=people.planner, item=item, **values)
    decide_input(by=people.planner, item=item, show=True)
    meeting.state = "closed"
    meeting.save()
    with pytest.raises(Refused):
        take_over_input(by=people.planner, item=item, **values)


def test_refusing_what_was_taken_over_clears_the_wall(client_for, people, meeting):
    by, item = people.planner, send_input(meeting=meeting, text="Kasar")
    group = meeting.groups.get(name="Smart Living")
    values = {"group": group, "kind": "need", "title": "Kasar"}
    card = take_over_input(by=by, item=item, **values)
    other = take_over_input(by=by, item=send_input(meeting=meeting, text="Baik"), **values)
    merge_cards(by=by, group=group, root=card.pk, cards=[other.pk])

    def wall():
        now = Group.objects.select_related("meeting").get(pk=group.pk)
        return now.revision, {each.pk for each in wall_of(now).cards}

    before, shown = wall()
    assert shown == {card.pk}
    decide_input(by=by, item=item, show=False, reason="Kata kasar")
    assert wall() == (before + 1, {other.pk})
    receipt = client_for(None).get(at("receipt", item.reference)).content.decode()
    assert "Smart Living" not in receipt
    decide_input(by=by, item=item, show=True)
    assert wall() == (before + 2, {card.pk, other.pk})
    meeting.state = "closed"
    meeting.save()
    decide_input(by=by, item=item, show=False, reason="Kata kasar")
    assert wall() == (before + 2, {card.pk, other.pk})  # as it was signed


def test_public_page_shows_some_texts_at_a_time(client_for, people, meeting):
    PublicInput.objects.bulk_create(
        PublicInput(meeting=meeting, text=f"Surat {number};", state="shown")
        for number in range(INPUTS + 1)
    )
    client, address = client_for(None), at("public-meeting", meeting.pk)
    first = client.get(address)
    assert f"Surat {INPUTS};" not in first.content.decode()
    second = client.get(address, {"after": first.context["page"].next}).content.decode()
    assert f"Surat {INPUTS};" in second
    assert "Surat 0;" not in second


def test_first_sentence():
    assert first_sentence("Antrean di puskesmas terlalu lama. Mulai subuh.") == (
        "Antrean di puskesmas terlalu lama"
    )
    assert len(first_sentence("a" * 400)) == 160


def test_queue_costs_the_same_for_one_and_three(
    client_for, people, meeting, django_assert_max_num_queries
):
    client = client_for(people.planner)

    def cost():
        with django_assert_max_num_queries(40) as captured:
            assert client.get(at("inputs", meeting.pk)).status_code == 200
        return len(captured)

    send_input(meeting=meeting, text="Satu")
    one = cost()
    for text in ("Dua", "Tiga"):
        send_input(meeting=meeting, text=text)
    assert cost() == one
