"""What was held on paper: two sheets out and in, checked before anything is written."""

import io
from datetime import date, time
from uuid import uuid4

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from selaras.core.errors import ImportRefused, Refused
from selaras.core.evidence import evidence_of
from selaras.core.models import Evidence, LedgerContent, StoredFile
from selaras.core.registry import Consumed
from selaras.meetings.actions import (
    cast_ballot,
    edit_card,
    import_paper,
    join_meeting,
    keep_workbook,
    make_needs,
    preview_import,
    set_phase,
    take_over_input,
)
from selaras.meetings.models import Attendance, Contribution, Group, Heading, PublicInput
from selaras.meetings.queries import wall_of
from selaras.meetings.rules.paper import is_cut_number, parse_time
from selaras.meetings.types import Becoming
from selaras.meetings.workbook import template
from selaras.needs.models import Need
from selaras.organisations.models import Agency
from tests.factories.meetings import MeetingFactory
from tests.meetings.room import card, group_of

GUESTS, CARDS = "Daftar hadir", "Hasil kelompok"
COLUMNS = {
    GUESTS: ("code", "name", "number", "position", "agency", "organisation", "represents",
             "group", "time"),
    CARDS: ("code", "group", "title", "kind", "description", "subdimension", "agency", "votes"),
}  # fmt: skip
SITI = {"name": "Siti (contoh)", "agency": "Dinas Kesehatan", "time": "08.15"}


@pytest.fixture
def meeting(round_):
    return MeetingFactory(round=round_, starts=time(8), held_on=date(2019, 11, 27))


@pytest.fixture(autouse=True)
def _sheet_names(monkeypatch):
    """The sheets' names do not hang on the state of the translations."""
    monkeypatch.setitem(COLUMNS, "Attendance list", COLUMNS[GUESTS])
    monkeypatch.setitem(COLUMNS, "Group results", COLUMNS[CARDS])


def tab_of(book, sheet):
    english = {GUESTS: "Attendance list", CARDS: "Group results"}[sheet]
    return book[sheet] if sheet in book.sheetnames else book[english]


def header_of(tab, sheet):
    wide = len(COLUMNS[sheet])
    return next(row[0].row for row in tab.iter_rows(max_row=15) if row[wide - 1].value)


def fill(meeting, guests=(), cards=(), data=None):
    """The template with rows written behind what stands there; `at` overwrites a row."""
    book = openpyxl.load_workbook(io.BytesIO(data or template(meeting)))
    for sheet, rows in ((GUESTS, guests), (CARDS, cards)):
        tab = tab_of(book, sheet)
        last = header_of(tab, sheet) + 2
        while tab.cell(last, 2).value:
            last += 1
        for number, row in enumerate(rows):
            for name, value in row.items():
                tab.cell(last + number, COLUMNS[sheet].index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def correct(meeting, title, place, value):
    """The workbook as it goes out, with another value in the row of a card."""
    book = openpyxl.load_workbook(io.BytesIO(template(meeting)))
    row = next(each for each in tab_of(book, CARDS).iter_rows() if each[2].value == title)
    row[COLUMNS[CARDS].index(place)].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(people, meeting, data, **kwargs):
    file = keep_workbook(by=people.planner, meeting=meeting, name="kertas.xlsx", data=data)
    return import_paper(by=people.planner, meeting=meeting, file=file, **kwargs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("08.15", time(8, 15)),
        ("8:05", time(8, 5)),
        ("8.3", time(8, 30)),
        ("08:15:00", time(8, 15)),
        ("9 WIB", time(9)),
        ("", None),
    ],
)
def test_times_as_people_write_them(text, shown):
    assert parse_time(text) == shown


@pytest.mark.parametrize("text", ["pagi", "25.00", "8.75", "8-15"])
def test_no_times(text):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is said
        parse_time(text)


def test_numbers_that_a_spreadsheet_has_cut():
    assert is_cut_number("198001012005011000")
    assert not is_cut_number("198001012005011003")
    assert not is_cut_number("1000")


