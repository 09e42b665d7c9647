"""A rule of a form in words: names become labels, codes become the words of their choices."""

import re

from selaras.lib.xforms.definition import Field, FormDefinition

_PATH = re.compile(r"(?:/[A-Za-z_][\w.\-]*){2,}")
_COMPARED = re.compile(r"(?P<path>(?:/[A-Za-z_][\w.\-]*){2,})\s*(?P<sign>!?=)\s*'(?P<value>[^']*)'")
_SELECTED = re.compile(
    r"selected\(\s*(?P<path>(?:/[A-Za-z_][\w.\-]*){2,})\s*,\s*'(?P<value>[^']*)'\s*\)"
)


_RELATIVE = re.compile(r"(?:current\(\)/)?((?:\.\./)+)([A-Za-z_][\w.\-]*(?:/[A-Za-z_][\w.\-]*)*)")


def spoken(rule: str, form: FormDefinition, language: str = "", *, at: str = "") -> str:
    """A rule such as /data/ada = 'ya' as “Any system?” = “Yes”; what is not known stays.

    `at` is the path of the question whose rule it is, for names like ../ada.
    """
    fields = form.by_path

    def absolute(match: re.Match[str]) -> str:
        around = at.split("/")[: -match[1].count("../")]
        return "/".join([*around, match[2]])

    def compared(match: re.Match[str]) -> str:
        return _said(fields.get(match["path"]), match, match["sign"], language)

    def selected(match: re.Match[str]) -> str:
        return _said(fields.get(match["path"]), match, "∋", language)

    def named(match: re.Match[str]) -> str:
        field = fields.get(match[0])
        return f"“{field.label(language)}”" if field else match[0]

    text = _SELECTED.sub(selected, _RELATIVE.sub(absolute, rule) if at else rule)
    text = _COMPARED.sub(compared, text)
    return " ".join(_PATH.sub(named, text).split())


def _said(field: Field | None, match: re.Match[str], sign: str, language: str) -> str:
    if field is None:
        return match[0]
    value = field.choice(match["value"], language) or match["value"]
    return f"“{field.label(language)}” {sign} “{value}”"
