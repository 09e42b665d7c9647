"""The pages of the door in the office, and the attendance list on paper."""

import io
import re
import uuid
from datetime import UTC, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from openpyxl import load_workbook
from pypdf import PdfReader

from selaras.core.files import can_read
from selaras.lib.document_docx import to_docx
from selaras.lib.document_html import to_page
from selaras.meetings.documents.attendance import (
    attendance_document,
    attendance_pdf,
    attendance_workbook,
)
from selaras.meetings.models import Attendance, GroupStaff, Invitation, Kiosk
from selaras.meetings.queries import arrivals_of, attendance_counts, daftar_hadir, desk_list
from selaras.organisations.models import Agency
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


class TestPages:
    def test_desk_keeps_no_private_data_of_the_invited(
        self, client_for, people, meeting, invitation
    ):
        client = client_for(people.planner)
        names = client.get(at("desk-list", meeting.pk))
        assert [each["addressee"] for each in names.json()["guests"]] == [invitation.addressee]
        page = client.get(at("desk", meeting.pk)).content.decode()
        for private in ("0812345", "siti@", "19700101", invitation.token):
            assert private not in names.content.decode()
            assert private not in page
        assert client_for(people.officer).get(at("desk-list", meeting.pk)).status_code == 403

    def test_sending_answers_the_same_twice_and_tells_since_when(
        self, client_for, people, meeting, invitation
    ):
        client = client_for(people.planner)
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        arrived = max(timezone.now() - timedelta(minutes=3), midnight).astimezone(UTC).isoformat()
        data = {
            "client_key": str(uuid.uuid4()), "arrived": arrived, "way": "name", "name": "Siti",
            "invitation": invitation.pk,
        }  # fmt: skip
        send = at("desk-send", meeting.pk)
        assert client.post(send, data).json()["reply"] == "new"
        assert client.post(send, data).json()["reply"] == "again"
        twice = client.post(send, {**data, "client_key": str(uuid.uuid4())}).json()
        since = timezone.localtime(Attendance.objects.get().arrived).strftime("%H.%M")
        assert (twice["reply"], twice["since"], twice["name"]) == ("already", since, "Siti")
        sita = {**data, "client_key": str(uuid.uuid4()), "name": "Sita"}
        other = client.post(send, sita).json()
        assert (other["reply"], other["name"]) == ("other", "Siti")
        assert "Siti" in other["text"]
        assert client.post(send, {"name": "tanpa kunci"}).status_code == 422
        assert Attendance.objects.get().arrived.isoformat()[:16] == arrived[:16]
        assert client.post(send, {**sita, "besides": "on"}).json()["reply"] == "new"

    def test_list_costs_the_same_for_one_and_three(
        self, client_for, people, meeting, agency, django_assert_max_num_queries
    ):
        client, counted = client_for(people.planner), []
        for number in range(3):
            invited = Invitation.objects.create(
                meeting=meeting, addressee=f"Kepala {number}", agency=agency,
                group=meeting.groups.all()[number],
            )  # fmt: skip
            arrive(people.planner, meeting, f"N{number}", invitation=invited, signature=drawing())
            with django_assert_max_num_queries(60) as captured:
                assert client.get(at("arrival", meeting.pk)).status_code == 200
                assert client.get(at("desk-list", meeting.pk)).status_code == 200
                attendance_document(meeting)
            counted.append(len(captured))
        assert counted[0] == counted[2]

    def test_list_is_searched_and_exported(self, client_for, people, meeting):
        client, page = client_for(people.planner), at("arrival", meeting.pk)
        arrive(people.planner, meeting, "Budi", organisation="PKK")
        arrive(people.planner, meeting, "Ani", organisation="<b>KNPI</b>")
        assert "Ani" not in client.get(page, {"q": "pkk"}).content.decode()
        assert "Ani" in client.get(page, {"unsigned": "true", "sort": "unit"}).content.decode()
        assert "<b>KNPI" not in client.get(page).content.decode()
        sheet = load_workbook(io.BytesIO(client.get(page, {"format": "xlsx"}).content)).active
        assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"Budi", "Ani"}
        assert "Budi" not in client.get(at("arrival-counts", meeting.pk)).content.decode()

    def test_written_down_corrected_and_taken_back_by_hand(
        self, client_for, people, meeting, invitation
    ):
        client = client_for(people.planner)
        answer = client.post(
            at("arrival-add", meeting.pk), {"invitation": invitation.pk, "name": ""}
        )
        assert answer.status_code == 302
        there = Attendance.objects.get()
        assert there.name == "drg. Siti Uji"
        edit = at("arrival-edit", meeting.pk, there.pk)
        assert "drg. Siti Uji" in client.get(edit).content.decode()
        assert client.post(edit, {"name": ""}).status_code == 422
        client.post(edit, {"name": "Lain", "agency": there.agency_id})
        there.refresh_from_db()
        assert there.name == "Lain"
        undo = at("arrival-undo", meeting.pk, there.pk)
        assert client.post(undo, {"reason": ""}).status_code == 422
        assert client.post(undo, {"reason": "keliru"}).status_code == 302
        assert not Attendance.objects.exists()
        assert client.post(at("arrival-add", meeting.pk), {"name": ""}).status_code == 422

    def test_signature_is_private(self, client_for, people, meeting):
        there = arrive(people.planner, meeting, signature=drawing()).attendance
        address = at("arrival-signature", meeting.pk, there.pk)
        assert client_for(people.planner).get(address)["Content-Type"] == "image/png"
        assert client_for(people.officer).get(address).status_code == 403
        assert client_for(None).get(address).status_code == 302
        assert not can_read(people.officer, there.signature)
        GroupStaff.objects.create(group=meeting.groups.first(), user=people.officer, kind="notes")
        assert can_read(people.officer, there.signature)
        assert not can_read(people.head, there.signature)

    def test_personal_code_leads_the_officer_to_the_desk_others_to_their_page(
        self, client_for, people, invitation
    ):
        address = at("arrival-personal", invitation.token)
        desk = at("desk", invitation.meeting_id)
        assert client_for(people.planner).get(address).url == f"{desk}#u/{invitation.token}"
        assert client_for(None).get(address).url == f"/u/{invitation.token}/"
        assert client_for(None).get(at("arrival-personal", "tidakada")).status_code == 404

    def test_page_behind_the_code_leads_the_officer_on_and_nobody_else(
        self, client_for, people, invitation
    ):
        page, on = f"/u/{invitation.token}/", at("arrival-personal", invitation.token)
        assert on in client_for(people.planner).get(page).content.decode()
        for other in (people.officer, None):
            assert on not in client_for(other).get(page).content.decode()
        invitation.meeting.held_on += timedelta(days=1)
        invitation.meeting.save()
        assert on not in client_for(people.planner).get(page).content.decode()

    def test_kiosks_are_opened_and_closed(self, client_for, people, meeting):
        client, page = client_for(people.planner), at("kiosks", meeting.pk)
        assert client.post(page).status_code == 302
        kiosk = Kiosk.objects.get()
        assert kiosk.token in client.get(page).content.decode()
        client.post(at("kiosks-close", meeting.pk, kiosk.pk))
        assert kiosk.token not in client.get(page).content.decode()