def test_both_sheets_come_in(people, meeting, agency):
    invitation = meeting.invitations.create(agency=agency, addressee="Kepala Dinas Kesehatan")
    data = fill(
        meeting,
        guests=[
            {**SITI, "number": "198001012005011003", "represents": "Ya", "group": "Smart Living"},
            {"name": "Tamu (contoh)", "organisation": "Komunitas sungai"},
        ],
        cards=[{"group": "Smart Living", "title": "Antrean", "votes": 5}],
    )
    made = send(people, meeting, data)
    assert (made.guests.created, made.cards.created, made.needs.created) == (2, 1, 1)
    siti = Attendance.objects.get(agency=agency)
    assert siti.invitation == invitation
    assert siti.is_delegate
    assert siti.way == "paper"
    assert siti.group.name == "Smart Living"
    assert timezone.localtime(siti.arrived).strftime("%d %H.%M") == "27 08.15"
    other = Attendance.objects.exclude(pk=siti.pk).get()
    assert other.arrived == meeting.opening
    told = str(list(LedgerContent.objects.values_list("content", flat=True)))
    assert "Siti" not in told
    assert "19800101" not in told


def test_again_doubles_nothing_and_corrects_by_code(people, meeting, agency):
    data = fill(meeting, [SITI], [{"group": "Smart Living", "title": "Antrean"}])
    send(people, meeting, data)
    again = send(people, meeting, data)
    assert again.guests == again.cards == Consumed(unchanged=1)
    assert send(people, meeting, template(meeting)).guests == Consumed(unchanged=1)
    book = openpyxl.load_workbook(io.BytesIO(template(meeting)))
    tab = tab_of(book, GUESTS)
    row = next(each for each in tab.iter_rows() if each[1].value == SITI["name"])
    row[1].value, row[3].value = "Siti Baru (contoh)", "Sekretaris"
    out = io.BytesIO()
    book.save(out)
    changed = send(people, meeting, out.getvalue())
    assert changed.guests == Consumed(updated=1)
    there = Attendance.objects.get()
    assert (there.name, there.position) == ("Siti Baru (contoh)", "Sekretaris")
    assert timezone.localtime(there.arrived).strftime("%H.%M") == "08.15"


def test_those_who_checked_in_by_phone_are_known(people, meeting, agency):
    meeting.attendances.create(
        name="Siti (contoh)", agency=agency, number="123", way="qr", arrived=timezone.now()
    )
    meeting.attendances.create(name="Tamu (contoh)", way="walk_in", arrived=timezone.now())
    assert send(people, meeting, template(meeting)).guests == Consumed(unchanged=2)
    by_name = fill(meeting, [{"name": "siti (contoh)", "agency": "Dinas Kesehatan"}])
    plan = preview_import(by=people.planner, meeting=meeting, data=by_name)
    assert plan.guest_counts.created == 0
    assert {each.way for each in Attendance.objects.all()} == {"qr", "walk_in"}


def test_dry_run_writes_nothing(people, meeting):
    data = fill(meeting, [SITI], [{"group": "Smart Living", "title": "Antrean"}])
    before = LedgerContent.objects.count()
    plan = preview_import(by=people.planner, meeting=meeting, data=data)
    assert plan.guest_counts == plan.card_counts == Consumed(created=1)
    assert not Attendance.objects.exists()
    assert not Contribution.objects.exists()
    assert LedgerContent.objects.count() == before
    with pytest.raises(PermissionDenied):
        preview_import(by=people.officer, meeting=meeting, data=data)


def test_needs_can_wait(people, meeting):
    data = fill(meeting, cards=[{"group": "Smart Living", "title": "Antrean"}])
    made = send(people, meeting, data, make_needs=False)
    assert made.cards.created == 1
    assert not Need.objects.exists()
    assert send(people, meeting, data).needs.created == 1
    assert Contribution.objects.get().need is not None


def test_needs_come_of_paper_alone(people, meeting):
    """Cards of the wall are chosen under “Conclusions”; a workbook that holds them makes none."""
    group, by = group_of(meeting), people.planner
    known = Need.objects.create(round=meeting.round, dimension=group.dimension, title="Lama")
    backing, chosen, left = (card(group, title, sector="citizen") for title in "ABC")
    make_needs(by=by, meeting=meeting, choices=[Becoming(backing.pk, same_as=known.pk)])
    make_needs(by=by, meeting=meeting, choices=[Becoming(chosen.pk)])
    before = Need.objects.count()
    made = send(people, meeting, fill(meeting, [SITI]))
    assert made.needs == Consumed()
    data = fill(meeting, cards=[{"group": "Smart Living", "title": "Kertas", "votes": 2}])
    assert send(people, meeting, data).needs.created == 1
    assert Need.objects.count() == before + 1
    backing.refresh_from_db()
    left.refresh_from_db()
    assert backing.need is None
    assert left.becomes is None


