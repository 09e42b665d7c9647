"""At the door: each guest once, whichever device says it; corrections; kiosks."""

import io
import struct
import uuid
import zlib
from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from selaras.core.errors import Refused
from selaras.core.models import LedgerContent, StoredFile
from selaras.lib.ink import ink
from selaras.meetings.actions import (
    close_kiosk,
    correct_arrival,
    open_kiosk,
    undo_arrival,
)
from selaras.meetings.models import Attendance, GroupStaff, Invitation, Kiosk, Meeting
from selaras.meetings.models.arrival import kiosk_number
from selaras.meetings.rules.arrival import (
    Reply,
    Window,
    arrival_moment,
    is_same_name,
    kiosk_takes,
    kiosk_window,
)
from tests.factories.meetings import MeetingFactory
from tests.meetings.door import arrive, at, drawing, invited, meeting_of_today


@pytest.fixture
def meeting(round_):
    return meeting_of_today(round_)


@pytest.fixture
def invitation(meeting, agency):
    return invited(meeting, agency)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


pytestmark = pytest.mark.usefixtures("media")


class TestRules:
    now = datetime(2019, 10, 8, 8, 0, tzinfo=timezone.get_fixed_timezone(420))
    first = now.replace(hour=0)

    def test_clock_of_a_device_is_believed_unless_it_is_plainly_wrong(self):
        ago = self.now - timedelta(minutes=20)
        assert arrival_moment(ago, now=self.now, first=self.first) == ago
        ahead = self.now + timedelta(minutes=3)
        for wrong in (None, ahead, self.now + timedelta(days=1), self.first - timedelta(days=1)):
            assert arrival_moment(wrong, now=self.now, first=self.first) == self.now

    def test_clock_of_a_kiosk_that_tells_a_time_when_it_was_shut_is_not_believed(self):
        window = kiosk_window(self.now, self.now + timedelta(hours=4))
        for told, moment in (
            (self.now - timedelta(hours=2), self.now - timedelta(hours=2)),
            (self.now - timedelta(hours=7), self.now),
        ):
            known = {"now": self.now, "first": self.first, "window": window}
            assert arrival_moment(told, **known) == moment
        after = window.ends + timedelta(hours=1)  # nobody could come any more
        late = {"now": after + timedelta(hours=1), "first": self.first, "window": window}
        moment = arrival_moment(after, **late)
        assert not kiosk_takes(window, arrived=moment, now=late["now"], closed=None)

    def test_kiosk_takes_late_what_came_in_time(self):
        window = kiosk_window(self.now, self.now + timedelta(hours=4))
        assert isinstance(window, Window)
        for arrived, now, closed, takes in (
            (self.now, self.now, None, True),
            (self.now, self.now + timedelta(hours=20), None, True),
            (self.now, self.now + timedelta(days=3), None, False),
            (self.now - timedelta(hours=5), self.now, None, False),
            (self.now, self.now, self.now - timedelta(minutes=1), False),
            (self.now, self.now, self.now + timedelta(minutes=1), True),
        ):
            assert kiosk_takes(window, arrived=arrived, now=now, closed=closed) is takes

    def test_names_are_compared_without_titles(self):
        assert is_same_name("Budi  Santoso, S.Kom.", "BUDI SANTOSO")
        assert is_same_name("drg. Siti Uji, M.Kes", "Siti Uji")
        assert is_same_name("Dr. H. Budi Santoso", "Budi Santoso")
        assert not is_same_name("Budi Santoso", "Budi Susanto")
        assert not is_same_name("H.", "Hj.")


