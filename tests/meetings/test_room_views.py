"""The room's pages: joining with a code, the wall on a phone, the board, the screen."""

import gzip
import json
import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from selaras.meetings import actions
from selaras.meetings.models import Ballot, Comment, Contribution, Group, Participant
from selaras.meetings.views import joining
from tests.factories.meetings import MeetingFactory

LIVE = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture
def meeting(round_):
    return MeetingFactory(
        round=round_, title="FGD uji", state="running", dots=5, held_on=timezone.localdate()
    )


@pytest.fixture
def group(meeting):
    found = meeting.groups.get(name="Smart Living")
    found.phase = "open"
    found.save()
    return found


def join(meeting, group, sector="government", **values):
    client = Client()
    url = reverse("meetings:join", args=[meeting.join_code])
    response = client.post(url, {"group": group.pk, "sector": sector, **values})
    assert response.status_code == 302
    return client


def wall(meeting):
    return reverse("meetings:wall", args=[meeting.join_code])


def data(client, meeting, revision=""):
    url = reverse("meetings:wall-data", args=[meeting.join_code])
    return client.get(url, {"r": revision}, headers={"Accept-Encoding": "gzip"})


def news(response):
    packed = response.headers.get("Content-Encoding") == "gzip"
    return json.loads(gzip.decompress(response.content) if packed else response.content)


def set_phase(group, phase):
    Group.objects.filter(pk=group.pk).update(phase=phase, revision=group.revision + 50)
    group.refresh_from_db()


# The door