def test_needs_from_paper_tell_who_spoke(people, meeting, agency):
    row = {"group": "Smart Living", "title": "Antrean", "agency": agency.name, "votes": 5}
    send(people, meeting, fill(meeting, cards=[row]))
    (source,) = evidence_of(Need.objects.get())
    assert str(agency.get_sector_display()) in source.locator
    assert "5" in source.locator
    assert Evidence.objects.get().file == Contribution.objects.get().file


def test_paper_backing_a_known_need_makes_no_other(people, meeting):
    group = group_of(meeting)
    known = Need.objects.create(round=meeting.round, dimension=group.dimension, title="Lama")
    data = fill(meeting, cards=[{"group": "Smart Living", "title": "Antrean"}])
    send(people, meeting, data, make_needs=False)
    choices = [Becoming(Contribution.objects.get().pk, same_as=known.pk)]
    make_needs(by=people.planner, meeting=meeting, choices=choices)
    assert send(people, meeting, data).needs == Consumed()
    assert Need.objects.get() == known


def test_a_corrected_wall_card_keeps_its_first_words(people, meeting):
    spoken = card(group_of(meeting), "Antre dari subuh", sector="citizen")
    send(people, meeting, correct(meeting, spoken.title, "title", "Antrean"))
    spoken.refresh_from_db()
    assert (spoken.title, spoken.original["title"]) == ("Antrean", "Antre dari subuh")
    edit_card(by=people.planner, card=spoken, title="Lagi", description="", kind="need")
    spoken.refresh_from_db()
    assert spoken.original["title"] == "Antre dari subuh"


def test_a_workbook_from_before_the_count_keeps_the_dots(people, meeting):
    meeting.state = "running"
    meeting.save()
    group, by = group_of(meeting), people.planner
    spoken = card(group, "Antrean")
    set_phase(by=by, group=group, phase="voting")
    phone, _secret = join_meeting(meeting=meeting, group=group, sector="citizen")
    cast_ballot(participant=phone, key=uuid4(), dots={spoken.pk: 5})
    data = template(meeting)
    set_phase(by=by, group=group, phase="done")
    send(people, meeting, fill(meeting, [SITI], data=data))
    spoken.refresh_from_db()
    assert (spoken.votes, spoken.paper_votes) == (5, 0)
    send(people, meeting, correct(meeting, spoken.title, "votes", 2))
    spoken.refresh_from_db()
    assert (spoken.votes, spoken.paper_votes) == (7, 2)


def test_walls_follow_what_comes_in(people, meeting):
    """A phone looks again only where the revision of its wall has changed."""

    def seen(name):
        group = Group.objects.select_related("meeting").get(meeting=meeting, name=name)
        cards = [each for card in wall_of(group).cards for each in (card.card, *card.merged)]
        return group.revision, sorted(each.title for each in cards)

    here, there = "Smart Living", "Smart Economy"
    group = group_of(meeting)
    assert (seen(here), seen(there)) == ((0, []), (0, []))
    root, same = (card(group, title, sector="citizen") for title in ("Antrean", "Antre"))
    heading = Heading.objects.create(group=group, title="Layanan")
    Contribution.objects.filter(pk=root.pk).update(heading=heading)
    Contribution.objects.filter(pk=same.pk).update(merged_into=root)
    send(people, meeting, fill(meeting, cards=[{"group": here, "title": "Kertas"}]))
    assert seen(here) == (1, ["Antre", "Antrean", "Kertas"])
    send(people, meeting, template(meeting))
    assert seen(here)[0] == 1
    send(people, meeting, correct(meeting, "Antrean", "group", there))
    assert seen(here) == (2, ["Kertas"])
    assert seen(there) == (1, ["Antre", "Antrean"])
    root.refresh_from_db()
    assert root.heading is None


