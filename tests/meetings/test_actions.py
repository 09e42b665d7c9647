import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from selaras.core.errors import ImportRefused
from selaras.core.evidence import evidence_of, outcomes_of
from selaras.core.ledger import history
from selaras.core.models import LedgerEntry
from selaras.core.registry import Consumed
from selaras.meetings.actions import (
    add_contributions,
    create_meeting,
    import_paper,
    keep_workbook,
    update_meeting,
)
from selaras.meetings.models import Contribution, Meeting
from selaras.meetings.queries import group_progress, groups_of, silent_fgds
from selaras.meetings.types import Card
from selaras.meetings.workbook import template
from selaras.needs.actions import update_need
from selaras.needs.models import Need
from tests.factories.meetings import MeetingFactory


@pytest.fixture
def meeting(round_):
    return MeetingFactory(round=round_, title="FGD Jombang")


@pytest.fixture
def living(edition):
    return edition.dimensions.get(code="living")


def test_create_and_update_write_the_ledger(people, round_):
    made = create_meeting(by=people.planner, round=round_, title="FGD", held_on=date(2019, 10, 8))
    update_meeting(by=people.planner, meeting=made, values={"attendance": 80})
    update_meeting(by=people.planner, meeting=made, values={"attendance": 80})
    assert [entry.kind for entry in history(made)] == ["meetings.updated", "meetings.created"]


def test_only_planners_write_meetings(people, round_, meeting, living):
    with pytest.raises(PermissionDenied):
        create_meeting(by=people.officer, round=round_, title="A", held_on=date(2019, 10, 8))
    with pytest.raises(PermissionDenied):
        add_contributions(by=people.head, meeting=meeting, dimension=living, rows=[])


def test_contribution_becomes_a_need_with_the_groups_words(people, meeting, living, agency):
    card = Card("a1", "Antrean lama", description="sejak subuh", votes=12, agency_id=agency.pk)
    add_contributions(by=people.planner, meeting=meeting, dimension=living, rows=[card])
    need = Need.objects.get()
    assert need.contribution.meeting == meeting
    source = evidence_of(need)[0]
    assert source.label.startswith("FGD")
    assert "8 Oktober 2019" in source.label
    assert source.label.endswith("Smart Living")
    assert source.quote == "Antrean lama: sejak subuh"
    assert "12" in source.locator
    assert [link.label for link in outcomes_of(meeting)] == ["Antrean lama"]


def test_repeat_doubles_nothing(people, meeting, living):
    cards = [Card("a1", "Antrean"), Card("a2", "Limbah")]
    for _time in range(2):
        taken = add_contributions(by=people.planner, meeting=meeting, dimension=living, rows=cards)
    assert taken == Consumed(unchanged=2)
    assert Contribution.objects.count() == Need.objects.count() == 2
    assert LedgerEntry.objects.filter(kind="meetings.contributed").count() == 1


def test_correction_reaches_the_need_unless_a_person_edited_it(people, meeting, living):
    by = people.planner
    add_contributions(by=by, meeting=meeting, dimension=living, rows=[Card("a1", "Antrean")])
    add_contributions(by=by, meeting=meeting, dimension=living, rows=[Card("a1", "Antrian")])
    need = Need.objects.get()
    assert need.title == "Antrian"
    update_need(by=by, need=need, values={"title": "Antrean panjang"})
    add_contributions(by=by, meeting=meeting, dimension=living, rows=[Card("a1", "Lain")])
    need.refresh_from_db()
    assert need.title == "Antrean panjang"
    assert Contribution.objects.get().title == "Lain"


def test_groups_and_progress(people, round_, meeting, living):
    assert list(silent_fgds()) == [meeting]
    Meeting.objects.update(state="cancelled")
    assert not silent_fgds()
    Meeting.objects.update(state="preparing")
    add_contributions(by=people.planner, meeting=meeting, dimension=living, rows=[Card("a", "A")])
    assert not silent_fgds()
    groups = groups_of(meeting)
    assert len(groups) == 6
    assert [len(group.contributions) for group in groups if group.contributions] == [1]
    progress = group_progress(round_)
    assert (progress.meetings, progress.done, progress.total) == (1, 1, 6)


def fill(meeting, *rows):
    """The template with rows of (group, title, votes) written into its empty lines."""
    book = openpyxl.load_workbook(io.BytesIO(template(meeting)))
    tab = book["Hasil kelompok"] if "Hasil kelompok" in book.sheetnames else book["Group results"]
    header = next(row for row in tab.iter_rows(max_row=15) if row[7].value)
    at = header[0].row + 2
    while tab.cell(at, 3).value:
        at += 1
    for number, (group, title, votes) in enumerate(rows, start=at):
        tab.cell(number, 2).value, tab.cell(number, 3).value = group, title
        tab.cell(number, 8).value = votes
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(people, meeting, data):
    file = keep_workbook(by=people.planner, meeting=meeting, name="fgd.xlsx", data=data)
    return import_paper(by=people.planner, meeting=meeting, file=file).cards


def test_workbook_of_all_groups_comes_in_and_repeats_harmlessly(people, meeting):
    data = fill(meeting, ("Smart Living", "Antrean", 5), ("Smart Economy", "Pasar", None))
    assert send(people, meeting, data) == Consumed(created=2)
    assert send(people, meeting, data) == Consumed(unchanged=2)
    assert send(people, meeting, fill(meeting)) == Consumed(unchanged=2)
    assert Contribution.objects.get(title="Antrean").votes == 5
    assert Need.objects.count() == 2


def test_workbook_with_errors_is_refused_wholly(people, meeting):
    rows = [("Smart Livin", "A", 1), ("Smart Living", "B", "banyak"), ("Smart Living", "C", 1)]
    with pytest.raises(ImportRefused) as refusal:
        send(people, meeting, fill(meeting, *rows, ("Smart Living", "c ", 2)))
    assert len(refusal.value.problems) == 3
    assert not Need.objects.exists()
    assert not Contribution.objects.exists()


def test_workbook_of_another_meeting_is_refused(people, round_, meeting):
    other = MeetingFactory(round=round_)
    with pytest.raises(ImportRefused):
        send(people, meeting, fill(other, ("Smart Living", "A", 1)))
