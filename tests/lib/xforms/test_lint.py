from dataclasses import replace

from selaras.lib.xforms.definition import Choice, Field, FormDefinition
from selaras.lib.xforms.lint import MOST_QUESTIONS, Finding, lint

BOTH = {"Bahasa Indonesia (id)": "a", "English (en)": "a"}
FORM = FormDefinition("f", "1", "F", "data", tuple(BOTH), ())


def question(name: str = "a", **more: object) -> Field:
    made = Field(f"/data/{name}", name, "question", control="input", labels=BOTH)
    return replace(made, **more)


def found(*fields: Field, languages: tuple[str, ...] = FORM.languages) -> list[Finding]:
    return lint(replace(FORM, fields=fields, languages=languages))


def codes(*fields: Field, languages: tuple[str, ...] = FORM.languages) -> list[str]:
    return [each.code for each in found(*fields, languages=languages)]


def test_good_form_has_no_findings() -> None:
    assert codes(question()) == []


def test_too_many_questions() -> None:
    many = [question(f"a{number}") for number in range(MOST_QUESTIONS + 1)]
    assert codes(*many) == ["too_long"]
    assert codes(*many[1:]) == []


def test_sum_over_blanks_names_its_column() -> None:
    assert codes(question(calculate="sum( /data/r/a )")) == ["sum_over_blanks"]
    (one,) = found(question(constraint=". < sum(/data/r/a)"))
    assert (one.name, one.column) == ("a", "constraint")
    assert codes(question(calculate="sum(coalesce(/data/r/a, 0))")) == []
    assert codes(question(calculate="sum(/data/r/a[. != ''])")) == []


def test_indonesian_words_are_asked_for() -> None:
    assert codes(question(), languages=("English (en)", "Jawa (jv)")) == ["no_indonesian"]
    assert codes(question(), languages=("English (en)",)) == []
    assert codes(question(labels={"English (en)": "a"})) == ["no_indonesian_label"]
    choice = Choice("x", {"English (en)": "X"})
    assert codes(question(choices=(choice,))) == ["no_indonesian_label"]