def test_a_workbook_comes_back_as_it_went_out(people, meeting, agency):
    """Whatever the phones, the door and the citizens brought."""
    group, by = group_of(meeting), people.planner
    first = card(group, "Antrean", sector="citizen", description="satu\r\n\r\ndua")
    card(group, "SIMPUS", kind="system", votes=3)
    second = Contribution.objects.create(
        meeting=meeting, group=group, dimension=group.dimension, title="antrean ", row_key="zz"
    )
    item = PublicInput.objects.create(meeting=meeting, text="x" * 5000)
    take_over_input(by=by, item=item, group=group, kind="need", title="Surat")
    past = Agency.objects.create(
        slug="lama", name="Dinas Lama", kind="dinas", valid_to=date(2019, 12, 1)
    )
    Contribution.objects.filter(pk=first.pk).update(agency=past)
    for unit in (None, None, past):
        meeting.attendances.create(
            name="Siti (contoh)", agency=unit, way="walk_in", arrived=timezone.now()
        )
    made = send(people, meeting, template(meeting), make_needs=False)
    assert (made.guests, made.cards) == (Consumed(unchanged=3), Consumed(unchanged=4))
    again = {"group": group.name, "title": "Antrean"}
    with pytest.raises(ImportRefused) as refusal:
        send(people, meeting, fill(meeting, cards=[again]))
    assert len(refusal.value.problems) == 1
    # What was renamed is another card than the new one with its old title.
    Contribution.objects.filter(pk=second.pk).delete()
    data = fill(meeting, cards=[again], data=correct(meeting, "Antrean", "title", "Antre lama"))
    assert send(people, meeting, data, make_needs=False).cards.created == 1
    first.refresh_from_db()
    assert first.title == "Antre lama"


def test_renaming_by_code_leaves_the_old_title_free(people, meeting):
    row = {"group": "Smart Living", "title": "Antrean"}
    send(people, meeting, fill(meeting, cards=[row]))
    data = fill(meeting, cards=[row], data=correct(meeting, "Antrean", "title", "Antre lama"))
    for _time in range(2):
        send(people, meeting, data)
        assert sorted(Contribution.objects.values_list("title", flat=True)) == [
            "Antre lama", "Antrean"
        ]  # fmt: skip


def test_typed_rows_show_the_votes_on_paper(client_for, people, meeting):
    group = group_of(meeting)
    made = card(group, "Antrean", votes=4)
    Contribution.objects.filter(pk=made.pk).update(votes=9)
    page = client_for(people.planner).get(at("group", meeting.pk, group.dimension.code))
    assert page.context["formset"].forms[0].initial["votes"] == 4


def test_no_needs_while_a_group_votes(client_for, people, meeting):
    meeting.state = "running"
    meeting.save()
    group = group_of(meeting)
    set_phase(by=people.planner, group=group, phase="voting")
    data = fill(meeting, cards=[{"group": "Smart Living", "title": "Antrean"}])
    with pytest.raises(Refused):
        send(people, meeting, data)
    assert not Contribution.objects.exists()
    assert send(people, meeting, data, make_needs=False).cards.created == 1
    typed = {
        "cards-TOTAL_FORMS": 1, "cards-INITIAL_FORMS": 0, "cards-0-title": "Diketik",
        "cards-0-kind": "need",
    }  # fmt: skip
    address = at("group", meeting.pk, group.dimension.code)
    answer = client_for(people.planner).post(address, typed)
    assert answer.status_code == 422
    assert "Diketik" in answer.content.decode()


def test_the_box_for_needs_is_off_where_there_was_a_wall(client_for, people, meeting):
    client = client_for(people.planner)

    def ticked():
        form = client.get(at("import", meeting.pk)).context["form"]
        return form["make_needs"].value()

    card(group_of(meeting), "Dari kertas")
    assert ticked() is True
    card(group_of(meeting), "Dari gawai", sector="citizen")
    assert ticked() is False


def test_groups_of_another_theme_take_part(people, meeting):
    meeting.groups.create(name="Pemuda", position=9)
    meeting.groups.filter(name="Smart Living").update(name="Hidup sehat")
    cards = [
        {"group": "Pemuda", "title": "Ruang belajar"},
        {"group": "Smart Living", "title": "Antrean"},  # as an older workbook calls it
    ]
    made = send(people, meeting, fill(meeting, cards=cards))
    assert made.cards.created == 2
    assert made.needs.created == 1
    assert Contribution.objects.get(title="Ruang belajar").group.name == "Pemuda"
    assert Contribution.objects.get(title="Antrean").group.name == "Hidup sehat"