class TestInk:
    def test_drawing_is_cut_to_its_ink_and_loses_what_was_written_into_it(self):
        kept = ink(drawing(note="rahasia"))
        assert kept is not None
        assert b"rahasia" not in kept
        with Image.open(io.BytesIO(kept)) as image:
            assert image.width < 400
            assert image.height < 200

    def test_nothing_drawn_is_no_signature(self):
        assert ink(drawing(drawn=False)) is None

    def test_broken_chunk_is_damage_too(self):
        whole = drawing()
        begins = whole.index(b"IDAT") - 4
        half = whole[begins + 8 :][: (len(whole) - begins) // 2]
        cut = struct.pack(">I", len(half)) + b"IDAT" + half
        cut += struct.pack(">I", zlib.crc32(b"IDAT" + half))
        with pytest.raises(ValueError, match="damaged"):
            ink(whole[:begins] + cut + b"\0\0\0\0\xe7END\0\0\0\0")

    @pytest.mark.parametrize(
        "data", [b"", b"<svg onload=x>", drawing()[:60], drawing((5000, 10)), b"\x89PNG" * 90_000]
    )
    def test_what_is_no_drawing_is_refused(self, data):
        with pytest.raises(ValueError, match=r"not a drawing|too large|damaged"):
            ink(data)


class TestCheckIn:
    def test_invited_guest_brings_what_the_invitation_knows(self, people, meeting, invitation):
        got = arrive(
            people.planner, meeting, "drg. Siti Uji, M.Kes", invitation=invitation, way="qr",
            signature=drawing(),
        )  # fmt: skip
        there = got.attendance
        assert (got.reply, there.position, there.number) == (
            Reply.NEW, "Kepala Dinas", "19700101",
        )  # fmt: skip
        assert (there.agency, there.group) == (invitation.agency, invitation.group)
        assert there.signature.public is False

    def test_delegate_does_not_get_the_number_of_the_one_invited(self, people, meeting, invitation):
        got = arrive(people.planner, meeting, "Joko", invitation=invitation, is_delegate=True)
        assert (got.attendance.number, got.attendance.position) == ("", "")
        assert got.attendance.agency == invitation.agency

    def test_repeat_gets_the_same_answer_and_doubles_nothing(self, people, meeting):
        key = uuid.uuid4()
        first = arrive(people.planner, meeting, key=key)
        again = arrive(people.planner, meeting, key=key, position="Lain")
        assert (first.reply, again.reply) == (Reply.NEW, Reply.AGAIN)
        assert first.attendance == again.attendance == Attendance.objects.get()
        meeting.state = Meeting.State.CLOSED
        meeting.save()
        assert arrive(people.planner, meeting, key=key).reply == Reply.AGAIN  # signed since

    def test_same_invited_on_two_devices_stands_once_and_keeps_the_signature(
        self, people, meeting, invitation
    ):
        first = arrive(people.planner, meeting, "Siti", invitation=invitation)
        second = arrive(people.planner, meeting, "Siti", invitation=invitation, signature=drawing())
        third = arrive(people.planner, meeting, "SITI", invitation=invitation, signature=drawing())
        assert (second.reply, third.reply) == (Reply.ALREADY, Reply.ALREADY)
        there = Attendance.objects.get()
        assert there == first.attendance
        assert there.signature is not None
        assert StoredFile.objects.filter(name="tanda-tangan.png").count() == 1

    def test_signature_of_another_never_stands_beside_the_first_of_a_letter(
        self, people, meeting, invitation
    ):
        by, more = people.planner, {"invitation": invitation, "way": "qr"}
        arrive(by, meeting, "", **more)
        mine = {"is_delegate": True, "signature": drawing(), **more}
        asked = arrive(by, meeting, "Wakil Lain", **mine)
        assert (asked.reply, asked.attendance.name) == (Reply.OTHER, "drg. Siti Uji")
        assert Attendance.objects.get().signature is None
        got = arrive(by, meeting, "Wakil Lain", besides=True, **mine)
        assert arrive(by, meeting, "Wakil Lain", **mine).reply == Reply.ALREADY
        there = got.attendance
        assert (got.reply, there.invitation, there.is_delegate) == (Reply.NEW, None, False)
        assert (there.agency, there.group) == (invitation.agency, invitation.group)
        signed = Attendance.objects.exclude(signature=None)
        assert [each.name for each in signed] == ["Wakil Lain"]

    def test_walk_in_who_turns_out_to_be_invited_stands_once(self, people, meeting, invitation):
        arrive(people.planner, meeting, "Siti U.", number="19700101", organisation="Dinas Kes")
        got = arrive(people.planner, meeting, "", invitation=invitation, way="qr")
        there = Attendance.objects.get()
        assert (got.reply, there.invitation, there.way) == (Reply.ALREADY, invitation, "qr")
        assert (there.name, there.position, there.group) == (
            "Siti U.", "Kepala Dinas", invitation.group,
        )  # fmt: skip

    @pytest.mark.parametrize("unit", ["Dinas Kesehatan", "dinas  kesehatan", "Dinkes"])
    def test_unit_written_as_text_is_the_unit(self, people, meeting, agency, invitation, unit):
        agency.short_name = "Dinkes"
        agency.save()
        arrive(people.planner, meeting, "", invitation=invitation, way="qr")
        got = arrive(people.planner, meeting, "Siti Uji", organisation=unit)
        assert got.reply == Reply.ALREADY
        other = arrive(people.planner, meeting, "Ani", organisation=unit).attendance
        assert (other.agency, other.organisation) == (agency, "")

    def test_invited_with_the_unit_as_text_is_found_too(self, people, meeting, agency, invitation):
        Attendance.objects.create(
            meeting=meeting, name="Siti Uji", organisation=agency.name.upper(), way="paper",
            arrived=timezone.now(),
        )  # fmt: skip
        assert arrive(people.planner, meeting, "", invitation=invitation).reply == Reply.ALREADY
        assert Attendance.objects.get().invitation == invitation

    def test_two_of_one_name_without_unit_are_two(self, people, meeting):
        arrive(people.planner, meeting, "Siti", position="warga Perak")
        got = arrive(people.planner, meeting, "Siti", position="warga Ploso")
        assert got.reply == Reply.NEW
        assert Attendance.objects.count() == 2

    def test_same_walk_in_stands_once_another_of_the_unit_besides(self, people, meeting):
        by = people.planner
        arrive(by, meeting, "Budi Santoso", organisation="Karang Taruna")
        same = arrive(by, meeting, "BUDI SANTOSO, S.E.", organisation="karang taruna")
        arrive(by, meeting, "Budi Santoso", organisation="PKK")
        arrive(by, meeting, "Ani", organisation="Karang Taruna")
        assert same.reply == Reply.ALREADY
        assert Attendance.objects.count() == 3

    def test_same_number_is_the_same_person_another_number_another(self, people, meeting):
        by = people.planner
        arrive(by, meeting, "Budi", number="111")
        assert arrive(by, meeting, "Budi S.", number="111").reply == Reply.ALREADY
        assert arrive(by, meeting, "Budi", number="222").reply == Reply.NEW

    def test_unreadable_signature_does_not_cost_the_arrival(self, people, meeting):
        got = arrive(people.planner, meeting, signature=b"bukan gambar")
        assert (got.reply, got.unfit_signature, got.attendance.signature) == (
            Reply.NEW, True, None,
        )  # fmt: skip

    def test_name_may_not_be_missing_and_long_text_is_cut(self, people, meeting, invitation):
        with pytest.raises(Refused):
            arrive(people.planner, meeting, "  ")
        got = arrive(people.planner, meeting, "", invitation=invitation)
        assert got.attendance.name == "drg. Siti Uji"
        long = arrive(people.planner, meeting, "x" * 5000)
        assert len(long.attendance.name) == 150

    def test_not_before_the_day_and_not_on_what_is_signed(self, people, round_, meeting):
        tomorrow = timezone.localdate() + timedelta(days=1)
        with pytest.raises(Refused):
            arrive(people.planner, MeetingFactory(round=round_, held_on=tomorrow))
        meeting.state = Meeting.State.CLOSED
        with pytest.raises(Refused):
            meeting.save()
            arrive(people.planner, meeting)

    def test_only_those_at_the_door(self, people, meeting):
        with pytest.raises(PermissionDenied):
            arrive(people.officer, meeting)
        GroupStaff.objects.create(group=meeting.groups.first(), user=people.officer, kind="notes")
        assert arrive(people.officer, meeting).reply == Reply.NEW

    def test_ledger_names_nobody(self, people, meeting, invitation):
        arrive(people.planner, meeting, "Nama Rahasia", number="987654", invitation=invitation)
        told = str(list(LedgerContent.objects.values_list("content", flat=True)))
        assert "Rahasia" not in told
        assert "987654" not in told


class TestMending:
    def test_correction_says_what_was_mended_not_to_what(self, people, meeting):
        there = arrive(people.planner, meeting).attendance
        values = {"name": "Budi Baru", "position": "Camat"}
        correct_arrival(by=people.planner, attendance=there, values=values)
        there.refresh_from_db()
        assert (there.name, there.position) == ("Budi Baru", "Camat")
        (last,) = LedgerContent.objects.order_by("-pk")[:1]
        assert last.content == {"fields": ["name", "position"]}
        with pytest.raises(PermissionDenied):
            correct_arrival(by=people.citizen, attendance=there, values=values)

    def test_correction_keeps_the_signature_added_meanwhile(self, people, meeting, invitation):
        by, more = people.planner, {"invitation": invitation, "way": "qr"}
        stale = arrive(by, meeting, "", **more).attendance
        arrive(by, meeting, "", signature=drawing(), **more)
        correct_arrival(by=by, attendance=stale, values={"position": "Kabid"})
        there = Attendance.objects.get()
        assert (there.position, there.signature is not None) == ("Kabid", True)
        undo_arrival(by=by, attendance=stale, reason="Keliru")
        assert not StoredFile.objects.filter(name="tanda-tangan.png").exists()
        with pytest.raises(Refused):
            correct_arrival(by=by, attendance=stale, values={"position": "Staf"})
        with pytest.raises(Refused):
            undo_arrival(by=by, attendance=stale, reason="Dua kali")

    def test_what_is_taken_back_does_not_come_again_by_a_late_repeat(
        self, people, meeting, invitation
    ):
        key = uuid.uuid4()
        got = arrive(
            people.planner, meeting, "Salah", key=key, invitation=invitation, signature=drawing()
        )
        with pytest.raises(Refused):
            undo_arrival(by=people.planner, attendance=got.attendance, reason=" ")
        undo_arrival(by=people.planner, attendance=got.attendance, reason="Orang lain")
        assert not StoredFile.objects.filter(name="tanda-tangan.png").exists()
        again = arrive(people.planner, meeting, "Salah", key=key, invitation=invitation)
        assert (again.reply, again.attendance) == (Reply.UNDONE, None)
        assert arrive(people.planner, meeting, "Siti", invitation=invitation).reply == Reply.NEW


class TestKiosk:
    def test_address_cannot_be_guessed_and_ends_when_it_is_taken_back(
        self, client, people, meeting
    ):
        kiosk = open_kiosk(by=people.planner, meeting=meeting)
        assert kiosk_number(kiosk.token) == kiosk.pk
        assert kiosk_number(f"{kiosk.pk}.palsu") is None
        assert kiosk_number("") is None
        assert client.get(at("kiosk", kiosk.token)).status_code == 200
        assert client.get(at("kiosk", f"{kiosk.pk}.palsu")).status_code == 404
        close_kiosk(by=people.planner, kiosk=kiosk)
        assert client.get(at("kiosk", kiosk.token)).status_code == 403
        assert client.get(at("kiosk-search", kiosk.token), {"q": "kepala"}).status_code == 404
        answer = client.post(
            at("kiosk-send", kiosk.token),
            {"client_key": uuid.uuid4(), "way": "kiosk", "name": "Terlambat"},
        )
        assert answer.status_code == 422
        assert not Attendance.objects.exists()

    def test_guest_is_received_though_the_clock_of_the_tablet_is_hours_behind(
        self, people, meeting, monkeypatch
    ):
        meeting.starts, meeting.ends = time(9), time(12)
        meeting.save()
        kiosk = open_kiosk(by=people.planner, meeting=meeting)
        now = meeting.opening + timedelta(minutes=10)
        monkeypatch.setattr(timezone, "now", lambda: now)
        behind = now - timedelta(hours=8)
        got = arrive(None, meeting, kiosk=kiosk, way="kiosk", arrived=behind)
        assert (got.reply, got.attendance.arrived) == (Reply.NEW, now)

    def test_works_at_the_time_of_its_meeting_only(self, client, people, round_):
        old = MeetingFactory(round=round_)
        kiosk = Kiosk.objects.create(meeting=old, opened_by=people.planner)
        page = client.get(at("kiosk", kiosk.token))
        assert page.status_code == 403
        assert "05.00" in page.content.decode()  # three hours before eight

    def test_shows_names_from_three_letters_on_and_nothing_private(
        self, client, people, meeting, invitation
    ):
        kiosk = open_kiosk(by=people.planner, meeting=meeting)
        search = at("kiosk-search", kiosk.token)
        for number in range(12):
            Invitation.objects.create(meeting=meeting, addressee=f"Kepala Uji {number}")
        assert client.get(search, {"q": "ke"}).json() == {"guests": []}
        assert client.get(search, {"q": ""}).json() == {"guests": []}
        assert client.get(search, {"q": "epala"}).json() == {"guests": []}  # no beginning of a word
        assert len(client.get(search, {"q": "kepala"}).json()["guests"]) == 8
        found = client.get(search, {"q": "kese"})
        assert [each["addressee"] for each in found.json()["guests"]] == [invitation.addressee]
        for private in ("0812345", "siti@", "19700101", invitation.token):
            assert private not in found.content.decode()
            assert private not in client.get(at("kiosk", kiosk.token)).content.decode()
        found = client.get(search, {"kode": invitation.token}).json()["guests"]
        assert found[0]["id"] == invitation.pk

    def test_receives_without_an_account_by_name_or_code(self, client, people, meeting, invitation):
        kiosk = open_kiosk(by=people.planner, meeting=meeting)
        data = {
            "client_key": str(uuid.uuid4()), "way": "qr", "name": "Siti", "code": invitation.token,
            "signature": SimpleUploadedFile("t.png", drawing(), "image/png"),
        }  # fmt: skip
        answer = client.post(at("kiosk-send", kiosk.token), data)
        assert answer.json()["reply"] == "new"
        there = Attendance.objects.get()
        assert (there.way, there.recorded_by, there.invitation) == ("kiosk", None, invitation)
        data["code"], data["client_key"] = "bukan-kode", str(uuid.uuid4())
        del data["signature"]
        assert client.post(at("kiosk-send", kiosk.token), data).status_code == 422

    def test_second_person_of_one_letter_stands_there_too(
        self, client, people, meeting, invitation
    ):
        kiosk = open_kiosk(by=people.planner, meeting=meeting)
        arrive(people.planner, meeting, "", invitation=invitation, way="qr")
        for number, reply in enumerate(("new", "already")):
            data = {
                "client_key": str(uuid.uuid4()), "way": "qr", "name": "Orang Lain",
                "is_delegate": "on", "code": invitation.token,
                "signature": SimpleUploadedFile(f"{number}.png", drawing(), "image/png"),
            }  # fmt: skip
            answer = client.post(at("kiosk-send", kiosk.token), data)
            assert answer.json()["reply"] == reply
        first, second = Attendance.objects.order_by("pk")
        assert (first.signature, second.invitation) == (None, None)
        assert second.signature is not None
        assert (second.agency, second.way) == (invitation.agency, "kiosk")

    def test_code_of_another_meeting_is_told(self, client, people, round_, meeting):
        kiosk = open_kiosk(by=people.planner, meeting=meeting)
        other = Invitation.objects.create(meeting=MeetingFactory(round=round_), addressee="Camat")
        data = {"client_key": str(uuid.uuid4()), "way": "qr", "name": "A", "code": other.token}
        assert client.post(at("kiosk-send", kiosk.token), data).status_code == 422
        assert client.get(at("kiosk-search", kiosk.token), {"kode": other.token}).json() == {
            "guests": []
        }