class TestAttendanceList:
    @pytest.fixture
    def attended(self, people, meeting, invitation):
        partner = Agency.objects.create(
            slug="pwi", name="Persatuan Wartawan", sector="media", kind="partner"
        )
        press = Invitation.objects.create(
            meeting=meeting, addressee="Ketua PWI", agency=partner, position_in_list=2
        )
        Invitation.objects.create(
            meeting=meeting, addressee="Camat Uji", answer="absent", position_in_list=3
        )
        Invitation.objects.create(meeting=meeting, addressee="Camat Lain", position_in_list=4)
        by = people.planner
        arrive(by, meeting, "Tamu <i>Umum</i>", organisation="PKK")
        arrive(by, meeting, "Wakil Pers", invitation=press, is_delegate=True, signature=drawing())
        arrive(by, meeting, "drg. Siti Uji", invitation=invitation)
        return meeting

    def test_order_and_figures(self, attended):
        names = [each.name for each in daftar_hadir(attended)]
        assert names == ["drg. Siti Uji", "Wakil Pers", "Tamu <i>Umum</i>"]
        total = arrivals_of(attended).total
        assert (total.invited, total.present, total.represented) == (4, 1, 1)
        assert (total.excused, total.absent, total.walk_in, total.came) == (1, 1, 1, 3)
        assert total.share == 50
        kinds = {each.label: each.invited for each in arrivals_of(attended).by_kind}
        assert sum(kinds.values()) == 4
        assert sum(each.walk_in for each in arrivals_of(attended).by_group) == 1

    def test_page_list_and_record_count_alike(self, client_for, people, attended, agency):
        by = people.planner
        arrive(by, attended, "Tanpa Unit")
        arrive(by, attended, "Mewakili", agency_id=agency.pk, is_delegate=True)
        total, counts = arrivals_of(attended).total, attendance_counts(attended)
        assert (counts["total"], counts["listed"]) == (total.came, 5)
        assert counts["delegates"] == total.represented == 1
        units = [["Dinas Kesehatan", 2], ["PKK", 1], ["Persatuan Wartawan", 1]]
        assert counts["units"] == units  # without a row for no unit
        page = client_for(by).get(at("arrival", attended.pk)).content.decode()
        shown = re.findall(r"<dd>(\d+)</dd>", page)
        figures = [total.came, total.present, total.represented, total.walk_in]
        assert shown[:4] == [str(each) for each in figures] == ["5", "1", "1", "3"]

    def test_workbook_speaks_indonesian_as_the_paper_does(self, attended):
        with translation.override("en"):
            book = load_workbook(io.BytesIO(attendance_workbook(attended)))
        assert book.sheetnames == ["Daftar hadir"]
        with translation.override("id"):
            assert book.active["J2"].value == gettext("no")

    def test_withdrawn_guest_who_comes_is_counted_besides(self, people, meeting, invitation):
        invitation.withdrawn = timezone.now()
        invitation.save()
        arrive(people.planner, meeting, "Siti", invitation=invitation)
        total = arrivals_of(meeting).total
        assert (total.invited, total.walk_in) == (0, 1)
        assert desk_list(meeting) == []

    def test_paper(self, attended):
        pages = PdfReader(io.BytesIO(attendance_pdf(attended))).pages
        text = "".join(page.extract_text() for page in pages)
        assert "Tamu <i>Umum</i>" in text
        assert "19700101" in text
        assert "50,0 %" in text
        assert len(pages[0].images) >= 1
        assert float(pages[0].mediabox.width) == pytest.approx(609.4, abs=1)  # F4
        a4 = PdfReader(io.BytesIO(attendance_pdf(attended, paper="a4"))).pages
        assert float(a4[0].mediabox.width) == pytest.approx(595.3, abs=1)

    def test_blank_list_names_the_invited_without_those_who_came(self, attended):
        text = "".join(
            page.extract_text()
            for page in PdfReader(io.BytesIO(attendance_pdf(attended, blank=True))).pages
        )
        assert "Camat Lain" in text
        assert "Tamu" not in text

    def test_every_format_and_a_meeting_without_anybody(self, attended, round_):
        document = attendance_document(attended)
        assert to_docx(document).startswith(b"PK")
        assert "data:image/png" in to_page(document)
        assert attendance_pdf(MeetingFactory(round=round_)).startswith(b"%PDF")

    def test_lost_file_of_a_signature_still_prints(self, attended, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "kosong"
        assert attendance_pdf(attended).startswith(b"%PDF")

    def test_files_are_served(self, client_for, people, attended):
        client = client_for(people.planner)
        for name, begins in (
            ("attendance-pdf", b"%PDF"), ("attendance-blank", b"%PDF"), ("attendance-xlsx", b"PK"),
        ):  # fmt: skip
            assert client.get(at(name, attended.pk)).content.startswith(begins)
        sheet = load_workbook(
            io.BytesIO(client.get(at("attendance-xlsx", attended.pk)).content)
        ).active
        assert sheet["B2"].value == "drg. Siti Uji"
        assert sheet["F3"].value == "Ketua PWI"