def test_every_mistake_is_listed_with_its_place(people, meeting):
    guests = [
        {"name": "Tanpa unit (contoh)"},
        {**SITI, "agency": "Dinas Kesehatann"},
        {**SITI, "time": "pagi", "number": 198001012005011000},
        {"code": "H999", "name": "Asing", "organisation": "Pers"},
    ]
    cards = [
        {"group": "Smart Livin", "title": "A"},
        {"group": "Smart Living", "title": "B", "votes": "banyak"},
        {"group": "Smart Living", "title": "C", "code": "lain"},
    ]
    with pytest.raises(ImportRefused) as refusal:
        send(people, meeting, fill(meeting, guests, cards))
    problems = refusal.value.problems
    assert len(problems) == 8
    places = [each.split(": ")[0].rsplit(" · ", 1) for each in problems]
    rows = [int(cell[1:]) for sheet, cell in places if sheet in (GUESTS, "Attendance list")]
    assert rows == sorted(rows)
    assert len(rows) == 5
    assert [sheet for sheet, _cell in places[5:]] == [places[-1][0]] * 3
    assert not Attendance.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_same_person_twice_is_a_mistake(people, meeting):
    with pytest.raises(ImportRefused):
        send(people, meeting, fill(meeting, [SITI, {**SITI, "name": "SITI  (contoh)"}]))


def test_signed_meetings_take_nothing(people, meeting):
    data = fill(meeting, [SITI])
    meeting.state = "closed"
    meeting.save()
    with pytest.raises(Refused):
        send(people, meeting, data)


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.mark.parametrize("name", ["import", "upload"])
def test_page_checks_then_takes_in(client_for, people, meeting, agency, name):
    client = client_for(people.planner)
    data = fill(meeting, [SITI], [{"group": "Smart Living", "title": "Antrean"}])
    assert client.get(at(name, meeting.pk)).status_code == 200
    given = {"file": SimpleUploadedFile("kertas.xlsx", data), "step": "check"}
    seen = client.post(at(name, meeting.pk), given)
    assert seen.status_code == 302
    assert seen.url.endswith("?needs=0")
    page = client.get(seen.url).content.decode()
    assert "Siti (contoh)" in page
    assert "Antrean" in page
    assert not Attendance.objects.exists()
    assert client_for(people.citizen).get(seen.url).status_code == 403
    assert client.post(seen.url, {}).url == meeting.get_absolute_url()
    assert Attendance.objects.count() == 1
    assert not Need.objects.exists()


def test_the_preview_tells_of_needs_that_are_known_already(client_for, people, meeting):
    group = meeting.groups.get(name="Smart Living")
    known = Need.objects.create(
        round=meeting.round, dimension=group.dimension, title="Antrean puskesmas", kind="need",
        source_key="x",
    )  # fmt: skip
    titles = [{"group": "Smart Living", "title": each} for each in ("Antrian puskesmas", "Sampah")]
    given = {"file": SimpleUploadedFile("k.xlsx", fill(meeting, cards=titles)), "step": "check"}
    client = client_for(people.planner)
    page = client.get(client.post(at("import", meeting.pk), given).url)
    assert page.context["twins"] == [("Antrian puskesmas", known)]


def test_page_takes_in_at_once_and_lists_mistakes(client_for, people, meeting):
    client = client_for(people.planner)
    bad = SimpleUploadedFile("kertas.xlsx", fill(meeting, [{"name": "Tanpa unit"}]))
    answer = client.post(at("import", meeting.pk), {"file": bad, "step": "check"})
    assert answer.status_code == 422
    assert GUESTS in answer.content.decode() or "Attendance list" in answer.content.decode()
    good = SimpleUploadedFile("k.xlsx", fill(meeting, cards=[{"group": "Smart City", "title": ""}]))
    assert client.post(at("import", meeting.pk), {"file": good, "step": "take"}).status_code == 422
    data = fill(meeting, cards=[{"group": "Smart Living", "title": "Antrean"}])
    given = {"file": SimpleUploadedFile("k.xlsx", data), "step": "take", "make_needs": "on"}
    assert client.post(at("import", meeting.pk), given).url == meeting.get_absolute_url()
    assert Need.objects.count() == 1