def test_a_code_leads_to_its_meeting(meeting, group):
    client = Client()
    code = meeting.join_code
    typed = f" {code[:3].lower()}-{code[3:].lower()} "
    response = client.post(reverse("meetings:enter"), {"code": typed})
    assert response.headers["Location"] == reverse("meetings:join", args=[code])
    client = join(meeting, group, name="Sari")
    cookie = client.cookies["ruang"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == f"/ruang/{code}/"
    participant = Participant.objects.get()
    assert cookie.value not in participant.secret_hash
    assert (participant.name, participant.group) == ("Sari", group)
    assert client.get(wall(meeting)).status_code == 200


@pytest.mark.parametrize("state", ["preparing", "ended", "closed", "cancelled"])
def test_a_code_opens_nothing_out_of_its_time(meeting, group, state):
    client = join(meeting, group)
    meeting.state = state
    meeting.save()
    response = client.get(reverse("meetings:join", args=[meeting.join_code]))
    assert response.status_code == 404
    assert "error" in response.content.decode()
    assert data(client, meeting).status_code == 410
    assert client.get(wall(meeting)).status_code == 302


@pytest.mark.parametrize(("days", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_code_has_its_days_although_nobody_closed_the_doors(meeting, group, days, opens):
    client = join(meeting, group)
    meeting.held_on = timezone.localdate() + timedelta(days=days)
    meeting.save()
    code = reverse("meetings:join", args=[meeting.join_code])
    assert Client().get(code).status_code == (200 if opens else 404)
    assert data(client, meeting).status_code == (200 if opens else 410)


def test_one_address_makes_a_hall_full_of_seats_and_no_more(meeting, group, monkeypatch):
    monkeypatch.setattr(joining, "JOINS", 2)
    join(meeting, group), join(meeting, group)
    url = reverse("meetings:join", args=[meeting.join_code])
    assert Client().post(url, {"group": group.pk, "sector": "government"}).status_code == 422
    assert group.participants.count() == 2


@pytest.mark.parametrize("typed", ["éé", "-", "  "])
def test_a_code_without_a_letter_of_ours_is_wrong(db, typed):
    response = Client().post(reverse("meetings:enter"), {"code": typed}, follow=True)
    assert response.status_code in (404, 422)


def test_wrong_codes_are_slowed_down_and_right_ones_are_not(meeting, group, monkeypatch):
    monkeypatch.setattr(joining, "SOON", 2)
    monkeypatch.setattr(joining, "GUESSING", 4)
    client = Client()
    wrong = reverse("meetings:join", args=["ZZZZZZ"])
    right = reverse("meetings:join", args=[meeting.join_code])
    assert [client.get(wrong).status_code for _try in range(4)] == [404, 404, 429, 429]
    assert client.get(right).status_code == 200
    seated = join(meeting, group)
    assert client.get(wrong).status_code == 429
    assert client.get(right).status_code == 429  # somebody guesses: no code is tried
    assert seated.get(wall(meeting)).status_code == 200
    assert seated.get(right).status_code == 302
    link = meeting.invitations.create(addressee="Camat").token
    assert client.get(right, {"u": link}).status_code == 200
    assert client.get(right, {"u": "salah"}).status_code == 429


def test_a_phone_is_handed_over(meeting, group):
    client = join(meeting, group)
    first = client.cookies["ruang"].value
    url = reverse("meetings:hand-over", args=[meeting.join_code])
    assert client.get(url).status_code == 200
    assert client.post(url).headers["Location"] == reverse(
        "meetings:join", args=[meeting.join_code]
    )
    assert client.get(wall(meeting)).status_code == 302
    client.cookies["ruang"] = first
    assert client.get(wall(meeting)).status_code == 302
    client.post(
        reverse("meetings:join", args=[meeting.join_code]),
        {"group": group.pk, "sector": "citizen"},
    )
    assert Participant.objects.count() == 2


def test_the_personal_link_presets(meeting, group, agency):
    token = meeting.invitations.create(
        addressee="Kepala", agency=agency, group=group, name="Sari"
    ).token
    response = Client().get(reverse("meetings:join", args=[meeting.join_code]), {"u": token})
    assert response.context["form"].initial["group"] == group
    assert 'value="Sari"' in response.content.decode()


# The wall on a phone


def test_words_come_back_as_text(meeting, group):
    client = join(meeting, group)
    title = "<script>alert(1)</script> 😀"
    key = str(uuid.uuid4())
    for _time in range(2):
        client.post(wall(meeting), {"title": title, "kind": "issue", "_key": key})
    assert Contribution.objects.get().title == title
    page = client.get(wall(meeting)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in page
    html = news(data(client, meeting))["html"]
    assert "<script" not in html
    assert "😀" in html


def test_too_long_comes_back_whole(meeting, group):
    client = join(meeting, group)
    text = "panjang " * 626  # more than 5,000 characters
    values = {"title": "Judul", "kind": "need", "description": text}
    response = client.post(wall(meeting), values)
    assert response.status_code == 422
    page = response.content.decode()
    assert text.strip() in page
    assert "5007" in page
    response = client.post(wall(meeting), values, headers=LIVE)
    assert response.status_code == 422
    assert "5007" in response.json()["errors"]["description"][0]
    assert not Contribution.objects.exists()


def test_a_machine_post_may_be_repeated(meeting, group):
    client = join(meeting, group)
    values = {"title": "Sekali", "kind": "need", "_key": str(uuid.uuid4())}
    answers = [client.post(wall(meeting), values, headers=LIVE) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert Contribution.objects.count() == 1


def test_only_news_are_sent(meeting, group, django_assert_max_num_queries):
    client, other = join(meeting, group), join(meeting, group)
    first = news(data(client, meeting))
    with django_assert_max_num_queries(1):
        assert data(client, meeting, first["revision"]).status_code == 204
    for number in range(3):
        other.post(wall(meeting), {"title": f"Kartu {number}", "kind": "idea"})
        with django_assert_max_num_queries(7):
            told = news(data(client, meeting, first["revision"]))
        assert told["html"].count("<article") == number + 1
    with django_assert_max_num_queries(2):  # the wall of this revision is known already
        data(other, meeting, first["revision"])


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "move", "target": "abc"},
        {"act": "merge", "root": "9" * 40},
        {"act": "gather", "heading": "²"},
        {"act": "gather", "heading": "9" * 40},
    ],
)
def test_keys_made_by_hand_are_answered_in_words(people, client_for, meeting, group, sent):
    planner = client_for(people.planner)
    address = reverse("meetings:arrange", args=[meeting.pk, group.pk])
    assert planner.post(address, {"card": "9" * 40, **sent}).status_code in (302, 404)
    seats = reverse("meetings:participants", args=[meeting.pk, group.pk])
    assert planner.post(seats, {"participant": "abc"}).status_code == 404


def test_an_address_with_nul_is_refused_in_words(meeting, group):
    url = reverse("meetings:join", args=[meeting.join_code])
    assert Client().get(url, {"u": "a\0"}).status_code == 400
    assert Client().get("/u/a%00b/").status_code == 400


def test_support_and_comment(meeting, group):
    author, other = join(meeting, group), join(meeting, group)
    author.post(wall(meeting), {"title": "Kartu", "kind": "idea"})
    card = Contribution.objects.get()
    other.post(wall(meeting), {"support": card.pk})
    assert card.supports.count() == 1
    assert 'name="withdraw"' in other.get(wall(meeting)).content.decode()
    assert 'name="support"' not in author.get(wall(meeting)).content.decode()
    other.post(wall(meeting), {"withdraw": card.pk})
    assert card.supports.count() == 0
    page = reverse("meetings:card", args=[meeting.join_code, card.pk])
    assert other.get(page).status_code == 200
    assert other.post(page, {"text": "Setuju"}).status_code == 302
    assert other.post(page, {"text": "x" * 1001}).status_code == 422
    assert Comment.objects.count() == 1


def test_silent_phase_hides_in_every_representation(people, client_for, meeting, group):
    set_phase(group, "silent")
    one, two = join(meeting, group), join(meeting, group)
    one.post(wall(meeting), {"title": "Rahasia sunyi", "kind": "idea"})
    card = Contribution.objects.get()
    address = [meeting.pk, group.pk]
    assert "Rahasia sunyi" in one.get(wall(meeting)).content.decode()
    assert "Rahasia sunyi" in news(data(one, meeting))["html"]
    assert "Rahasia sunyi" not in two.get(wall(meeting)).content.decode()
    assert "Rahasia sunyi" not in news(data(two, meeting))["html"]
    page = reverse("meetings:card", args=[meeting.join_code, card.pk])
    assert two.get(page).status_code == 404
    assert two.post(wall(meeting), {"support": card.pk}).status_code == 404
    office = client_for(people.officer)
    for name, args in (
        ("screen", address), ("screen-data", address), ("screens", address[:1]),
        ("meeting", address[:1]),
    ):  # fmt: skip
        response = office.get(reverse(f"meetings:{name}", args=args))
        assert response.status_code == 200
        assert "Rahasia sunyi" not in response.content.decode(), name


def test_votes_are_hidden_in_every_representation(people, client_for, meeting, group):
    phone, other = join(meeting, group), join(meeting, group)
    phone.post(wall(meeting), {"title": "Kartu", "kind": "idea"})
    card = Contribution.objects.get()
    set_phase(group, "voting")
    vote = reverse("meetings:vote", args=[meeting.join_code])
    assert phone.post(vote, {f"dots-{card.pk}": "6"}).status_code == 422
    assert phone.post(vote, {f"dots-{card.pk}": "dua"}).status_code == 422
    assert phone.post(vote, {f"dots-{card.pk}": "4"}).status_code == 302
    page = phone.get(vote).content.decode()
    assert Ballot.objects.get().receipt in page
    planner, address = client_for(people.planner), [meeting.pk, group.pk]
    pages = [
        lambda: other.get(wall(meeting)).content.decode(),
        lambda: news(data(other, meeting))["html"],
        *(
            lambda name=name: planner.get(
                reverse(f"meetings:{name}", args=address)
            ).content.decode()
            for name in ("board", "board-data", "screen", "screen-data")
        ),
    ]
    shown = re.compile(r"votes|hall-votes")
    assert [bool(shown.search(page())) for page in pages] == [False] * 6
    card.refresh_from_db()
    assert card.votes == 0
    actions.set_phase(by=people.planner, group=group, phase="done")
    assert [bool(shown.search(page())) for page in pages] == [True] * 6
    late = other.post(vote, {f"dots-{card.pk}": "1"})
    assert late.status_code == 422
    assert 'role="alert"' in late.content.decode()


def test_a_removed_phone_is_told(people, meeting, group):
    client = join(meeting, group)
    actions.remove_participant(
        by=people.planner, participant=Participant.objects.get(), with_cards=True
    )
    assert client.get(wall(meeting)).status_code == 403
    assert data(client, meeting).status_code == 410


# The board


@pytest.fixture
def lead(people, client_for, group):
    group.staff.create(user=people.officer, kind="facilitator")
    return client_for(people.officer)


def test_the_board_does_it_all_by_plain_forms(lead, meeting, group):
    address = [meeting.pk, group.pk]
    board, arrange = (reverse(f"meetings:{name}", args=address) for name in ("board", "arrange"))
    for title in ("Satu", "Dua", "Tiga"):
        assert lead.post(board, {"title": title, "kind": "need"}).status_code == 302
    one, two, three = Contribution.objects.order_by("pk")
    lead.post(arrange, {"act": "merge", "card": [one.pk, two.pk]})
    two.refresh_from_db()
    assert two.merged_into == one
    page = reverse("meetings:board-card", args=[*address, two.pk])
    assert lead.get(page).status_code == 200
    lead.post(page, {"act": "unmerge"})
    lead.post(page, {"act": "edit", "title": "Dua kali", "kind": "idea", "description": ""})
    lead.post(page, {"act": "comment", "text": "Kata hadirin"})
    two.refresh_from_db()
    assert (two.merged_into, two.title, two.original["title"]) == (None, "Dua kali", "Dua")
    assert two.comments.count() == 1
    headings = reverse("meetings:headings", args=address)
    lead.post(headings, {"new": "Judul"})
    heading = group.headings.get()
    lead.post(headings, {f"title-{heading.pk}": "Judul baru", f"place-{heading.pk}": "1"})
    lead.post(arrange, {"act": "gather", "card": [one.pk], "heading": heading.pk})
    other = meeting.groups.exclude(pk=group.pk).first()
    lead.post(arrange, {"act": "move", "card": [three.pk], "target": other.pk})
    lead.post(arrange, {"act": "hide", "card": [two.pk]})
    one.refresh_from_db()
    three.refresh_from_db()
    assert (one.heading.title, three.group) == ("Judul baru", other)
    html = lead.get(reverse("meetings:board-data", args=address)).json()["html"]
    assert ("Satu" in html, "Dua kali" in html) == (True, False)
    lead.post(arrange, {"act": "show", "card": [two.pk]})
    phase = reverse("meetings:set-phase", args=address)
    lead.post(phase, {"phase": "silent", "minutes": "10"})
    group.refresh_from_db()
    assert group.phase == "silent"
    assert lead.post(phase, {"phase": "lain"}).status_code == 302
    assert lead.post(arrange, {"act": "merge"}).status_code == 302
    assert lead.post(arrange, {"act": "lain", "card": [one.pk]}).status_code == 302
    join(meeting, group)
    people = reverse("meetings:participants", args=address)
    phone = Participant.objects.get()
    lead.post(people, {"participant": phone.pk, "act": "remove"})
    phone.refresh_from_db()
    assert phone.removed
    assert lead.get(people).status_code == 200
    lead.post(people, {"participant": phone.pk, "act": "restore"})


def test_note_takers_write_but_do_not_lead(people, client_for, meeting, group):
    group.staff.create(user=people.citizen, kind="notes")
    client, address = client_for(people.citizen), [meeting.pk, group.pk]
    board = reverse("meetings:board", args=address)
    assert client.get(board).status_code == 200
    assert client.post(board, {"title": "Dicatat", "kind": "need"}).status_code == 302
    for name in ("set-phase", "arrange"):
        url = reverse(f"meetings:{name}", args=address)
        assert client.post(url, {"phase": "done"}).status_code == 403
    other = meeting.groups.exclude(pk=group.pk).first()
    assert client.get(reverse("meetings:board", args=[meeting.pk, other.pk])).status_code == 403
    assert client.get(reverse("meetings:room", args=[meeting.pk])).status_code == 200
    assert client_for(people.partner).get(board).status_code == 403


def test_room_and_screens_take_few_queries(people, client_for, meeting, group):
    client = client_for(people.planner)
    for name in ("room", "screens", "screens-data"):
        url = reverse(f"meetings:{name}", args=[meeting.pk])
        client.get(url)
        meeting.groups.exclude(pk=group.pk).delete()
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for number in range(2):
            meeting.groups.create(name=f"Kelompok {number}")
        with CaptureQueriesContext(connection) as three:
            client.get(url)
        assert len(one) == len(three), name
