"""What a form does right by the standard and wrong for the people who answer it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selaras.lib.xforms.definition import Field, FormDefinition

MOST_QUESTIONS = 100  # in one section: loading, drafts and review stay quick
_SUM = re.compile(r"\bsum\s*\(\s*([^()]*)\)")


@dataclass(frozen=True)
class Finding:
    """`name` is that of the question, "" for the whole form."""

    code: str
    name: str
    text: str
    column: str = ""
    params: dict[str, str] = field(default_factory=dict)


def lint(form: FormDefinition) -> list[Finding]:
    return [*_nothing(form), *_too_long(form), *_blank_sums(form), *_no_indonesian(form)]


def _nothing(form: FormDefinition) -> Iterator[Finding]:
    """A form may only compute and note down, but hardly anybody means that."""
    if not form.questions:
        yield Finding("no_questions", "", "The form asks nothing.")


def _too_long(form: FormDefinition) -> Iterator[Finding]:
    count = len(form.questions)
    if count > MOST_QUESTIONS:
        yield Finding(
            "too_long", "", f"{count} questions; more than {MOST_QUESTIONS} in one section.",
            params={"value": str(count), "limit": str(MOST_QUESTIONS)},
        )  # fmt: skip


def _blank_sums(form: FormDefinition) -> Iterator[Finding]:
    """sum() over a repeat with an empty number gives NaN, shown and stored."""
    for each in form.fields:
        for column, rule in (("calculation", each.calculate), ("constraint", each.constraint)):
            for inside in _SUM.findall(rule):
                if "coalesce" not in inside and "[" not in inside:
                    yield Finding(
                        "sum_over_blanks", each.name, f"sum() over blanks in {each.name}",
                        column, {"value": each.name},
                    )  # fmt: skip


def _no_indonesian(form: FormDefinition) -> Iterator[Finding]:
    """With several languages, each question and choice has words in Indonesian."""
    language = form.language("id")
    if len(form.languages) < 2:
        return
    if "(id)" not in language and language.lower() not in ("id", "indonesian", "bahasa indonesia"):
        yield Finding("no_indonesian", "", "The form has no Indonesian labels.", "label")
        return
    for each in form.fields:
        if each.kind == "question" and not _has(each, language):
            yield Finding(
                "no_indonesian_label", each.name, f"{each.name} has no Indonesian label",
                f"label::{language}", {"value": each.name},
            )  # fmt: skip


def _has(each: Field, language: str) -> bool:
    return bool(each.labels.get(language)) and all(
        choice.labels.get(language) or choice.labels.get("") for choice in each.choices
    )
