"""What the answers say, held against figures worked out by hand."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.core.registry import respondents
from selaras.lib.figures import histogram, percentage, quantile, shares, summarise
from selaras.lib.xforms.definition import Choice, Field
from selaras.lib.xforms.layout import Column
from selaras.lib.xforms.tally import Tally
from selaras.questionnaires.analysis import Counting, bars, summary
from selaras.questionnaires.types import Chosen
from selaras.questionnaires.units import Unit, units_of
from selaras.surveys.actions import create_survey
from selaras.surveys.models import Part, Section
from tests.questionnaires.answers import ALL_TYPES, SYSTEMS, open_form, publish, receive
from tests.questionnaires.forms import REFERENCE


def decimals(*values):
    return [Decimal(str(value)) for value in values]


def test_five_figures_by_hand():
    made = summarise(decimals(7, 15, 36, 39, 40, 41))
    assert (made.minimum, made.q1, made.median, made.q3, made.maximum) == tuple(
        decimals(7, "20.25", "37.5", "39.75", 41)
    )
    assert round(made.mean, 4) == Decimal("29.6667")
    assert made.count == 6
    one = summarise(decimals(5))
    assert {one.minimum, one.q1, one.median, one.q3, one.maximum, one.mean} == {Decimal(5)}
    assert summarise([]) is None
    assert quantile(decimals(1, 2, 3, 4, 5), Decimal("0.1")) == Decimal("1.4")


def test_shares_add_up_to_a_hundred():
    assert shares([1, 1, 1]) == decimals("33.4", "33.3", "33.3")
    assert shares([2, 1]) == decimals("66.7", "33.3")
    assert shares([0, 0]) == decimals(0, 0)
    assert (percentage(1, 8), percentage(2, 3), percentage(1, 0)) == tuple(
        decimals("12.5", "66.7", 0)
    )


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_shares_always_add_up(counts):
    made = shares(counts)
    assert sum(made) == (100 if sum(counts) else 0)
    for count, share in zip(counts, made, strict=True):
        assert abs(share - (Decimal(100 * count) / sum(counts) if sum(counts) else 0)) < Decimal(
            "0.1"
        )


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), max_size=40))
def test_the_steps_hold_every_number_once(values):
    steps = histogram(values)
    assert sum(step.count for step in steps) == len(values)
    assert len(steps) <= 12
    if values:
        assert steps[0].low <= min(values)
        assert steps[-1].high >= max(values)


def test_steps_of_whole_numbers():
    steps = histogram(decimals(0, 3, 12, 99), whole=True)
    assert [(step.low, step.high) for step in steps[:2]] == [
        tuple(decimals(0, 9)),
        tuple(decimals(10, 19)),
    ]
    assert [step.count for step in steps] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    few = histogram(decimals(1, 2, 2, 4), whole=True)
    assert [(step.low, step.count) for step in few] == [
        (Decimal(n), c) for n, c in ((1, 1), (2, 2), (3, 0), (4, 1))
    ]


def tally(control="", type_="string", kind="question", choices=(), values=(), **more):
    field = Field("/data/q", "q", kind, type_, control, {"": "Q"}, **more)
    column = Column(
        "q", field, tuple(Choice(each, {"": each.title()}) for each in choices), frozenset()
    )
    made = Tally(column)
    for value in values:
        made.add(value)
    return made


def shown(made):
    return [(bar.label, bar.count, str(bar.share)) for bar in bars(made)]


def test_one_choice_adds_up_and_names_what_is_strange():
    made = tally("select1", choices=("ya", "tidak"), values=["ya", "ya", "tidak", "", "ungu"])
    assert (made.rows, made.answered, made.empty) == (5, 4, 1)
    found = shown(made)
    assert found[:2] == [("Ya", 2, "50.0"), ("Tidak", 1, "25.0")]
    assert found[2][0].startswith("ungu")
    assert sum(Decimal(share) for _label, _count, share in found) == 100


def test_several_choices_are_shares_of_those_who_answered():
    made = tally("select", choices=("a", "b", "c"), values=["a b", "a", "b c", ""])
    assert shown(made) == [("A", 2, "66.7"), ("B", 2, "66.7"), ("C", 1, "33.3")]


def test_an_order_counts_first_places_and_means():
    made = tally("rank", choices=("a", "b"), values=["a b", "b a", "a b"])
    assert shown(made) == [("A", 2, "66.7"), ("B", 1, "33.3")]
    assert made.mean_place("a") == Decimal(4) / 3


def test_numbers_leave_out_what_is_no_number():
    made = tally("input", "int", values=["10", "20", "x", ""])
    assert (made.odd, made.answered) == (1, 3)
    assert [value for _label, value in summary(made)] == ["10", "12,5", "15", "17,5", "20", "15"]
    calculated = tally(type_="string", kind="hidden", calculate="1", values=["2", "4"])
    assert calculated.kind == "number"
    assert tally(type_="string", kind="hidden", calculate="1", values=["2", "a"]).kind == "text"


def test_days_are_counted_by_month():
    made = tally("input", "date", values=["2026-11-20", "2026-11-01", "2026-09-30", "2026-02-30"])
    assert [(bar.count, str(bar.share)) for bar in bars(made)] == [(1, "33.3"), (2, "66.7")]
    assert made.odd == 1


class Kind:
    """Respondents of the tests: the number is the unit, even ones are agencies."""

    def may_fill(self, _user, _key):
        return True

    def is_late(self, _key):
        return False

    def received(self, _submission):
        """Nothing follows."""

    def title(self, key):
        return key

    def back(self, _key):
        return ""

    def group(self, key):
        return f"Unit {key}", "dinas" if int(key) % 2 == 0 else "kecamatan"


@pytest.fixture
def units(monkeypatch):
    monkeypatch.setattr("selaras.lib.xforms.javarosa.available", lambda: False)
    monkeypatch.setitem(respondents._items, "uji", Kind())


@pytest.fixture
def filled(db, people, units):
    version = publish(REFERENCE)
    open_form(version)
    asn = ["10", "20", "30", ""]
    for number, value in enumerate(asn):
        values = {**SYSTEMS, "asn": value, "kecamatan": "jbg" if number else "plo"}
        receive(people.planner, version, values, subject=f"uji/{number}")
    return version.questionnaire


def test_units_come_from_the_registry_one_by_one_or_all_at_once(monkeypatch, units):
    assert units_of(["uji/2", "", "lain/1"]) == {
        "uji/2": Unit("Unit 2", "dinas"),
        "": Unit("–", "–"),
        "lain/1": Unit("–", "–"),
    }
    many = Kind()
    many.groups = lambda keys: {key: (f"Semua {key}", "") for key in keys}
    monkeypatch.setitem(respondents._items, "uji", many)
    assert units_of(["uji/2"]) == {"uji/2": Unit("Semua 2", "–")}


@pytest.mark.django_db
def test_repeats_are_counted_by_entry(filled):
    made = Counting(filled, Chosen(), "id").everything()
    assert made.count == 4
    found = {asked.path: asked for asked in made.asked}
    users = found["sistem/sis/pengguna"]
    assert (users.tally.rows, users.answers) == (8, 4)
    assert [(bar.label, bar.count) for bar in users.bars] == [("Pegawai", 8), ("Warga", 4)]
    assert found["sistem/sis/biaya"].tally.answered == 4
    assert found["kecamatan"].share == 100
    assert "sistem/ringkas" not in found  # a note
    assert found["sistem/jumlah"].kind == "number"


@pytest.mark.django_db
def test_a_question_counts_only_for_versions_that_asked_it(filled, people):
    newer = REFERENCE.replace("2026112601", "2").replace(
        "| | text | nama |", "| | text | baru | Baru | New | | | | | | |\n| | text | nama |"
    )
    receive(people.planner, publish(newer), {**SYSTEMS, "baru": "ya"}, subject="uji/9")
    found = {asked.path: asked for asked in Counting(filled, Chosen(), "id").everything().asked}
    assert (found["baru"].tally.rows, found["nama"].tally.rows) == (1, 5)


def page(client, filled, *parts):
    return client.get("/".join(["/kuesioner", str(filled.pk), "analisis", *parts]))


@pytest.mark.django_db
def test_the_pages_show_counts_units_and_kinds(client_for, people, filled):
    client = client_for(people.planner)
    whole = page(client, filled, "").content.decode()
    assert "Jumlah ASN" in whole
    assert "75,0%" in whole
    asn = page(client, filled, "pertanyaan", "?nama=asn").content.decode()
    assert "kecamatan" in asn
    assert "Unit 3" in asn
    assert asn.index("Unit 3") < asn.index("Unit 0")  # who has not answered stands first
    choice = page(client, filled, "pertanyaan", "?nama=kecamatan").content.decode()
    assert choice.count('<svg role="img"') == 2
    texts = page(client, filled, "pertanyaan", "?nama=sistem/sis/nama_sis").content.decode()
    assert "SIMPUS" in texts
    assert page(client, filled, "pertanyaan", "?nama=tidak_ada").status_code == 404
    assert client_for(people.officer).get(f"/kuesioner/{filled.pk}/analisis/").status_code == 403


def sheet(response):
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@pytest.mark.django_db
def test_every_table_is_a_file(client_for, people, filled):
    client = client_for(people.planner)

    def file(name, table, form="xlsx", more=""):
        return page(client, filled, "pertanyaan", f"?nama={name}&tabel={table}&format={form}{more}")

    numbers = sheet(file("asn", "numbers"))
    assert numbers[1][1:] == [3, 10, 15, 20, 25, 30, 20, 1]
    assert numbers[2][:3] == ["dinas", 2, 10]
    cross = sheet(file("kecamatan", "cross"))
    assert cross[0][1:] == ["dinas", "dinas (%)", "kecamatan", "kecamatan (%)"]
    assert cross[1:] == [["Jombang", 1, 50, 2, 100], ["Ploso", 1, 50, 0, 0]]
    assert sheet(file("asn", "kinds"))[1:] == [["dinas", 2, 2, 100], ["kecamatan", 1, 2, 50]]
    assert sheet(file("asn", "units"))[1] == ["Unit 3", "kecamatan", 0, 1, 0]
    lines = file("kecamatan", "counts", "csv", "&pemisah=titik-koma").content.decode("utf-8-sig")
    assert lines.splitlines()[1:] == ["Jombang;3;75,0", "Ploso;1;25,0"]
    whole = client.get(f"/kuesioner/{filled.pk}/analisis/?format=xlsx")
    assert any(row[0] == "kecamatan" and row[6] == "Ploso" and row[7] == 1 for row in sheet(whole))


@pytest.mark.django_db
def test_the_cost_in_queries_is_the_same_for_one_and_three(
    client_for, people, units, django_assert_max_num_queries
):
    version = publish(ALL_TYPES)
    open_form(version)
    client, seen = client_for(people.planner), {}
    client.get(f"/kuesioner/{version.questionnaire_id}/")
    for number in range(3):
        receive(people.planner, version, {"teks": "a", "bulat": "1"}, subject=f"uji/{number}")
        for part in ("", "pertanyaan/?nama=bulat", "pertanyaan/?nama=teks"):
            with django_assert_max_num_queries(30) as captured:
                page(client, version.questionnaire, part)
            seen.setdefault(part, []).append(len(captured))
    assert all(counts[0] == counts[2] for counts in seen.values()), seen


YEARS = """
| survey | | | |
| | type | name | label |
| | integer | tahun_mulai | Tahun mulai dipakai |
| | integer | biaya | Biaya per tahun |
"""


@pytest.mark.django_db
def test_years_are_not_grouped_by_thousands(client_for, people):
    version = publish(YEARS)
    open_form(version)
    for year in ("2008", "2011", "2015"):
        receive(people.planner, version, {"tahun_mulai": year, "biaya": "250000"})
    client = client_for(people.planner)
    asked = page(client, version.questionnaire, "pertanyaan", "?nama=tahun_mulai")
    text = asked.content.decode()
    assert "2008" in text
    assert "2.008" not in text
    costs = page(client, version.questionnaire, "pertanyaan", "?nama=biaya").content.decode()
    assert "250.000" in costs


@pytest.mark.django_db
def test_one_survey_alone_can_be_counted(client_for, people, version, round_, agency):
    kept = []
    for name, count in (("Survei 2018", "100"), ("Survei 2019", "900")):
        survey = create_survey(by=people.planner, round=round_, name=name, agencies=[agency])
        section = Section.objects.create(survey=survey, version=version)
        part = Part.objects.create(response=survey.responses.get(), section=section)
        receive(
            people.planner, version, {**SYSTEMS, "asn": count}, subject=f"surveys.part/{part.pk}"
        )
        kept.append(survey)
    client, form = client_for(people.planner), version.questionnaire
    everything = page(client, form, "").content.decode()
    assert f"Survei 2019 ({round_})" in everything
    only = page(client, form, f"?within=surveys.part:{kept[0].pk}").content.decode()
    assert "1 jawaban dihitung" in only
    asn = page(client, form, "pertanyaan", f"?nama=asn&within=surveys.part:{kept[0].pk}")
    assert ">100<" in asn.content.decode()
    assert ">900<" not in asn.content.decode()
    wrong = page(client, form, "?within=surveys.part:0").content.decode()
    assert "2 jawaban dihitung" in wrong
