import dataclasses

import pytest

from selaras.core.registry import Submission
from selaras.lib.sheets import read_workbook, write_workbook
from selaras.systems.consumers import SystemConsumer
from selaras.systems.models import System
from tests.factories.systems import SystemFactory

OLD = 13  # columns of the sheet before the official attributes were added


@pytest.fixture
def take(people, round_, agency):
    from selaras.core.files import store

    file = store(name="a.pdf", data=b"%PDF-1.7", accepted=("pdf",), by=people.planner)

    def go(rows, sheet=None):
        consumer = SystemConsumer()
        sheet = sheet or consumer.sheet(round_.pk)
        data = write_workbook([sheet], {"systems": rows}, meta={})
        read = read_workbook(data, [consumer.sheet(round_.pk)])
        assert read.errors == []
        submission = Submission(
            round_.pk, agency.pk, file.pk, "a.xlsx", sheet.title, people.officer, "Survei", "/x/"
        )
        return consumer.apply(submission, read.rows["systems"])

    return go


def old_sheet(round_):
    sheet = SystemConsumer().sheet(round_.pk)
    return dataclasses.replace(sheet, columns=sheet.columns[:OLD])


def test_units_answer_official_attributes(take, round_, agency):
    told = {"data_input": "Data pasien", "cost_yearly": 5_000_000, "has_backup": False}
    take([{"name": "SIMPUS", **told}])
    system = System.objects.get()
    assert {name: getattr(system, name) for name in told} == told
    row = SystemConsumer().prefill(round_.pk, agency.pk)[0]
    assert {name: row[name] for name in told} == told


def test_an_older_workbook_is_still_taken_in_and_erases_nothing(take, round_, agency):
    SystemFactory(round=round_, agency=agency, name="SIMPUS", server="Rak 1", year=2010)
    taken = take([{"name": "SIMPUS", "year": 2015}], old_sheet(round_))
    system = System.objects.get()
    assert (taken.updated, system.year, system.server) == (1, 2015, "Rak 1")


def test_the_same_rows_again_change_nothing(take):
    rows = [{"name": "SIMPUS", "server": "Rak 1", "hosting": "", "contract_until": None}]
    assert take(rows).created == 1
    assert take(rows).unchanged == 1


def test_the_word_of_older_workbooks_for_mobile_is_understood(take, round_):
    sheet = old_sheet(round_)
    columns = [
        dataclasses.replace(column, choices=("Android",)) if column.key == "platform" else column
        for column in sheet.columns
    ]
    old = dataclasses.replace(sheet, columns=tuple(columns))
    take([{"name": "SIMPUS", "platform": "Android"}], old)
    assert System.objects.get().platform == "mobile"
