import io
from collections.abc import Callable

import openpyxl
import pytest

from selaras.organisations.models import Agency
from selaras.surveys.actions import create_survey
from selaras.surveys.models import Survey
from selaras.surveys.workbooks import parts_of, unit_workbook


@pytest.fixture
def survey(people, round_, agency: Agency) -> Survey:
    return create_survey(by=people.planner, round=round_, name="Survei 2019")


@pytest.fixture
def other(db: None) -> Agency:
    return Agency.objects.create(slug="dishub", name="Dinas Perhubungan")


class Book:
    """A workbook as an officer edits it: columns by key, rows below the header."""

    def __init__(self, survey: Survey, agency: Agency) -> None:
        self.file = openpyxl.load_workbook(io.BytesIO(unit_workbook(survey, agency)))
        self.sheets = {part.name: part.sheet for part in parts_of(survey.round_id)}

    def _places(self, name: str) -> tuple[object, dict[str, int], int]:
        sheet = self.sheets[name]
        tab = self.file[sheet.title]
        titles = {column.title: column.key for column in sheet.columns}
        for row in tab.iter_rows(max_row=15):
            found = {
                titles[str(cell.value).rstrip(" *")]: cell.column
                for cell in row
                if str(cell.value).rstrip(" *") in titles
            }
            if len(found) == len(titles):
                return tab, found, row[0].row
        raise AssertionError("no header")

    def rows(self, name: str) -> list[int]:
        """Numbers of the filled rows."""
        tab, places, header = self._places(name)
        first = header + 2  # the row of explanations
        filled = [places["title" if name != "systems" else "name"]]
        return [
            number
            for number in range(first, tab.max_row + 1)
            if any(tab.cell(number, column).value for column in filled)
        ]

    def add(self, name: str, /, **values: object) -> "Book":
        _tab, _places, header = self._places(name)
        at = max([header + 1, *self.rows(name)]) + 1
        return self.change(name, at, **values)

    def change(self, name: str, at: int, /, **values: object) -> "Book":
        tab, places, _header = self._places(name)
        for key, value in values.items():
            tab.cell(at, places[key]).value = value
        return self

    def data(self) -> bytes:
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()


@pytest.fixture
def book(survey: Survey, agency: Agency) -> Callable[[], Book]:
    """The unit's workbook as it is downloaded now."""

    def download(of: Agency = agency) -> Book:
        return Book(survey, of)

    return download


@pytest.fixture
def filled(book) -> bytes:
    """One system, one need and one idea."""
    made = book()
    made.add("systems", name="SIMPUS", year=2015, problem="Belum terhubung")
    made.add("needs", title="Antrean daring", description="Antre lama", dimension="Smart Living")
    made.add("ideas", title="Kios sehat", benefit="Lebih cepat", dimension="Smart Living")
    return made.data()
