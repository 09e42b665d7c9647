"""The questionnaires that come with Selaras, and the demo's answers to them."""

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from openpyxl import load_workbook

import selaras
from selaras.lib.xforms import javarosa
from selaras.lib.xforms.conversion import Converted, convert_workbook
from selaras.lib.xforms.definition import Field
from selaras.lib.xforms.instance import read_instance, to_data
from selaras.needs.consumers import NeedConsumer
from selaras.needs.models import Need
from selaras.portal.demo.answers import answer_xml, unit_answers
from selaras.strategy.models import Round
from selaras.systems.consumers import CHOICES, SystemConsumer

SOURCE = Path(selaras.__file__).parent
FORMS = SOURCE / "surveys/data/forms"
FILES = sorted(path.name for path in FORMS.glob("*.xlsx"))
MOST_QUESTIONS = {"kesiapan-smart-city.xlsx": 100}
INDONESIAN, ENGLISH = "Bahasa Indonesia (id)", "English (en)"
UNITS = json.loads((SOURCE / "portal/demo/data/survey.json").read_text(encoding="utf-8"))
SAMPLE = [row for row in UNITS if not row["systems"]] + UNITS[::8]
needs_java = pytest.mark.skipif(not javarosa.available(), reason="no Java runtime, no JavaRosa")


@lru_cache(maxsize=1)
def _forms() -> dict[str, Converted]:
    made = {name: convert_workbook((FORMS / name).read_bytes()) for name in FILES}
    return {each.definition.form_id: each for each in made.values()}


def _form(name: str) -> Converted:
    return _forms()[name.removesuffix(".xlsx").replace("-", "_")]


def _rows(name: str, sheet: str) -> Iterator[dict[str, Any]]:
    rows = load_workbook(FORMS / name)[sheet].iter_rows(values_only=True)
    header = next(rows)
    return (dict(zip(header, row, strict=True)) for row in rows)


def _asked(form_id: str, repeat: str) -> list[Field]:
    """What stands directly in a repeat; groups inside it hold what no consumer reads."""
    fields = _forms()[form_id].definition.fields
    return [
        each
        for each in fields
        if each.kind == "question" and each.path.rpartition("/")[0] == f"/data/{repeat}"
    ]


def _values(form_id: str, path: str) -> set[str]:
    return {choice.value for choice in _forms()[form_id].definition.by_path[path].choices}


def test_there_are_seven() -> None:
    assert len(FILES) == 7
    assert {each.definition.version for each in _forms().values()} == {"2026112601"}
    assert all(each.definition.title for each in _forms().values())


@pytest.mark.parametrize("name", FILES)
def test_converts_without_a_warning(name: str) -> None:
    form = _form(name)
    assert form.warnings == ()
    assert len(form.definition.questions) <= MOST_QUESTIONS.get(name, 60)


@needs_java
@pytest.mark.parametrize("name", FILES)
def test_loads_in_the_second_engine(name: str) -> None:
    assert javarosa.form_fault(_form(name).xform) is None


@pytest.mark.parametrize("name", FILES)
def test_speaks_both_languages(name: str) -> None:
    definition = _form(name).definition
    assert definition.languages == (INDONESIAN, ENGLISH)
    for each in definition.fields:
        if each.kind != "hidden":
            assert set(each.labels) == {INDONESIAN, ENGLISH}, each.path
        for choice in each.choices:
            assert set(choice.labels) == {INDONESIAN, ENGLISH}, (each.path, choice.value)


@pytest.mark.parametrize("name", FILES)
def test_hints_and_messages_come_in_both_languages(name: str) -> None:
    for row in _rows(name, "survey"):
        for rule, words in (("required", "required_message"), ("constraint", "constraint_message")):
            for language in (INDONESIAN, ENGLISH):
                shown = row.get(f"{words}::{language}")
                assert bool(row.get(rule)) == bool(shown), (row["name"], rule, language)
        hints = [bool(row.get(f"hint::{language}")) for language in (INDONESIAN, ENGLISH)]
        assert len(set(hints)) == 1, row["name"]


@pytest.mark.parametrize("name", FILES)
def test_pictures_are_made_smaller(name: str) -> None:
    for row in _rows(name, "survey"):
        if row["type"] == "image":
            assert row["parameters"] == "max-pixels=1600"


def test_systems_ask_what_the_register_takes() -> None:
    keys = [column.key for column in SystemConsumer().sheet(0).columns if column.key != "code"]
    asked = [each.name for each in _asked("skpd_sistem", "systems")]
    assert asked == keys[: len(asked)]  # the official attributes stand in groups


def test_answers_in_groups_become_attributes_of_the_register() -> None:
    given = {
        "name": "SIMPUS",
        "platform": "android",
        "services_supported": "Puskesmas",
        "host": "unit_server",
        "cost_per_year": "5.39E9",
        "contract_end": "2027-12-31",
        "server": "Debian",
    }
    made = SystemConsumer().from_codes(0, given)
    columns = {column.key for column in SystemConsumer().sheet(0).columns}
    assert set(made) <= columns
    assert made["platform"] == str(CHOICES["platform"]("mobile").label)
    assert made["hosting"] == str(CHOICES["hosting"]("unit").label)
    assert (made["services"], made["server"]) == ("Puskesmas", "Debian")
    assert (made["cost_yearly"], made["contract_until"]) == (5_390_000_000, date(2027, 12, 31))


