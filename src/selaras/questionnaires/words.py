"""Problems, changes and findings in words that say what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.lib.xforms.conversion import Problem
from selaras.lib.xforms.definition import Field
from selaras.questionnaires.rules import Change
from selaras.questionnaires.types import ProblemLine

PROBLEMS: dict[str, Any] = {
    "unreadable": gettext_lazy("The file is no XLSForm workbook. Save it as .xlsx and upload it again."),
    "no_questions": gettext_lazy("The form asks nothing. Write at least one question."),
    "missing_name": gettext_lazy("The question has no name. Give it one, without spaces."),
    "unknown_type": gettext_lazy("There is no question type “%(value)s”. Use one such as text, integer, select_one list."),
    "duplicate_name": gettext_lazy("The name “%(value)s” stands twice in the same place. Give one of them another name."),
    "bad_name": gettext_lazy("The name must begin with a letter and hold letters, digits and _ only."),
    "choices_missing": gettext_lazy("The sheet “choices” is missing. Add it with list_name, name and label."),
    "list_missing": gettext_lazy("The list “%(value)s” is not on the sheet “choices”. Add it, or correct its name."),
    "reference_missing": gettext_lazy("There is no question “%(value)s”. Correct the name between ${ and }."),
    # xgettext:no-python-brace-format
    "reference_bad": gettext_lazy("A reference is not complete. Write it as ${name}."),
    "unmatched_begin": gettext_lazy("The group or repeat “%(value)s” has no end. Add end_group or end_repeat."),
    "unmatched_end": gettext_lazy("This end has no beginning. Add begin_group or begin_repeat, or remove it."),
    "choice_without_name": gettext_lazy("The choice has no name. Give it one."),
    "choice_twice": gettext_lazy("The choice stands twice in its list. Give one of them another name."),
    "choice_without_label": gettext_lazy("The choice has no label. Write the words that people read."),
    "sheet_missing": gettext_lazy("The sheet “%(value)s” is missing. Every form has one."),
    "header_missing": gettext_lazy("The sheet “%(value)s” lacks a heading. See the XLSForm template."),
    "language_code": gettext_lazy("A language has no code. Write it as “label::Bahasa Indonesia (id)”."),
    "translation_missing": gettext_lazy("The language “%(value)s” lacks words in some columns."),
    "large_pictures": gettext_lazy("Photos will be sent at full size. Set max-pixels=1600 under parameters."),
    "too_long": gettext_lazy("%(value)s questions are too many for one section; keep to %(limit)s. Cut the form in two."),
    # xgettext:no-python-brace-format
    "sum_over_blanks": gettext_lazy("sum() gives no number when an entry is empty. Write sum(coalesce(${field}, 0)) or filter the empty ones."),
    "no_indonesian": gettext_lazy("The form has no Indonesian words. Add the column “label::Bahasa Indonesia (id)”."),
    "no_indonesian_label": gettext_lazy("“%(value)s” has no Indonesian words. Fill in the column."),
    "broken_formula": gettext_lazy("A formula cannot be read: %(value)s"),
    "unknown_function": gettext_lazy("There is no function “%(value)s”. Correct its name."),
    "formula_cycle": gettext_lazy("These questions are calculated from each other: %(value)s. One of them must do without the others."),
    "calculation_missing": gettext_lazy("The calculation is empty. Write a formula, or remove the row."),
    "label_missing": gettext_lazy("“%(value)s” has no label. Write the words that people read."),
    "include": gettext_lazy("Questions of another workbook cannot be included. Copy them into this one."),
    "column_twice": gettext_lazy("The column “%(value)s” stands twice on one sheet. Remove one of them."),
    "columns_alike": gettext_lazy("These columns mean the same: %(value)s. Keep one of them."),
    "heading_spaces": gettext_lazy("The heading “%(value)s” has spaces; the column is left out."),
    "row_skipped": gettext_lazy("The row has neither name nor label and is left out."),
    "repeat_without_label": gettext_lazy("The repeat has no label. Write what one entry is called."),
    "type_withdrawn": gettext_lazy("“%(value)s” gives nothing on phones of today. Remove it."),
    "other_untranslated": gettext_lazy("or_other adds a choice in English only. Write the choice “Lainnya” and a question for it."),
    "same_version": gettext_lazy("Version “%(value)s” was published with other content. Write a new version on the sheet “settings”."),
}  # fmt: skip


def describe(problem: Problem) -> ProblemLine:
    place = [problem.sheet] if problem.sheet else []
    if problem.row:
        place.append(_("row %(row)s") % {"row": problem.row})
    if problem.column:
        place.append(_("column %(column)s") % {"column": problem.column})
    known = PROBLEMS.get(problem.code)
    params = {"value": "", "limit": "", **problem.params}
    text = (
        str(known) % params if known else _("The converter says: %(text)s") % {"text": problem.text}
    )
    return ProblemLine(", ".join(place), text)


CHANGES: dict[str, Any] = {
    "added": gettext_lazy("New question: %(label)s"),
    "removed": gettext_lazy("Taken out: %(label)s"),
    "moved": gettext_lazy("The order has changed from here on: %(label)s"),
    "type": gettext_lazy("%(label)s: the type was “%(before)s”, is “%(after)s”"),
    "label": gettext_lazy("The words were “%(before)s”, are “%(after)s”"),
    "choices": gettext_lazy("%(label)s: the choices were “%(before)s”, are “%(after)s”"),
    "required": gettext_lazy("%(label)s: whether an answer is required has changed"),
    "relevant": gettext_lazy("%(label)s: asked when “%(after)s”, before when “%(before)s”"),
    "constraint": gettext_lazy("%(label)s: the limit was “%(before)s”, is “%(after)s”"),
    "calculate": gettext_lazy("%(label)s: the calculation was “%(before)s”, is “%(after)s”"),
}


def describe_change(change: Change) -> str:
    values = {"label": change.label, "before": change.before, "after": change.after}
    return str(CHANGES[change.kind]) % values


FINDINGS: dict[str, Any] = {
    "required": gettext_lazy("An answer is required and missing."),
    "constraint": gettext_lazy("The limit of the question is broken."),
    "rejected": gettext_lazy("The value “%(value)s” is not accepted here."),
    "engine": gettext_lazy("The answer could not be re-checked: %(message)s"),
}


def describe_finding(finding: Mapping[str, str]) -> str:
    """One line: which question, which entry, what is wrong."""
    text = str(FINDINGS[finding["kind"]]) % finding
    if finding["kind"] == "constraint" and finding.get("message"):
        text = finding["message"]
    place = finding.get("label", "")
    if finding.get("index"):
        place = _("%(label)s (entry %(index)s)") % {"label": place, "index": finding["index"]}
    return f"{place}: {text}" if place else text


TYPES: dict[str, Any] = {
    "text": gettext_lazy("text"),
    "int": gettext_lazy("whole number"),
    "decimal": gettext_lazy("number with decimals"),
    "date": gettext_lazy("date"),
    "time": gettext_lazy("time"),
    "dateTime": gettext_lazy("date and time"),
    "geopoint": gettext_lazy("place on the map"),
    "barcode": gettext_lazy("barcode"),
    "select1": gettext_lazy("one choice"),
    "select": gettext_lazy("several choices"),
    "rank": gettext_lazy("order"),
    "trigger": gettext_lazy("confirmation"),
    "image": gettext_lazy("picture"),
    "audio": gettext_lazy("sound"),
    "video": gettext_lazy("video"),
    "file": gettext_lazy("file"),
    "note": gettext_lazy("note"),
    "calculation": gettext_lazy("calculation"),
    "metadata": gettext_lazy("about the filling in"),
}


def describe_type(field: Field) -> str:
    """What kind of answer a question takes."""
    if field.kind == "hidden":
        return str(TYPES["calculation" if field.calculate else "metadata"])
    if field.is_note:
        return str(TYPES["note"])
    if field.control == "upload":
        return str(TYPES.get(field.media.partition("/")[0], TYPES["file"]))
    if field.control in ("select1", "select", "rank", "trigger"):
        return str(TYPES[field.control])
    return str(TYPES.get(field.type, TYPES["text"]))
