"""What the rules found and what a file lacks, in words. Rules only know codes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.lib.indonesia import long_date, rupiah

REASONS: dict[str, Any] = {
    "same_name": gettext_lazy("%(count)s systems bear the same name, in %(units)s"),
    "shared_national": gettext_lazy(
        "all come from ministry or province: enter the shared application once"
    ),
    "like_name": gettext_lazy("the names are alike (%(percent)s%%)"),
    "like_text": gettext_lazy("the descriptions are alike (%(percent)s%%): %(words)s"),
    "same_local_code": gettext_lazy("the same code %(code)s for the same users"),
    "same_code": gettext_lazy("the same reference code: %(code)s"),
    "same_data": gettext_lazy("they hold the same data: %(data)s"),
    "like_general": gettext_lazy(
        "%(application)s is there for %(field)s; seen in the words: %(words)s"
    ),
    "typed_twice": gettext_lazy("“%(data)s” is typed in by %(units)s"),
    "held_twice": gettext_lazy("“%(data)s” is held by %(units)s; who types it in is not told"),
    "told_gives": gettext_lazy("says that it gives data to %(partners)s, but no interface says so"),
    "told_gets": gettext_lazy("says that it gets data from %(partners)s, but no interface says so"),
    "many_give": gettext_lazy("no interface brings it the data of: %(systems)s (%(count)s in all)"),
    "many_get": gettext_lazy("no interface takes its data to: %(systems)s (%(count)s in all)"),
    "typed_elsewhere": gettext_lazy("hands on “%(data)s”, which is typed in again in %(systems)s"),
    "unit_ended": gettext_lazy("its unit %(unit)s has ended"),
    "unused_costs": gettext_lazy("it is not in use and costs %(cost)s a year"),
    "no_users": gettext_lazy("it has no users"),
    "no_maintainer": gettext_lazy("nobody can maintain it"),
    "no_operator": gettext_lazy("no unit is named that runs its technology"),
    "contract_over": gettext_lazy("the contract ended on %(day)s and no unit runs its technology"),
    "old": gettext_lazy("in use since %(year)s, %(years)s years"),
    "support_over": gettext_lazy("its support ended on %(day)s"),
    "old_technology": gettext_lazy("built with what its maker no longer supports: %(names)s"),
    "one_maintainer": gettext_lazy("only one person can maintain it"),
    "hub": gettext_lazy("%(count)s systems hang on it and a backup is not confirmed"),
    "no_backup": gettext_lazy("the risk is high and there is no backup"),
    "own_computer": gettext_lazy("it runs on a computer of the unit"),
    "one_server": gettext_lazy("%(count)s systems run on the server “%(server)s”"),
}
# Needs are public with their round, so they name no system: see access.py.
NEEDS: dict[str, Any] = {
    "duplicate": gettext_lazy("The same function is run by several information systems"),
    "general": gettext_lazy("A local system does what a general application is there for"),
    "double_entry": gettext_lazy("The same data are typed in by several units"),
    "missing_interface": gettext_lazy("Information systems do not exchange their data"),
    "orphan": gettext_lazy("An information system lacks somebody who answers for it"),
    "ageing": gettext_lazy("An information system must be renewed"),
    "single_point": gettext_lazy("An information system must be secured against failure"),
}
PROBLEMS: dict[str, Any] = {
    "name_missing": gettext_lazy("The name of the system is missing."),
    "unit_missing": gettext_lazy("The unit is missing."),
    "unit_above": gettext_lazy(
        "The unit is missing. The row above belongs to “%(unit)s”: if it goes on, choose that empty"
        " units mean the one above."
    ),
    "unit_unknown": gettext_lazy("“%(value)s” is no unit of this regency."),
    "unit_near": gettext_lazy(
        "“%(value)s” is no unit of this regency. Is “%(unit)s” meant? Choose it below."
    ),
    "other_unit": gettext_lazy(
        "You can only bring in systems of your own unit, not of “%(unit)s”."
    ),
    "twice": gettext_lazy("The same system already stands in row %(row)s."),
    "id_conflict": gettext_lazy("The ID “%(value)s” belongs to another system, “%(name)s”."),
    "code_unknown": gettext_lazy("“%(value)s” is no code of %(reference)s."),
    "code_near": gettext_lazy(
        "“%(value)s” is no code of %(reference)s. The nearest is %(nearest)s."
    ),
    "too_long": gettext_lazy("The text is too long. Use at most %(limit)s characters."),
    "not_a_year": gettext_lazy("“%(value)s” holds no year. Write it like 2018."),
    "not_whole": gettext_lazy("“%(value)s” is not a whole number."),
    "not_money": gettext_lazy(
        "“%(value)s” is not an amount of money. Write digits only, e.g. 250000000."
    ),
    "not_a_date": gettext_lazy("“%(value)s” is not a date. Write it like 27/11/2019."),
    "not_yes_no": gettext_lazy("“%(value)s” is neither yes nor no."),
    "not_listed": gettext_lazy("“%(value)s” is not known here."),
    "not_listed_near": gettext_lazy(
        "“%(value)s” is not known here. Did you mean “%(suggestion)s”?"
    ),
    "no_header": gettext_lazy("No row of this sheet looks like the header of a list of systems."),
    "no_name_column": gettext_lazy("No column is chosen for the name of the system."),
    "no_unit_column": gettext_lazy(
        "No column is chosen for the unit. Choose one, or say to which unit all rows belong."
    ),
    "no_rows": gettext_lazy("There are no rows below the header."),
    "sheet_missing": gettext_lazy("The sheet is missing."),
}
NOTES: dict[str, Any] = {
    "first_of": gettext_lazy("“%(value)s” read as %(taken)s, its first year"),
    "read_as": gettext_lazy("“%(value)s” read as %(taken)s"),
    "end_of_year": gettext_lazy("“%(value)s” read as the end of that year"),
    "unit_carried": gettext_lazy("unit taken from the row above: %(unit)s"),
    "unit_section": gettext_lazy("unit taken from the heading above: %(unit)s"),
    "unit_titled": gettext_lazy("unit taken from the title: %(unit)s"),
    "split": gettext_lazy("one of several systems in one cell: %(value)s"),
    "joined": gettext_lazy("joined with row %(row)s"),
    "kept": gettext_lazy("edited here, so the file did not change: %(fields)s"),
    "new_code": gettext_lazy("new code of the regency: %(code)s"),
}


def reason_text(code: str, values: Mapping[str, Any]) -> str:
    """A reason of a finding in the language in use."""
    shown = dict(values)
    if "cost" in shown:
        shown["cost"] = rupiah(int(shown["cost"]))
    if "day" in shown:
        shown["day"] = long_date(date.fromisoformat(shown["day"]))
    return _filled(REASONS, code, shown)


def problem_text(code: str, values: Mapping[str, Any]) -> str:
    if code == "not_listed" and values.get("suggestion"):
        code = "not_listed_near"
    return _filled(PROBLEMS, code, values)


def note_text(code: str, values: Mapping[str, Any]) -> str:
    return _filled(NOTES, code, values)


def _filled(texts: Mapping[str, Any], code: str, values: Mapping[str, Any]) -> str:
    text = texts.get(code)
    return str(text) % dict(values) if text is not None else code


def fit_words() -> dict[str, dict[int, str]]:
    """The four steps of both scales, each as a sentence."""
    return {
        "business_fit": {
            1: _("1: the work would go on without it"),
            2: _("2: it supports the work in part, or few people use it"),
            3: _("3: the work depends on it and it fits mostly"),
            4: _("4: the work depends on it and it fits fully"),
        },
        "technical_fit": {
            1: _("1: out of support, fails often or cannot be changed"),
            2: _("2: old or known to one person, changes are hard"),
            3: _("3: supported and maintained, with small gaps"),
            4: _("4: current technology, documented, backed up, with interfaces"),
        },
    }