@pytest.mark.parametrize("field", ["function", "status", "users", "platform", "builder"])
def test_choices_of_systems_are_those_of_the_register(field: str) -> None:
    missing = set(CHOICES[field].values) - _values("skpd_sistem", f"/data/systems/{field}")
    more = _values("skpd_sistem", f"/data/systems/{field}") - set(CHOICES[field].values)
    assert not missing
    assert more <= ({"android"} if field == "platform" else set())


@pytest.mark.parametrize(("kind", "repeat"), [(Need.Kind.NEED, "needs"), (Need.Kind.IDEA, "ideas")])
def test_needs_and_ideas_ask_what_the_consumer_takes(kind: str, repeat: str, round_: Round) -> None:
    sheet = NeedConsumer(kind).sheet(round_.pk)
    assert sheet.key == repeat
    keys = [column.key for column in sheet.columns if column.key != "code"]
    assert [each.name for each in _asked("skpd_kebutuhan", repeat)] == keys
    assert _values("skpd_kebutuhan", f"/data/{repeat}/urgency") == set(Need.Urgency.values)


def test_dimensions_are_those_of_the_frameworks() -> None:
    editions = json.loads((SOURCE / "strategy/data/frameworks.json").read_text(encoding="utf-8"))
    rows = list(_rows("skpd-kebutuhan.xlsx", "choices"))
    subs = {(r["dimension"], r["name"]) for r in rows if r["list_name"] == "subdimension"}
    for edition in editions["editions"]:
        dimensions = edition["dimensions"]
        codes = {each["code"] for each in dimensions}
        assert _values("skpd_kebutuhan", "/data/needs/dimension") == codes
        assert subs == {(d["code"], s["code"]) for d in dimensions for s in d["subdimensions"]}


def _answers(row: dict[str, Any]) -> Iterator[tuple[Converted, str]]:
    for form_id, values in unit_answers(row).items():
        form, name = _forms()[form_id], f"uuid:{form_id}-{row['agency']}"
        xml = answer_xml(form.definition, form.xform, values, instance_id=name)
        yield form, xml.decode()


@pytest.mark.parametrize("row", SAMPLE, ids=lambda row: row["agency"])
def test_answers_of_the_demo_hold_what_the_data_say(row: dict[str, Any]) -> None:
    kept = {}
    for form, xml in _answers(row):
        instance = read_instance(xml.encode())
        assert (instance.form_id, instance.version) == (form.definition.form_id, "2026112601")
        kept[instance.form_id] = to_data(instance.root, form.definition)
    systems, wishes = kept["skpd_sistem"], kept["skpd_kebutuhan"]
    names = [each["name"] for each in systems.get("systems", [])]
    assert names == [each["name"] for each in row["systems"]]
    assert systems["system_count"] == str(len(names))
    assert [each["title"] for each in wishes["ideas"]] == [each["title"] for each in row["ideas"]]
    assert wishes["need_count"] == str(len(row["needs"]))


@needs_java
@pytest.mark.parametrize("row", SAMPLE, ids=lambda row: row["agency"])
def test_answers_of_the_demo_are_clean(row: dict[str, Any]) -> None:
    for form, xml in _answers(row):
        repeats = {each.path for each in form.definition.repeats}
        assert javarosa.check(form.xform, xml, repeats) == [], form.definition.form_id
        blank = {element.tag for element in fromstring(xml).iter() if not element.text}
        computed = {each.name for each in form.definition.fields if each.calculate}
        assert not computed & blank


@needs_java
def test_totals_of_readiness_count_blanks_as_nothing() -> None:
    """Three elements left out: their questions are blank, their totals too."""
    form = _forms()["kesiapan_smart_city"]
    of = "/data/structure/"
    levels = {
        each.name: 3
        for each in form.definition.questions
        if each.path.startswith(of) and each.control == "select1"
    }
    count = len(levels)
    values = {
        "about": {"region": "Uji", "assessor": "Tim", "year": 2026, "elements": ["structure"]},
        "structure": {
            **levels,
            "structure_total": 3 * count,
            "structure_answered": count,
            "structure_mean": 3,
        },
        "results": {"all_total": 3 * count, "all_answered": count, "all_mean": 3},
    }
    xml = answer_xml(form.definition, form.xform, values, instance_id="uuid:uji").decode()
    assert javarosa.check(form.xform, xml, ()) == []
    forged = xml.replace("<all_mean>3<", "<all_mean>4<")
    assert [fault.path for fault in javarosa.check(form.xform, forged, ())] == [
        "/data/results/all_mean"
    ]


def test_an_answer_takes_no_value_that_the_form_does_not_hold() -> None:
    form = _forms()["skpd_sistem"]
    with pytest.raises(KeyError, match="nobody_asked"):
        answer_xml(form.definition, form.xform, {"nobody_asked": "x"}, instance_id="uuid:uji")
